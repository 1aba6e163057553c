/** Small problems that are generated from a seed. */
@NullMarked
package org.bnnlab.data.synthetic;

import org.jspecify.annotations.NullMarked;
