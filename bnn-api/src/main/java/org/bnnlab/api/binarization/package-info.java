/** The binarization itself: normalizer, binarizer, gradient estimator. */
@NullMarked
package org.bnnlab.api.binarization;

import org.jspecify.annotations.NullMarked;
