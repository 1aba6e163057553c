/** Unbalanced activation distribution, CVPR 2021. */
@NullMarked
package org.bnnlab.methods.unbalanced;

import org.jspecify.annotations.NullMarked;
