package org.bnnlab.data.pipeline;

import static org.bnnlab.data.Checks.requireArgument;

/**
 * How a {@link BatchPipeline} makes batches.
 *
 * @param batchSize samples in a batch; the last one of an epoch may be shorter
 * @param shuffled whether every epoch has an order of its own, or the source's
 * @param dropsLast whether a last batch that is short is left out
 * @param workers threads that prepare batches; the batches do not depend on their number
 */
public record BatchSettings(int batchSize, boolean shuffled, boolean dropsLast, int workers) {

  public BatchSettings {
    requireArgument(batchSize >= 1, "batch size must be at least 1, found %d", batchSize);
    requireArgument(
        workers >= 1 && workers <= 256, "number of workers must be in 1..256, found %d", workers);
  }

  /** Shuffled, with the short batch kept, one worker. */
  public static BatchSettings training(int batchSize) {
    return new BatchSettings(batchSize, true, false, 1);
  }

  /** In the source's order, with the short batch kept, one worker. */
  public static BatchSettings evaluation(int batchSize) {
    return new BatchSettings(batchSize, false, false, 1);
  }

  public BatchSettings withDropsLast(boolean drops) {
    return new BatchSettings(batchSize, shuffled, drops, workers);
  }

  public BatchSettings withWorkers(int number) {
    return new BatchSettings(batchSize, shuffled, dropsLast, number);
  }
}
