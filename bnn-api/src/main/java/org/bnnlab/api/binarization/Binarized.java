package org.bnnlab.api.binarization;

import static org.bnnlab.api.check.Checks.requireArgument;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * A binarized weight: {@code scale · signs}.
 *
 * <p>Papers differ in how the scale takes part in the gradient; with D the gradient of the scaled
 * weight, {@link ScaleGradient} says what reaches the estimator.
 *
 * @param signs -1 or +1 per entry (a relaxed sample in (-1, 1) for probabilistic methods in
 *     training); without gradient
 * @param scale factor per output channel (O, 1, ...) or per layer, or null for 1
 * @param scaleGradient how the scale takes part in the gradient
 */
public record Binarized(NDArray signs, @Nullable NDArray scale, ScaleGradient scaleGradient) {

  /** How the scale takes part in the gradient. */
  public enum ScaleGradient {
    /** The estimator sees D: the scale is as if it were 1 (Bi-Real, ReActNet). */
    DETACHED,
    /** The estimator sees scale · D; the scale itself is a constant (IR-Net). */
    MULTIPLIES,
    /** The estimator sees scale · D and the scale is differentiated, too (XNOR-Net). */
    DIFFERENTIATED
  }

  /** Checks that a scale gradient is only asked for where there is a scale. */
  public Binarized {
    requireArgument(
        scale != null || scaleGradient == ScaleGradient.DETACHED,
        "a weight without scale has no scale gradient, found %s",
        scaleGradient);
  }

  /** Signs without a scale. */
  public static Binarized unscaled(NDArray signs) {
    return new Binarized(signs, null, ScaleGradient.DETACHED);
  }
}
