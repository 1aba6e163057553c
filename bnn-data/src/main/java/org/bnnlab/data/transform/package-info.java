/** Image transforms with torchvision's definitions, fused into one pass over the pixels. */
@NullMarked
package org.bnnlab.data.transform;

import org.jspecify.annotations.NullMarked;
