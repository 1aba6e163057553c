package org.bnnlab.methods.estimator;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.tensor.Tensors;

/**
 * Straight-through estimator with saturation: slope 1 where |x| ≤ threshold (bounds included), else
 * 0 (Courbariaux et al., 2016, arXiv 1602.02830, section 1.3; threshold t_clip of Bethge et al.,
 * 2019, arXiv 1906.08637).
 *
 * @param threshold half width of the window
 */
public record ClippedIdentity(double threshold) implements GradientEstimator {

  /** The usual window [-1, 1]. */
  public ClippedIdentity() {
    this(1);
  }

  @Override
  public NDArray derivative(NDArray x, LayerContext layer) {
    return Tensors.insideMask(x, (float) threshold);
  }
}
