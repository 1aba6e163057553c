package org.bnnlab.bench.optimizer;

import org.bnnlab.api.training.StateStore;

/**
 * Adam as {@code torch.optim.Adam} defines it, weight decay added to the gradient (Kingma and Ba,
 * 2015, arXiv 1412.6980, algorithm 1).
 *
 * <p>With gradient g, weight w, decay λ, step t and learning rate η:
 *
 * <pre>
 *   d = g + λ w
 *   m = β₁ m + (1 − β₁) d,   v = β₂ v + (1 − β₂) d²
 *   w = w − η / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
 * </pre>
 */
public final class Adam extends MomentOptimizer {

  /**
   * An optimizer.
   *
   * @param state where the moments lie
   */
  public Adam(MomentSettings settings, StateStore state) {
    super(settings, state, true);
  }

  @Override
  Descent descent(double step, double learningRate) {
    return descent(settings(), step, learningRate);
  }

  static Descent descent(MomentSettings settings, double step, double learningRate) {
    double first = 1 - Math.pow(settings.beta1(), step);
    double second = Math.sqrt(1 - Math.pow(settings.beta2(), step));
    return new Descent(learningRate * second / first, settings.epsilon() * second, true);
  }
}
