package org.bnnlab.bench.optimizer;

import org.bnnlab.api.training.StateStore;

/**
 * Adam with decoupled weight decay as {@code torch.optim.AdamW} defines it (Loshchilov and Hutter,
 * 2019, arXiv 1711.05101): w ← (1 − η λ) w, then {@link Adam}'s step on the bare gradient.
 */
public final class AdamW extends MomentOptimizer {

  /**
   * An optimizer.
   *
   * @param state where the moments lie
   */
  public AdamW(MomentSettings settings, StateStore state) {
    super(settings, state, false);
  }

  @Override
  Descent descent(double step, double learningRate) {
    return Adam.descent(settings(), step, learningRate);
  }
}
