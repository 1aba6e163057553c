package org.bnnlab.api.layer;

import static org.bnnlab.api.check.Checks.requireArgument;

/**
 * Where a run stands; schedules of a method (τ, t and k) are functions of it.
 *
 * @param epoch current epoch, 0 to {@code epochs - 1}
 * @param epochs planned epochs of the stage
 * @param step optimizer steps done in the stage
 * @param steps planned optimizer steps of the stage
 * @param stage current stage, from 0
 * @param stages planned stages
 */
public record TrainingProgress(
    int epoch, int epochs, long step, long steps, int stage, int stages) {

  /** Checks the ranges. */
  public TrainingProgress {
    requireArgument(
        epochs >= 1 && epoch >= 0 && epoch <= epochs,
        "epoch must lie in 0..%d, found %d",
        epochs,
        epoch);
  }

  /** Epoch {@code epoch} of {@code epochs} of a single stage, where steps do not matter. */
  public static TrainingProgress ofEpoch(int epoch, int epochs) {
    return new TrainingProgress(epoch, epochs, epoch, epochs, 0, 1);
  }

  /** e / E: the share of epochs done when the epoch starts; below 1 during training. */
  public double fraction() {
    return (double) epoch / epochs;
  }
}
