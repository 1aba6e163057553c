package org.bnnlab.api.binarization;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.layer.LayerContext;

/**
 * The slope that a method uses in place of the derivative of the sign, which is zero almost
 * everywhere.
 *
 * <p>Estimators are stateless. The same estimator serves weights and activations.
 */
@FunctionalInterface
public interface GradientEstimator {

  /**
   * The surrogate derivative at {@code x}.
   *
   * @param x argument of the sign, without gradient
   * @param layer the layer it belongs to
   * @return slope per entry, shape of {@code x}
   */
  NDArray derivative(NDArray x, LayerContext layer);

  /**
   * The gradient of the argument of a weight's sign.
   *
   * @param x argument of the sign, without gradient
   * @param upstream gradient of the sign's output, shape of {@code x}
   * @return gradient of {@code x}; by default derivative times upstream
   */
  default NDArray gradient(NDArray x, NDArray upstream, LayerContext layer) {
    return derivative(x, layer).mul(upstream);
  }

  /**
   * The same for an estimator that has to know what the binarizer gave, as where weights are drawn.
   *
   * @param signs what the binarizer made of {@code x} in this pass, without gradient
   */
  default NDArray gradient(NDArray x, NDArray signs, NDArray upstream, LayerContext layer) {
    return gradient(x, upstream, layer);
  }

  /** Lets the gradient pass unchanged: slope 1 everywhere. */
  record Identity() implements GradientEstimator {
    @Override
    public NDArray derivative(NDArray x, LayerContext layer) {
      return x.onesLike();
    }

    @Override
    public NDArray gradient(NDArray x, NDArray upstream, LayerContext layer) {
      return upstream;
    }
  }
}
