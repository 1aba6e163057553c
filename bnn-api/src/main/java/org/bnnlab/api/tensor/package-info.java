/** Tensor operations that are safe on DJL's PyTorch engine. */
@NullMarked
package org.bnnlab.api.tensor;

import org.jspecify.annotations.NullMarked;
