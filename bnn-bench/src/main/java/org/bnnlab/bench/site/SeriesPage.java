package org.bnnlab.bench.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.bnnlab.bench.describe.Words;
import org.bnnlab.bench.leaderboard.Figures;
import org.bnnlab.bench.leaderboard.LeaderboardText;
import org.bnnlab.bench.leaderboard.Standing;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.RunFiles;
import org.bnnlab.bench.ledger.Series;
import org.bnnlab.bench.recipe.Published;
import org.bnnlab.bench.site.Chart.Line;
import org.bnnlab.bench.site.Chart.Point;
import org.bnnlab.bench.site.Chart.Style;
import org.bnnlab.bench.site.Grid.Cell;
import org.bnnlab.bench.site.Grid.Column;
import org.jspecify.annotations.Nullable;

/** The page of one row: its recipe, its runs, how they went, and the command that repeats them. */
final class SeriesPage {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Standing standing;
  private final Series series;
  private final Map<ResultRow, List<JsonNode>> epochs = new LinkedHashMap<>();
  private final @Nullable JsonNode evaluation;

  /** Reads the files of the runs, those that are there. */
  SeriesPage(Standing standing, Series series, RunFiles files) throws IOException {
    this.standing = standing;
    this.series = series;
    for (ResultRow row : series.rows()) {
      epochs.put(row, files.epochs(row));
    }
    this.evaluation = files.evaluation(series.first()).orElse(null);
  }

  /** Name of the page's file: recipe and the beginning of the experiment's hash. */
  static String name(Series series) {
    ResultRow row = series.first();
    return row.identity().recipe().replaceAll("[^A-Za-z0-9.-]", "-")
        + "-"
        + row.config().seriesSha256().substring(0, 8)
        + row.protocolKey().replaceAll("[^A-Za-z0-9.]+", "-")
        + ".html";
  }

  String html() {
    ResultRow row = series.first();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("root", "../");
    values.put("title", "%s on %s".formatted(standing.method(), standing.subject().data()));
    values.put("method", standing.method());
    values.put("methodPage", MethodPages.name(standing.method()));
    values.put("bits", standing.bits());
    values.put("network", network(row));
    values.put("figure", Figures.percent(standing.last()));
    values.put("verdict", LeaderboardText.verdict(standing));
    values.put("published", published());
    values.put("deviations", deviations());
    values.put("remarks", standing.remarks());
    values.put("command", command());
    values.put("facts", facts(row));
    values.put("experiment", experiment(row));
    values.put("seeds", Template.table(seeds()));
    values.put("charts", charts().stream().map(Template::chart).toList());
    values.put("confusion", confusion());
    Grid layers = layers();
    values.put("layers", layers.rows().isEmpty() ? List.of() : List.of(Template.table(layers)));
    values.put("filesMissing", epochs.values().stream().anyMatch(List::isEmpty));
    return Template.SERIES.fill(values);
  }

  private String published() {
    Published published = standing.published();
    return published == null
        ? ""
        : "%s (%s, %s)"
            .formatted(
                Figures.percent(published.top1()), published.source(), published.confidence());
  }

  /** Where the recipe is not the published one. */
  private List<String> deviations() {
    Published published = standing.published();
    return published == null ? List.of() : published.deviations();
  }

  private static String network(ResultRow row) {
    StringJoiner options = new StringJoiner(", ");
    row.identity().network().options().forEach((name, value) -> options.add(name + " " + value));
    return row.identity().network().name() + (options.length() == 0 ? "" : " (" + options + ")");
  }

  /** What a reader types to repeat the row. */
  private String command() {
    ResultRow row = series.first();
    StringJoiner command = new StringJoiner(" ");
    command.add("./bnn train").add(row.identity().recipe());
    if (row.outcome().epochsPlanned() != row.config().recipeEpochs()) {
      command.add("--epochs " + row.outcome().epochsPlanned());
    }
    if (row.config().images() != row.config().recipeImages()) {
      command.add("--subset " + row.config().images());
    }
    if (row.config().experiment().get("data") instanceof Map<?, ?> data
        && data.get("reduction") != null) {
      command.add("--reduction " + data.get("reduction"));
    }
    StringJoiner seeds = new StringJoiner(",");
    series.rows().forEach(r -> seeds.add(String.valueOf(r.randomness().seed())));
    command.add("--seeds " + seeds).add("--threads " + row.environment().threads());
    if (!standing.subject().data().equals("shapes32")) {
      command.add("--data DIR");
    }
    return command.toString();
  }

  private static List<Map<String, String>> facts(ResultRow row) {
    List<Map<String, String>> facts = new ArrayList<>();
    fact(facts, "recipe", row.identity().recipe() + ", version " + row.identity().recipeVersion());
    fact(facts, "division", row.identity().division().id());
    ResultRow.Paper paper = row.identity().paper();
    if (paper != null) {
      fact(facts, "paper", paper.title() + ", " + paper.reference());
    }
    fact(facts, "experiment", row.config().seriesSha256() + " (SHA-256 of all but the seed)");
    fact(
        facts,
        "code",
        row.code().commit()
            + (Boolean.TRUE.equals(row.code().dirty()) ? ", with local changes" : ""));
    fact(
        facts,
        "machine",
        "%s, %d cores, %d threads, %s"
            .formatted(
                row.environment().cpu(),
                row.environment().cores(),
                row.environment().threads(),
                row.environment().gpu() == null ? "no GPU" : row.environment().gpu()));
    fact(
        facts,
        "software",
        "%s, JDK %s, DJL %s, libtorch %s"
            .formatted(
                row.environment().os(),
                row.environment().jdk(),
                row.environment().djl(),
                row.environment().libtorch()));
    fact(
        facts,
        "network cost",
        String.format(
            Locale.ROOT,
            "%,d binary and %,d float parameters, %s; %s FLOPs, %s BOPs, %s OPs (rule %d)",
            row.networkCost().paramsBinary(),
            row.networkCost().paramsFloat(),
            Figures.megabytes(row.networkCost().sizeMb()),
            Figures.operations((double) row.networkCost().flops()),
            Figures.operations((double) row.networkCost().bops()),
            Figures.operations(row.networkCost().ops()),
            row.networkCost().countingRule()));
    return facts;
  }

  private static void fact(List<Map<String, String>> facts, String name, String value) {
    facts.add(Map.of("name", name, "value", value));
  }

  private static String experiment(ResultRow row) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(row.config().experiment());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an experiment is JSON", e);
    }
  }

  private Grid seeds() {
    List<List<Cell>> rows = new ArrayList<>();
    for (ResultRow row : series.rows()) {
      ResultRow.Accuracy last = row.outcome().last();
      ResultRow.Accuracy best = row.outcome().best();
      rows.add(
          List.of(
              Cell.number("" + row.randomness().seed(), (double) row.randomness().seed()),
              Cell.text(row.outcome().status().id()),
              accuracy(last),
              accuracy(best),
              best == null
                  ? Cell.number(Figures.percent(null), Double.NaN)
                  : Cell.number("" + (best.epoch() + 1), best.epoch() + 1),
              Cell.number(Figures.duration(row.cost().wallSeconds()), row.cost().wallSeconds()),
              Cell.number(
                  Figures.speed(row.cost().imagesPerSecond()), row.cost().imagesPerSecond()),
              Cell.number(
                  String.format(Locale.ROOT, "%.2f %%", 100 * row.cost().dataWaitShare()),
                  row.cost().dataWaitShare())));
    }
    return new Grid(
        "seeds",
        "Runs",
        List.of(
            new Column("seed", "seed", true),
            new Column("status", "status", false),
            new Column("last", "top-1 (last)", true),
            new Column("best", "top-1 (best)", true),
            new Column("best_epoch", "best epoch", true),
            new Column("seconds", "time", true),
            new Column("speed", "images/s", true),
            new Column("wait", "waited for data", true)),
        rows);
  }

  private static Cell accuracy(ResultRow.@Nullable Accuracy accuracy) {
    return accuracy == null
        ? Cell.number(Figures.percent(null), Double.NaN)
        : Cell.number(Figures.percent(accuracy.top1()), accuracy.top1());
  }

  private List<Chart> charts() {
    List<Line> loss = new ArrayList<>();
    List<Line> top1 = new ArrayList<>();
    List<Line> rate = new ArrayList<>();
    Map<String, List<Line>> quantities = new TreeMap<>();
    boolean several = series.rows().size() > 1;
    for (ResultRow row : series.rows()) {
      List<JsonNode> run = epochs.getOrDefault(row, List.of());
      if (run.isEmpty()) {
        continue;
      }
      String seed = several ? ", seed " + row.randomness().seed() : "";
      loss.add(line("training" + seed, run, "/trainLoss"));
      loss.add(line("test" + seed, run, "/testLoss"));
      top1.add(line("training" + seed, run, "/trainTop1"));
      top1.add(line("test" + seed, run, "/testTop1"));
      // Schedules are the same for all seeds.
      if (rate.isEmpty()) {
        rate.add(line("learning rate", run, "/learningRate"));
        Set<String> names = new LinkedHashSet<>();
        run.forEach(epoch -> epoch.path("quantities").fieldNames().forEachRemaining(names::add));
        names.forEach(
            name -> quantities.put(name, List.of(line(name, run, "/quantities/" + name))));
      }
    }
    List<Chart> charts = new ArrayList<>();
    if (!loss.isEmpty()) {
      charts.add(perEpoch("top-1 accuracy", "%", top1));
      charts.add(perEpoch("loss", "mean cross-entropy or objective", loss));
      charts.add(perEpoch("learning rate", "", rate));
      quantities.forEach((name, lines) -> charts.add(perEpoch(name, "", lines)));
    }
    if (evaluation != null) {
      reliability(evaluation, charts);
    }
    return charts;
  }

  /** Reliability diagram: how often predictions of each confidence are right. */
  private static void reliability(JsonNode report, List<Chart> charts) {
    JsonNode calibration = report.path("calibration");
    List<Point> points = new ArrayList<>();
    for (JsonNode bin : calibration.path("bins")) {
      if (bin.path("images").asInt() > 0) {
        points.add(
            new Point(
                bin.path("confidence").asDouble(),
                bin.path("accuracy").asDouble(),
                bin.path("images").asInt() + " images"));
      }
    }
    if (!points.isEmpty()) {
      charts.add(
          new Chart(
              String.format(
                  Locale.ROOT,
                  "reliability (expected calibration error %.1f %%)",
                  100 * calibration.path("expectedCalibrationError").asDouble()),
              "confidence",
              "share that is right",
              false,
              List.of(),
              List.of(
                  new Line(
                      "as sure as right",
                      Style.PAIRS,
                      List.of(new Point(0, 0, null), new Point(1, 1, null))),
                  new Line("test images", Style.LINE, points))));
    }
  }

  private static Chart perEpoch(String title, String unit, List<Line> lines) {
    return new Chart(title, "epoch", unit, false, List.of(), lines);
  }

  private static Line line(String name, List<JsonNode> epochs, String pointer) {
    List<Point> points = new ArrayList<>();
    for (JsonNode epoch : epochs) {
      JsonNode value = epoch.at(pointer);
      if (value.isNumber()) {
        points.add(new Point(epoch.path("epoch").asInt() + 1, value.asDouble(), null));
      }
    }
    return new Line(name, Style.LINE, points);
  }

  /** Diagnostics of the last epoch of the first run: a line for each layer. */
  private Grid layers() {
    List<JsonNode> run = epochs.getOrDefault(series.first(), List.of());
    Map<String, Map<String, Double>> byLayer = new LinkedHashMap<>();
    Set<String> figures = new LinkedHashSet<>();
    if (!run.isEmpty()) {
      run.getLast()
          .path("diagnostics")
          .properties()
          .forEach(
              entry -> {
                int dot = entry.getKey().lastIndexOf('.');
                String layer = dot < 0 ? "all" : entry.getKey().substring(0, dot);
                String figure = entry.getKey().substring(dot + 1);
                figures.add(figure);
                byLayer
                    .computeIfAbsent(layer, key -> new LinkedHashMap<>())
                    .put(figure, entry.getValue().asDouble());
              });
    }
    List<Column> columns = new ArrayList<>(List.of(new Column("layer", "layer", false)));
    figures.forEach(figure -> columns.add(new Column(figure, Words.of(figure), true)));
    List<List<Cell>> rows = new ArrayList<>();
    byLayer.forEach(
        (layer, values) -> {
          List<Cell> cells = new ArrayList<>(List.of(Cell.text(layer)));
          for (String figure : figures) {
            Double value = values.get(figure);
            cells.add(
                value == null
                    ? Cell.number("", Double.NaN)
                    : Cell.number(String.format(Locale.ROOT, "%.4f", value), value));
          }
          rows.add(cells);
        });
    return new Grid("layers", "Layers in the last epoch", columns, rows);
  }

  /** The confusion matrix of the first run, each cell shaded by its share of the true class. */
  private List<Map<String, Object>> confusion() {
    JsonNode report = evaluation;
    if (report == null) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    report.path("classes").forEach(entry -> names.add(entry.path("name").asText()));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int truth = 0; truth < names.size(); truth++) {
      JsonNode counts = report.path("confusion").path(truth);
      double images = Math.max(1, report.path("classes").path(truth).path("images").asInt());
      List<Map<String, Object>> cells = new ArrayList<>();
      for (JsonNode count : counts) {
        cells.add(
            Map.of(
                "count",
                count.asInt(),
                "share",
                String.format(Locale.ROOT, "%.0f", 100 * count.asInt() / images)));
      }
      rows.add(Map.of("name", names.get(truth), "cells", cells));
    }
    // A matrix of a thousand classes would be a page of a million cells.
    return names.size() > 100 ? List.of() : List.of(Map.of("names", names, "rows", rows));
  }
}
