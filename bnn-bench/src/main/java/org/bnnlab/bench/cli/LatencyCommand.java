package org.bnnlab.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.bench.leaderboard.TextTable;
import org.bnnlab.runtime.BnnModel;
import org.bnnlab.runtime.engine.Latency;
import org.bnnlab.runtime.engine.StageFacts;
import org.bnnlab.runtime.kernel.KernelChoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bnn latency F.bnn}: how long a packed network takes here. */
@Command(
    name = "latency",
    description = {
      "Measure a packed network on this machine: median and tail, and every stage.",
      "The limit is what xor, bit count and add reach in registers, measured in the same run."
    })
final class LatencyCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "F.bnn", description = "A file that bnn export wrote.")
  private Path file = Path.of("");

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Measured predictions (default: ${DEFAULT-VALUE}).")
  private int runs = 200;

  @Mixin private final RuntimeOptions runtime = new RuntimeOptions();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  LatencyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (runs < 10) {
      throw new FaultException("--runs must be at least 10, found " + runs);
    }
    KernelChoice choice = runtime.kernels();
    try (BnnModel model = runtime.load(file, choice)) {
      Latency latency = Latency.measure(model.engine(), runs);
      if (json) {
        console.out().println(Json.line(report(choice, latency)));
      } else {
        print(choice, latency);
      }
    }
    return 0;
  }

  private void print(KernelChoice choice, Latency latency) {
    console.out().println("kernels: %s (%s)".formatted(choice.kernels().name(), choice.reason()));
    console
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "median %.3f ms, p95 %.3f ms, p99 %.3f ms; limit %.0f GOPS a thread",
                latency.quantile(0.5) / 1e6,
                latency.quantile(0.95) / 1e6,
                latency.quantile(0.99) / 1e6,
                latency.limit()));
    TextTable table = new TextTable(List.of("stage", "kind", "output", "µs", "GOPS", "of limit"));
    for (Latency.Line line : latency.lines()) {
      StageFacts facts = line.facts();
      table.add(
          List.of(
              facts.path(),
              facts.kind(),
              facts.output().toString(),
              String.format(Locale.ROOT, "%.1f", line.nanos() / 1e3),
              facts.macs() == 0 ? "" : String.format(Locale.ROOT, "%.0f", line.gops()),
              facts.binary()
                  ? String.format(Locale.ROOT, "%.0f %%", 100 * share(line, latency))
                  : ""));
    }
    table.lines(console.colours()).forEach(console.out()::println);
  }

  /** What one thread reaches in registers is the limit of each thread. */
  private double share(Latency.Line line, Latency latency) {
    return line.gops() / (latency.limit() * runtime.threads());
  }

  private Map<String, Object> report(KernelChoice choice, Latency latency) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("file", file.toString());
    report.put("kernels", choice.kernels().name());
    report.put("threads", runtime.threads());
    report.put("runs", runs);
    report.put("medianMs", latency.quantile(0.5) / 1e6);
    report.put("p95Ms", latency.quantile(0.95) / 1e6);
    report.put("p99Ms", latency.quantile(0.99) / 1e6);
    report.put("limitGops", latency.limit());
    List<Map<String, Object>> stages = new ArrayList<>();
    for (Latency.Line line : latency.lines()) {
      Map<String, Object> stage = new LinkedHashMap<>();
      stage.put("path", line.facts().path());
      stage.put("kind", line.facts().kind());
      stage.put("output", line.facts().output().toString());
      stage.put("macs", line.facts().macs());
      stage.put("binary", line.facts().binary());
      stage.put("us", line.nanos() / 1e3);
      stage.put("gops", line.gops());
      if (line.facts().binary()) {
        stage.put("shareOfLimit", share(line, latency));
      }
      stages.add(stage);
    }
    report.put("stages", stages);
    return report;
  }
}
