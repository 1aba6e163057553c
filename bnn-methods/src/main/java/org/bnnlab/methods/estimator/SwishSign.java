package org.bnnlab.methods.estimator;

import static org.bnnlab.api.check.Checks.requireArgument;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.layer.LayerContext;

/**
 * SwishSign: the derivative of SS(x) = 2σ(βx)(1 + βx(1 - σ(βx))) - 1 (Darabi et al., BNN+, 2018,
 * arXiv 1812.11800, section 3.1).
 *
 * <p>Slope 2β·s·(1 - s)·(2 + βx(1 - 2s)) with s = σ(βx): β at the origin, negative beyond |βx| of
 * about 2.4. The form with hyperbolic cosines of the paper is the same function and overflows.
 *
 * @param beta sharpness, 5 in the paper
 */
public record SwishSign(double beta) implements GradientEstimator {

  /** Checks the sharpness. */
  public SwishSign {
    requireArgument(beta > 0, "beta must be above 0, found %s", beta);
  }

  @Override
  public NDArray derivative(NDArray x, LayerContext layer) {
    NDArray scaled = x.duplicate().muli((float) beta);
    NDArray rise = Activation.sigmoid(scaled);
    NDArray fall = rise.duplicate().muli(-1).addi(1);
    NDArray tilt = fall.sub(rise).muli(scaled).addi(2);
    return rise.muli(fall).muli(tilt).muli((float) (2 * beta));
  }
}
