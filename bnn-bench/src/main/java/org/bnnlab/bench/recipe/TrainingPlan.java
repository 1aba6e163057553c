package org.bnnlab.bench.recipe;

import static org.bnnlab.api.check.Checks.requireArgument;

/**
 * How a row is trained.
 *
 * @param epochs passes over the training images
 * @param batch images in a batch
 * @param dropLast whether the last batch is left out where it is not full
 * @param optimizer the optimizer
 * @param schedule the schedule of its learning rate
 */
public record TrainingPlan(
    int epochs, int batch, boolean dropLast, OptimizerSpec optimizer, ScheduleSpec schedule) {

  /** Checks the counts. */
  public TrainingPlan {
    requireArgument(epochs >= 1, "epochs must be at least 1, found %d", epochs);
    requireArgument(batch >= 1, "batch must be at least 1, found %d", batch);
  }

  /** The same plan over another number of epochs. */
  public TrainingPlan withEpochs(int count) {
    return new TrainingPlan(count, batch, dropLast, optimizer, schedule);
  }
}
