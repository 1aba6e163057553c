package org.bnnlab.bench.cli;

import java.nio.file.Path;
import org.bnnlab.bench.run.RunSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that runs the tensor engine on a data set. */
final class RunOptions {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder or archive of the data set; not needed for shapes32.")
  private @Nullable Path data;

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads that prepare batches (default: ${DEFAULT-VALUE}).")
  private int workers = 1;

  @Option(
      names = "--checkpoint-seconds",
      paramLabel = "S",
      defaultValue = "60",
      description = "Seconds between checkpoints inside an epoch (default: ${DEFAULT-VALUE}).")
  private int checkpointSeconds = 60;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description = "cpu or gpu0, gpu1, ... (default: ${DEFAULT-VALUE}).")
  private String device = "cpu";

  @Option(
      names = "--tensorboard",
      description = "Write the figures of every epoch for TensorBoard too (RUN/tensorboard).")
  private boolean tensorBoard;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = {
        "Decode image files once and keep the pixels in DIR, for further epochs and runs.",
        "Changes no result; takes about five times the room of the files."
      })
  private @Nullable Path cache;

  /** Tells the engine its threads, before it is loaded, and gives the rest. */
  RunSettings settings() {
    engine.apply();
    return new RunSettings(data, device, workers, checkpointSeconds, tensorBoard, cache);
  }
}
