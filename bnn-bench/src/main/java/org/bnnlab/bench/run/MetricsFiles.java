package org.bnnlab.bench.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bnnlab.bench.ledger.RunFiles;
import org.bnnlab.bench.tensorboard.EventFile;
import org.jspecify.annotations.Nullable;

/**
 * What a run measured, epoch by epoch: {@code metrics.jsonl}, and for TensorBoard if wanted; how
 * long it took in {@code timing.jsonl}, because two equal runs share all but their times.
 */
final class MetricsFiles {

  private static final String TIMING = "timing.jsonl";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;
  private final @Nullable EventFile events;

  /**
   * The files of a run.
   *
   * @param folder the run's folder
   * @param tensorBoard whether TensorBoard gets an event file in a folder of its own
   */
  MetricsFiles(Path folder, boolean tensorBoard) {
    this.folder = folder;
    this.events =
        tensorBoard ? new EventFile(folder.resolve("tensorboard"), Clock.systemUTC()) : null;
  }

  /** Makes the files hold exactly these epochs, from the first on. */
  void write(List<EpochMetrics> history, List<EpochTimes> times) throws IOException {
    write(RunFiles.METRICS, history);
    write(TIMING, times);
    if (events != null) {
      events.write(history.stream().map(MetricsFiles::scalars).toList());
    }
  }

  private void write(String name, List<?> epochs) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Object epoch : epochs) {
      lines.append(JSON.writeValueAsString(epoch)).append('\n');
    }
    Path fresh = folder.resolve(name + ".new");
    Files.writeString(fresh, lines, StandardCharsets.UTF_8);
    Files.move(
        fresh,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Figures by their TensorBoard tag; the part before the slash groups them there. */
  static Map<String, Double> scalars(EpochMetrics metrics) {
    Map<String, Double> scalars = new TreeMap<>();
    scalars.put("loss/train", metrics.trainLoss());
    put(scalars, "loss/test", metrics.testLoss());
    put(scalars, "top1/train", metrics.trainTop1());
    put(scalars, "top1/test", metrics.testTop1());
    put(scalars, "top5/test", metrics.testTop5());
    scalars.put("schedule/learningRate", metrics.learningRate());
    metrics.quantities().forEach((name, value) -> scalars.put("schedule/" + name, value));
    metrics.diagnostics().forEach((name, value) -> scalars.put("diagnostics/" + name, value));
    return scalars;
  }

  private static void put(Map<String, Double> scalars, String tag, @Nullable Double value) {
    if (value != null) {
      scalars.put(tag, value);
    }
  }
}
