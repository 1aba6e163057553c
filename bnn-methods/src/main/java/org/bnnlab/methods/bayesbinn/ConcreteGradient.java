package org.bnnlab.methods.bayesbinn;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.tensor.Tensors;

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
    NDArray one = x.onesLike();
    return gradient(x, sample.binarize(x, layer).signs(), one, layer);
  }

  @Override
  public NDArray gradient(NDArray x, NDArray signs, NDArray upstream, LayerContext layer) {
    NDArray gradient = signs.duplicate();
    NDArray flatGradient = Block.flat(gradient);
    NDArray flatUpstream = Block.flat(upstream);
    Block.each(
        gradient.size(),
        block -> {
          NDArray entries = block.of(flatGradient);
          NDArray slope = oneMinusSquare(entries);
          if (sample.drawn()) {
            slope.divi((float) sample.temperature());
          }
          // The mean's derivative is the Fisher information itself: its quotient is exactly 1.
          Tensors.assign(entries, slope.muli(block.of(flatUpstream)));
        });
    return gradient;
  }

  /** 1 − x² + ε, in float32 as in the official code: at x = ±1 it is ε. */
  static NDArray oneMinusSquare(NDArray x) {
    return x.mul(x).muli(-1).addi(1).addi(EPSILON);
  }
}
