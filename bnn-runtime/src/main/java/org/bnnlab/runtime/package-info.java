/** Packed 1-bit inference: load a {@code .bnn} file, predict. */
@NullMarked
package org.bnnlab.runtime;

import org.jspecify.annotations.NullMarked;
