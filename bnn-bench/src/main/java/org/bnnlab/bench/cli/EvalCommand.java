package org.bnnlab.bench.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.bench.evaluation.Calibration;
import org.bnnlab.bench.evaluation.ClassReport;
import org.bnnlab.bench.evaluation.ClassReport.ClassFigures;
import org.bnnlab.bench.export.PackedEvaluation;
import org.bnnlab.bench.leaderboard.TextTable;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.run.EpochMetrics;
import org.bnnlab.bench.run.RunEvaluation;
import org.bnnlab.bench.run.RunSettings;
import org.bnnlab.bench.run.TestResult;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bnn eval RUN|CHECKPOINT}: what a trained network makes of the test images. */
@Command(
    name = "eval",
    description = {
      "Evaluate a run's checkpoint on the test images: accuracy, figures per class, confusion.",
      "The run's folder is only read, so a run that is going on may be evaluated.",
      "With --protocol: learn a classifier of its frozen features, and test that."
    })
final class EvalCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "RUN|CHECKPOINT", description = "Folder of a run or of a checkpoint.")
  private Path place = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder or archive of the data set; not needed for shapes32.")
  private @Nullable Path data;

  @Option(
      names = "--packed",
      description = "Pack the network too, and compare what the runtime makes of the same images.")
  private boolean packed;

  @Mixin private final FeatureOptions features = new FeatureOptions();

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Option(names = "--json", description = "Print the run's row with the evaluation as JSON.")
  private boolean json;

  EvalCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    engine.apply();
    if (features.incomplete() || (features.asked() && packed)) {
      throw new FaultException(
          features.asked()
              ? "--protocol probes the simulation's features; leave --packed out"
              : "--on, --images, --untrained and --out belong to a probe: name one with --protocol");
    }
    if (features.asked()) {
      features.run(place, data, json, console);
      return 0;
    }
    RunEvaluation evaluation = RunEvaluation.of(place, RunSettings.of(data));
    PackedReport packedReport =
        packed ? new PackedReport(PackedEvaluation.of(evaluation, data), evaluation) : null;
    if (json) {
      console.out().println(json(evaluation, packedReport));
    } else {
      printTotals(evaluation);
      printClasses(evaluation.report());
      printConfusion(evaluation.report());
      if (packedReport != null) {
        packedReport.lines().forEach(console.out()::println);
      }
    }
    return 0;
  }

  private void printTotals(RunEvaluation evaluation) {
    Experiment experiment = evaluation.result().experiment();
    TestResult test = evaluation.test();
    console
        .out()
        .println(
            "%s · %s on %s · %s, %d test images · seed %d"
                .formatted(
                    experiment.recipe(),
                    experiment.method().id(),
                    experiment.network().id(),
                    experiment.data().set(),
                    test.labels().size(),
                    experiment.seed()));
    console.out().println(place(evaluation, experiment));
    TestResult ensemble = evaluation.result().ensemble();
    List<String> titles = new ArrayList<>(List.of("", "now", "recorded"));
    if (ensemble != null) {
      titles.add("ensemble");
    }
    TextTable table = new TextTable(titles);
    Map<String, String> recorded = recorded(evaluation.recorded());
    Map<String, String> drawn = ensemble == null ? Map.of() : figures(ensemble);
    figures(test)
        .forEach(
            (name, value) -> {
              List<String> cells = new ArrayList<>(List.of(name, value));
              cells.add(recorded.getOrDefault(name, ""));
              if (ensemble != null) {
                cells.add(drawn.getOrDefault(name, ""));
              }
              table.add(cells);
            });
    table.lines(console.colours()).forEach(console.out()::println);
    console.out().println();
  }

  private static Map<String, String> recorded(@Nullable EpochMetrics metrics) {
    Map<String, String> figures = new HashMap<>();
    if (metrics != null) {
      Double top1 = metrics.testTop1();
      figures.put("top-1", top1 == null ? "" : percent(top1));
      Double top5 = metrics.testTop5();
      figures.put("top-5", top5 == null ? "" : percent(top5));
      Double loss = metrics.testLoss();
      figures.put("loss", loss == null ? "" : number(loss));
    }
    return figures;
  }

  private static Map<String, String> figures(TestResult test) {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("top-1", percent(test.top1()));
    Double top5 = test.top5();
    if (top5 != null) {
      figures.put("top-5", percent(top5));
    }
    figures.put("loss", number(test.loss()));
    Calibration calibration = Calibration.of(test.guesses(), Calibration.BINS);
    figures.put("confidence", percent(100 * calibration.confidence()));
    figures.put("calibration error", percent(100 * calibration.expectedCalibrationError()));
    figures.put("entropy (nats)", number(calibration.entropy()));
    Double operations = test.synapticOperations();
    if (operations != null) {
      figures.put("synaptic operations", String.format(Locale.ROOT, "%.0f", operations));
    }
    return figures;
  }

  private static String place(RunEvaluation evaluation, Experiment experiment) {
    var state = evaluation.result().state();
    String inside = state.batch() == 0 ? "" : " and %d batches".formatted(state.batch());
    return "checkpoint behind %d of %d epochs%s%s"
        .formatted(
            state.epoch(),
            experiment.training().epochs(),
            inside,
            state.diverged() ? ", diverged" : "");
  }

  private void printClasses(ClassReport report) {
    TextTable table = new TextTable(List.of("class", "images", "precision", "recall", "F1"));
    for (ClassFigures figures : report.classes()) {
      table.add(
          List.of(
              figures.name(),
              String.valueOf(figures.images()),
              share(figures.precision()),
              share(figures.recall()),
              share(figures.f1())));
    }
    table.lines(console.colours()).forEach(console.out()::println);
    console.out().println();
  }

  private void printConfusion(ClassReport report) {
    List<String> titles = new ArrayList<>(List.of("true \\ taken for"));
    report.classes().forEach(figures -> titles.add(figures.name()));
    TextTable table = new TextTable(titles);
    for (int i = 0; i < report.confusion().size(); i++) {
      List<String> cells = new ArrayList<>(List.of(report.classes().get(i).name()));
      report.confusion().get(i).forEach(count -> cells.add(String.valueOf(count)));
      table.add(cells);
    }
    table.lines(console.colours()).forEach(console.out()::println);
  }

  /** The row, and under {@code evaluation} what was found now. */
  private static String json(RunEvaluation evaluation, @Nullable PackedReport packedReport)
      throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    try {
      ObjectNode row = (ObjectNode) mapper.readTree(evaluation.row().toJson());
      if (!evaluation.finished()) {
        row.withObject("outcome").put("status", ResultRow.Status.KILLED.id());
      }
      TestResult test = evaluation.test();
      ObjectNode found = row.putObject("evaluation");
      found.put("epoch", evaluation.result().state().epoch());
      found.put("batch", evaluation.result().state().batch());
      found.put("images", test.labels().size());
      found.put("top1", test.top1());
      found.put("top5", test.top5());
      found.put("loss", test.loss());
      TestResult ensemble = evaluation.result().ensemble();
      if (ensemble != null) {
        found
            .putObject("ensemble")
            .put("top1", ensemble.top1())
            .set(
                "calibration",
                mapper.valueToTree(Calibration.of(ensemble.guesses(), Calibration.BINS)));
      }
      found.set(
          "calibration", mapper.valueToTree(Calibration.of(test.guesses(), Calibration.BINS)));
      found.set("classes", mapper.valueToTree(evaluation.report().classes()));
      found.set("confusion", mapper.valueToTree(evaluation.report().confusion()));
      if (packedReport != null) {
        packedReport.addTo(row, mapper);
      }
      return mapper.writeValueAsString(row);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row is JSON", e);
    }
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f %%", value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String share(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
  }
}
