package org.bnnlab.methods.estimator;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.layer.LayerContext;

/**
 * Piecewise polynomial estimator ("approx sign"): slope max(0, 2 - 2|x|), that is 2+2x on [-1, 0),
 * 2-2x on [0, 1), 0 elsewhere (Bi-Real Net, Liu et al., 2018, arXiv 1808.00278, section 3.2).
 */
public record Polynomial() implements GradientEstimator {

  @Override
  public NDArray derivative(NDArray x, LayerContext layer) {
    return Activation.relu(x.abs().muli(-2).addi(2));
  }
}
