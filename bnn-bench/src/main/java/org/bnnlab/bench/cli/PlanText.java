package org.bnnlab.bench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bnnlab.bench.leaderboard.Figures;
import org.bnnlab.bench.leaderboard.TextTable;
import org.bnnlab.bench.run.TablePlan.Entry;

/** What a table would take, on the terminal. */
final class PlanText {

  private PlanText() {}

  static List<String> lines(List<Entry> entries, boolean colours) {
    TextTable table = new TextTable(List.of("run", "epochs left", "time", "disk", ""));
    for (Entry entry : entries) {
      boolean left = entry.epochsLeft() > 0;
      table.add(
          List.of(
              entry.task().name(),
              String.valueOf(entry.epochsLeft()),
              left ? duration(entry.seconds()) : "",
              left && entry.bytes() > 0 ? megabytes(entry.bytes()) : "",
              entry.remark()));
    }
    List<String> lines = new ArrayList<>(table.lines(colours));
    double seconds =
        entries.stream().mapToDouble(Entry::seconds).filter(s -> !Double.isNaN(s)).sum();
    long unknown = entries.stream().filter(entry -> Double.isNaN(entry.seconds())).count();
    lines.add(
        "%d runs: %s and %s here, measured on first batches%s"
            .formatted(
                entries.stream().filter(entry -> entry.epochsLeft() > 0).count(),
                duration(seconds),
                megabytes(entries.stream().mapToLong(Entry::bytes).sum()),
                unknown == 0 ? "" : "; %d could not be measured".formatted(unknown)));
    return lines;
  }

  /** Days too: ImageNet on a processor takes months. */
  private static String duration(double seconds) {
    if (Double.isNaN(seconds)) {
      return Figures.UNKNOWN;
    }
    double days = seconds / 86_400;
    return days < 2
        ? Figures.duration(seconds)
        : String.format(Locale.ROOT, days < 20 ? "%.1f days" : "%.0f days", days);
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }
}
