package org.bnnlab.methods.estimator;

import static org.bnnlab.api.check.Checks.requireArgument;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.layer.LayerContext;

/**
 * The derivative of tanh(t·x): slope t·(1 - tanh²(t·x)), the same all through the training; with a
 * t that grows it is {@link ErrorDecay}.
 *
 * @param sharpness t
 */
public record HyperbolicTangent(double sharpness) implements GradientEstimator {

  /** Checks the sharpness. */
  public HyperbolicTangent {
    requireArgument(sharpness > 0, "sharpness must be above 0, found %s", sharpness);
  }

  @Override
  public NDArray derivative(NDArray x, LayerContext layer) {
    NDArray tanh = x.duplicate().muli((float) sharpness).tanh();
    return tanh.muli(tanh).muli((float) -sharpness).addi((float) sharpness);
  }
}
