/** MNIST and its relatives in the idx format. */
@NullMarked
package org.bnnlab.data.idx;

import org.jspecify.annotations.NullMarked;
