package org.bnnlab.bench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.Methods;
import org.bnnlab.bench.leaderboard.TextTable;
import org.bnnlab.bench.overhead.StepBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bnn overhead [METHOD...]}: what a training step costs. */
@Command(
    name = "overhead",
    description = {
      "Time a training step of methods, in turns, and compare it with plain bnn's.",
      "Times of different sittings cannot be compared; ratios of one sitting can."
    })
final class OverheadCommand implements Callable<Integer> {

  private static final String BASE = "bnn";

  private final Console console;

  @Parameters(
      arity = "0..*",
      paramLabel = "METHOD",
      description = "Ids of methods (default: all; see bnn methods).")
  private List<String> methods = new ArrayList<>();

  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = "resnet20",
      description = "Architecture (default: ${DEFAULT-VALUE}).")
  private String model = "resnet20";

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "128",
      description = "Images in a batch (default: ${DEFAULT-VALUE}).")
  private int batch = 128;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "9",
      description = "Rounds (default: ${DEFAULT-VALUE}).")
  private int rounds = 9;

  @Option(names = "--json", description = "Print one line of JSON per method.")
  private boolean json;

  @Mixin private final EngineOptions engine = new EngineOptions();

  OverheadCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (batch < 2 || rounds < 1) {
      throw new FaultException(
          "--batch must be at least 2 and --rounds at least 1, found %d and %d"
              .formatted(batch, rounds));
    }
    engine.apply();
    List<String> chosen = new ArrayList<>(List.of(BASE));
    Methods known = Methods.load();
    for (String id :
        methods.isEmpty()
            ? known.descriptors().stream().map(MethodDescriptor::id).toList()
            : methods) {
      known.descriptor(id);
      if (!chosen.contains(id)) {
        chosen.add(id);
      }
    }
    TextTable table =
        new TextTable(List.of("method", "ms a step", "times " + BASE, "observed step"));
    for (StepBenchmark.Finding finding : new StepBenchmark(model, batch, rounds).run(chosen)) {
      if (json) {
        console.out().println(Json.line(finding));
      }
      table.add(
          List.of(
              finding.method(),
              String.format(Locale.ROOT, "%.0f", finding.milliseconds()),
              String.format(Locale.ROOT, "%.2f", finding.ratio()),
              String.format(Locale.ROOT, "%.2f", finding.observed())));
    }
    if (!json) {
      table.lines(console.colours()).forEach(console.out()::println);
      console
          .out()
          .println(
              "%s, batch %d, medians of %d rounds; an observed step is every 32nd of an epoch, in plain steps"
                  .formatted(model, batch, rounds));
    }
    return 0;
  }
}
