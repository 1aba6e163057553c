/** Bi-Real Net, ECCV 2018. */
@NullMarked
package org.bnnlab.methods.birealnet;

import org.jspecify.annotations.NullMarked;
