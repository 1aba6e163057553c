package org.bnnlab.bench.run;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a run needs besides its experiment; none of it changes a result, except that sums depend on
 * the number of threads in the last digit.
 *
 * @param data folder or archive of the data set; null for a data set that is generated
 * @param device where tensors live: {@code cpu}, or {@code gpu0} and so on
 * @param workers threads that prepare batches
 * @param checkpointSeconds a checkpoint is written when this long has passed since the last one,
 *     and at the end of every epoch
 * @param tensorBoard whether each epoch's figures go into an event file for TensorBoard as well
 * @param cache folder that keeps decoded images for further epochs and runs; null to keep them only
 *     where the recipe asks for it, in the run's folder
 */
public record RunSettings(
    @Nullable Path data,
    String device,
    int workers,
    int checkpointSeconds,
    boolean tensorBoard,
    @Nullable Path cache) {

  /** Checks the numbers. */
  public RunSettings {
    requireArgument(
        device.matches("cpu|gpu[0-9]+"), "device is cpu or gpu0, gpu1, ..., found \"%s\"", device);
    requireArgument(workers >= 1, "workers must be at least 1, found %d", workers);
    requireArgument(
        checkpointSeconds >= 0,
        "seconds between checkpoints must be at least 0, found %d",
        checkpointSeconds);
  }

  /** On the processor, one worker, a checkpoint a minute. */
  public static RunSettings of(@Nullable Path data) {
    return new RunSettings(data, "cpu", 1, 60, false, null);
  }
}
