package org.bnnlab.bench.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.bnnlab.bench.site.Chart.Line;
import org.bnnlab.bench.site.Chart.Point;
import org.bnnlab.bench.site.Chart.Style;

/** What was measured epoch by epoch, as plots. */
final class RunCharts {

  /** Six digits are more than a screen shows. */
  private static final MathContext DIGITS = new MathContext(6);

  private RunCharts() {}

  /**
   * Accuracy, loss, learning rate, quantities of schedules and figures of layers; none without
   * metrics.
   */
  static List<Chart> of(List<RunRecord> runs) {
    List<RunRecord> known = runs.stream().filter(run -> !run.epochs().isEmpty()).toList();
    List<Chart> charts = new ArrayList<>();
    if (known.isEmpty()) {
      return charts;
    }
    List<Line> top1 = new ArrayList<>();
    List<Line> loss = new ArrayList<>();
    for (RunRecord run : known) {
      String seed = runs.size() > 1 ? ", seed " + run.seed() : "";
      top1.add(line("training" + seed, run, at("/trainTop1")));
      top1.add(line("test" + seed, run, at("/testTop1")));
      loss.add(line("training" + seed, run, at("/trainLoss")));
      loss.add(line("test" + seed, run, at("/testLoss")));
    }
    add(charts, "top-1 accuracy", "%", top1);
    add(charts, "loss", "mean cross-entropy or objective", loss);
    // Schedules are the same for all seeds, and layers of one seed are enough to look at.
    RunRecord first = known.getFirst();
    add(charts, "learning rate", "", List.of(line("learning rate", first, at("/learningRate"))));
    for (String name : names(first, "quantities")) {
      add(charts, name, "", List.of(line(name, first, entry("quantities", name))));
    }
    layers(first, charts);
    return charts;
  }

  private static void layers(RunRecord run, List<Chart> charts) {
    List<Line> flips = new ArrayList<>();
    List<Line> together = new ArrayList<>();
    for (String name : names(run, "diagnostics")) {
      LayerFigure figure = LayerFigure.of(name);
      Line line = line(figure.layer(), run, entry("diagnostics", name));
      if (figure.isTotal()) {
        together.add(new Line(figure.title(), Style.LINE, line.points()));
      } else if (figure.name().equals(LayerFigure.FLIPS)) {
        flips.add(line);
      }
    }
    add(charts, "sign flips by layer", "share of weights in an epoch", flips);
    add(charts, "all layers together", "", together);
  }

  private static Set<String> names(RunRecord run, String group) {
    Set<String> names = new TreeSet<>();
    run.epochs().forEach(epoch -> epoch.path(group).fieldNames().forEachRemaining(names::add));
    return names;
  }

  /** Leaves out what was not measured: a training without labels has no accuracy. */
  private static void add(List<Chart> charts, String title, String unit, List<Line> lines) {
    List<Line> measured = lines.stream().filter(line -> !line.points().isEmpty()).toList();
    if (!measured.isEmpty()) {
      charts.add(new Chart(title, "epoch", unit, false, List.of(), measured));
    }
  }

  private static ToDoubleFunction<JsonNode> at(String pointer) {
    return epoch -> number(epoch.at(pointer));
  }

  private static ToDoubleFunction<JsonNode> entry(String group, String name) {
    return epoch -> number(epoch.path(group).path(name));
  }

  private static double number(JsonNode value) {
    return value.isNumber() ? value.asDouble() : Double.NaN;
  }

  /** What is no number in an epoch is left out of the line. */
  private static Line line(String name, RunRecord run, ToDoubleFunction<JsonNode> value) {
    List<Point> points = new ArrayList<>();
    for (JsonNode epoch : run.epochs()) {
      double y = value.applyAsDouble(epoch);
      if (Double.isFinite(y)) {
        points.add(
            new Point(
                epoch.path("epoch").asInt() + 1,
                BigDecimal.valueOf(y).round(DIGITS).doubleValue(),
                null));
      }
    }
    return new Line(name, Style.LINE, points);
  }
}
