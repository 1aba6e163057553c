package org.bnnlab.bench.optimizer;

import static org.bnnlab.api.check.Checks.requireArgument;

/**
 * Settings that the optimizers with two moments share.
 *
 * @param beta1 what remains of the first moment after a step
 * @param beta2 what remains of the second moment after a step
 * @param epsilon what keeps the denominator above 0
 * @param decay weight decay and its group
 */
public record MomentSettings(double beta1, double beta2, double epsilon, WeightDecay decay) {

  /** Torch's defaults: 0.9, 0.999, 1e-8, no decay. */
  public static final MomentSettings DEFAULT =
      new MomentSettings(0.9, 0.999, 1e-8, WeightDecay.NONE);

  /** Checks the ranges. */
  public MomentSettings {
    requireArgument(beta1 >= 0 && beta1 < 1, "beta1 must lie in [0, 1), found %s", beta1);
    requireArgument(beta2 >= 0 && beta2 < 1, "beta2 must lie in [0, 1), found %s", beta2);
    requireArgument(epsilon >= 0, "epsilon must be at least 0, found %s", epsilon);
  }

  /** The same with another decay. */
  public MomentSettings with(WeightDecay other) {
    return new MomentSettings(beta1, beta2, epsilon, other);
  }
}
