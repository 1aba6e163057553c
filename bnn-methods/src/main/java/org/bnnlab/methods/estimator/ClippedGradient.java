package org.bnnlab.methods.estimator;

import static org.bnnlab.api.check.Checks.requireArgument;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.tensor.Tensors;

/**
 * Straight-through with the gradient's <em>value</em> limited: min(max(upstream, -bound), bound),
 * whatever the argument of the sign is (Han et al., ICML 2020, arXiv 2010.04871, equation 3).
 *
 * <p>A limit of values is no slope, so it serves weights only.
 *
 * @param bound largest magnitude of a gradient
 */
public record ClippedGradient(double bound) implements GradientEstimator {

  /** Checks the bound. */
  public ClippedGradient {
    requireArgument(bound > 0, "bound must be above 0, found %s", bound);
  }

  /** The bound of the paper, 1. */
  public ClippedGradient() {
    this(1);
  }

  @Override
  public NDArray derivative(NDArray x, LayerContext layer) {
    return x.onesLike();
  }

  @Override
  public NDArray gradient(NDArray x, NDArray upstream, LayerContext layer) {
    return Tensors.clampedValue(upstream, (float) -bound, (float) bound);
  }
}
