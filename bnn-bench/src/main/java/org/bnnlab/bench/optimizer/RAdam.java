package org.bnnlab.bench.optimizer;

import org.bnnlab.api.training.StateStore;

/**
 * Rectified Adam as {@code torch.optim.RAdam} of PyTorch 1.13 defines it, weight decay added to the
 * gradient (Liu et al., 2020, arXiv 1908.03265, algorithm 2).
 *
 * <p>Moments m and v as in {@link Adam}. With ρ∞ = 2 / (1 − β₂) − 1 and ρ = ρ∞ − 2 t β₂ᵗ / (1 −
 * β₂ᵗ):
 *
 * <pre>
 *   ρ > 5:  r = √( (ρ − 4)(ρ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρ) )
 *           w = w − η r √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)
 *   else:   w = w − η / (1 − β₁ᵗ) · m
 * </pre>
 *
 * <p>ε is added to the uncorrected √v, other than in Adam. BMXNet, with which MeliusNet was
 * trained, has the same step with β₁ = 0.95 and ε = 1e-5 as defaults.
 */
public final class RAdam extends MomentOptimizer {

  private static final double TRACTABLE_VARIANCE = 5;

  /**
   * An optimizer.
   *
   * @param state where the moments lie
   */
  public RAdam(MomentSettings settings, StateStore state) {
    super(settings, state, true);
  }

  @Override
  Descent descent(double step, double learningRate) {
    double remaining = Math.pow(settings().beta2(), step);
    double rate = learningRate / (1 - Math.pow(settings().beta1(), step));
    double longest = 2 / (1 - settings().beta2()) - 1;
    double length = longest - 2 * step * remaining / (1 - remaining);
    if (length <= TRACTABLE_VARIANCE) {
      return new Descent(rate, 0, false);
    }
    double rectification =
        Math.sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
    return new Descent(rate * rectification * Math.sqrt(1 - remaining), settings().epsilon(), true);
  }
}
