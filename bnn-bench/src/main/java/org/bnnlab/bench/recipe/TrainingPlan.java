package org.bnnlab.bench.recipe;

import static org.bnnlab.api.check.Checks.requireArgument;

import org.jspecify.annotations.Nullable;

/**
 * How a row is trained.
 *
 * @param epochs passes over the training images
 * @param batch images in a batch
 * @param dropLast whether the last batch is left out where it is not full
 * @param optimizer the optimizer
 * @param schedule the schedule of its learning rate
 * @param loss the loss, or null for the method's own
 * @param teacher the network to learn from, or null
 */
public record TrainingPlan(
    int epochs,
    int batch,
    boolean dropLast,
    OptimizerSpec optimizer,
    ScheduleSpec schedule,
    @Nullable ObjectiveSpec loss,
    @Nullable TeacherSpec teacher) {

  /** Checks the counts. */
  public TrainingPlan {
    requireArgument(epochs >= 1, "epochs must be at least 1, found %d", epochs);
    requireArgument(batch >= 1, "batch must be at least 1, found %d", batch);
  }

  /** A plan with the method's own loss and no teacher. */
  public TrainingPlan(
      int epochs, int batch, boolean dropLast, OptimizerSpec optimizer, ScheduleSpec schedule) {
    this(epochs, batch, dropLast, optimizer, schedule, null, null);
  }

  /** The same plan with batches of another size. */
  public TrainingPlan withBatch(int size) {
    return new TrainingPlan(epochs, size, dropLast, optimizer, schedule, loss, teacher);
  }

  /** The same plan over another number of epochs. */
  public TrainingPlan withEpochs(int count) {
    return new TrainingPlan(count, batch, dropLast, optimizer, schedule, loss, teacher);
  }
}
