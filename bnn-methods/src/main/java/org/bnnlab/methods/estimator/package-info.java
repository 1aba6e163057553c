/** Gradient estimators that several papers share. */
@NullMarked
package org.bnnlab.methods.estimator;

import org.jspecify.annotations.NullMarked;
