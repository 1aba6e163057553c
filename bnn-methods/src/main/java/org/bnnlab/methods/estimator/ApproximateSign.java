package org.bnnlab.methods.estimator;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.tensor.Tensors;

/**
 * The piecewise polynomial with a window of its own: slope 2 - 2|x| where |x| ≤ threshold (bounds
 * included), else 0 (Bethge et al., 2018, arXiv 1812.01965; BMXNet-v2-examples, {@code
 * binary_layers.py}, "approxsign").
 *
 * <p>At threshold 1 it is {@link Polynomial}. A wider window gives negative slopes beyond 1, as the
 * official code does; a narrower one cuts the polynomial off.
 *
 * @param threshold half width of the window
 */
public record ApproximateSign(double threshold) implements GradientEstimator {

  @Override
  public NDArray derivative(NDArray x, LayerContext layer) {
    return x.abs().muli(-2).addi(2).muli(Tensors.insideMask(x, (float) threshold));
  }
}
