package org.bnnlab.methods.bayesbinn;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.layer.LayerContext;

/**
 * The derivative of the relaxed sample w = tanh((λ + δ) / τ) in λ: (1 − w² + ε) / τ with ε = 1e-10,
 * at the very w of the forward pass (arXiv 2002.10778, equation 9, and {@code
 * optimizers/BayesBiNN.py}). {@link NaturalGradient} divides by the Fisher information 1 − μ².
 *
 * @param sample what draws the weights
 */
public record ConcreteGradient(ConcreteSample sample) implements GradientEstimator {

  /** The official code's ε; with τ ≤ 1e-8 it decides the size of the steps. */
  static final float EPSILON = 1e-10f;

  @Override
  public NDArray derivative(NDArray x, LayerContext layer) {
    return slope(sample.binarize(x, layer).signs());
  }

  @Override
  public NDArray gradient(NDArray x, NDArray signs, NDArray upstream, LayerContext layer) {
    return slope(signs).muli(upstream);
  }

  private NDArray slope(NDArray weight) {
    NDArray slope = oneMinusSquare(weight);
    // The mean's derivative is the Fisher information itself: its quotient is exactly 1.
    return sample.drawn() ? slope.divi((float) sample.temperature()) : slope;
  }

  /** 1 − x² + ε, in float32 as in the official code: at x = ±1 it is ε. */
  static NDArray oneMinusSquare(NDArray x) {
    return x.mul(x).muli(-1).addi(1).addi(EPSILON);
  }
}
