package org.bnnlab.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bnnlab.bench.leaderboard.TextTable;
import org.bnnlab.bench.replay.NamesFile;
import org.bnnlab.bench.replay.Replay;
import org.bnnlab.bench.replay.ReplayReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bnn replay TRAJECTORY.npz}: does another framework's training come out the same here? */
@Command(
    name = "replay",
    description = {
      "Replay a training trajectory that another framework recorded, step by step.",
      "Exit status 1 if losses, logits or the evaluation differ by more than 1e-4."
    })
final class ReplayCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(
      paramLabel = "TRAJECTORY.npz",
      description = "The recording; its sidecar is the .json beside it.")
  private Path trajectory = Path.of("");

  @Option(
      names = "--names",
      paramLabel = "MAP.json",
      description =
          "Map from the official parameter names to ours (default: the one beside the recording,"
              + " else the project's).")
  private @Nullable Path names;

  @Option(
      names = "--option",
      paramLabel = "K=V",
      description = "Option of the method, in place of the sidecar's; may be repeated.")
  private Map<String, String> options = new LinkedHashMap<>();

  @Option(
      names = "--network",
      paramLabel = "K=V",
      description = "Option of the architecture, in place of the sidecar's; may be repeated.")
  private Map<String, String> network = new LinkedHashMap<>();

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  ReplayCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    engine.apply();
    if (!Files.exists(trajectory)) {
      throw new NoSuchFileException(trajectory.toString());
    }
    Path map = names == null ? NamesFile.of(trajectory, project()) : names;
    Replay replay =
        Replay.prepare(trajectory, map, GivenOptions.typed(options), GivenOptions.typed(network));
    ReplayReport report = replay.run();
    if (json) {
      console.out().println(Json.line(report));
    } else {
      print(replay, report);
    }
    return report.agrees() ? 0 : 1;
  }

  /** Set by the launcher. */
  private static @Nullable Path project() {
    return Optional.ofNullable(System.getProperty("bnn.home")).map(Path::of).orElse(null);
  }

  private void print(Replay replay, ReplayReport report) {
    console.out().println(replay.title());
    TextTable table =
        new TextTable(List.of("step", "loss there", "loss here", "difference", "logits"));
    for (ReplayReport.Step step : report.steps()) {
      table.add(
          List.of(
              String.valueOf(step.step()),
              String.format(Locale.ROOT, "%.7f", step.there()),
              String.format(Locale.ROOT, "%.7f", step.here()),
              difference(step.lossDifference()),
              difference(step.logitsMaxDiff())));
    }
    table.lines(console.colours()).forEach(console.out()::println);
    console.out().println();
    report
        .worstGradient()
        .ifPresent(
            worst ->
                say("gradients of step 0", worst.relative(), "of its largest", worst.parameter()));
    report
        .worstScaleGradient()
        .ifPresent(
            worst ->
                say(
                    "gradients of learned scales",
                    worst.difference(),
                    "where the largest is " + difference(worst.largest()),
                    worst.parameter()));
    report
        .worstClipped()
        .ifPresent(
            worst ->
                say("clipped gradients", worst.relative(), "of its largest", worst.parameter()));
    report
        .worstParameter()
        .ifPresent(
            worst ->
                say(
                    "parameters behind the last step",
                    worst.relative(),
                    "of its largest",
                    worst.parameter()));
    if (report.evaluationMaxDiff() != null) {
      say("evaluation", report.evaluationMaxDiff(), "of the largest logit", "");
    }
    console.out().println(verdict(report));
  }

  private void say(String what, double difference, String measure, String where) {
    console
        .out()
        .println(
            "%s: differ by at most %s %s%s"
                .formatted(
                    what,
                    difference(difference),
                    measure,
                    where.isEmpty() ? "" : " (" + where + ")"));
  }

  private static String verdict(ReplayReport report) {
    if (report.agrees()) {
      return "no divergence: all steps agree within " + difference(Replay.TOLERANCE);
    }
    return report.firstDivergence() == null
        ? "diverged in the evaluation only"
        : "diverged from step %d on".formatted(report.firstDivergence());
  }

  private static String difference(double value) {
    return String.format(Locale.ROOT, "%.1e", value);
  }
}
