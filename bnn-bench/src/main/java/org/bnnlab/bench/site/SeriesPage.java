package org.bnnlab.bench.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.bnnlab.bench.leaderboard.Figures;
import org.bnnlab.bench.leaderboard.LeaderboardText;
import org.bnnlab.bench.leaderboard.Standing;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.RunFiles;
import org.bnnlab.bench.ledger.Series;
import org.bnnlab.bench.ledger.Spread;
import org.bnnlab.bench.recipe.Published;
import org.bnnlab.bench.site.Grid.Cell;
import org.bnnlab.bench.site.Grid.Column;
import org.jspecify.annotations.Nullable;

/** The page of one row: its recipe, its runs, how they went, and the command that repeats them. */
final class SeriesPage {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Pattern SEPARATORS = Pattern.compile("[^A-Za-z0-9.]+");

  private static final List<Column> SEED_COLUMNS =
      List.of(
          new Column("seed", "seed", true),
          new Column("status", "status", false),
          new Column("last", "top-1 (last)", true),
          new Column("best", "top-1 (best)", true),
          new Column("best_epoch", "best epoch", true),
          new Column("nll", "NLL", true),
          new Column("ece", "ECE", true),
          new Column("entropy", "entropy", true),
          new Column("ensemble_top1", "ensemble top-1", true),
          new Column("ensemble_nll", "ensemble NLL", true),
          new Column("ensemble_ece", "ensemble ECE", true),
          new Column("ensemble_entropy", "ensemble entropy", true),
          new Column("seconds", "time", true),
          new Column("speed", "images/s", true),
          new Column("wait", "waited for data", true));

  private static final List<Cell> NO_CERTAINTY =
      Collections.nCopies(3, Cell.number("", Double.NaN));

  private final Standing standing;
  private final Series series;
  private final List<RunRecord> runs = new ArrayList<>();

  /** Reads the files of the runs, those that are there. */
  SeriesPage(Standing standing, Series series, RunFiles files) throws IOException {
    this.standing = standing;
    this.series = series;
    for (ResultRow row : series.rows()) {
      runs.add(RunRecord.of(row, files));
    }
  }

  /** Name of the page's file: recipe, the beginning of the experiment's hash, and the probe. */
  static String name(Series series) {
    ResultRow row = series.first();
    return Site.fileName(row.identity().recipe())
        + "-"
        + row.config().seriesSha256().substring(0, 8)
        + (row.protocol() == null
            ? ""
            : "-" + SEPARATORS.matcher(row.protocolKey()).replaceAll("-"))
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
    values.put("figure", figure());
    values.put("measured", measured());
    values.put("verdict", LeaderboardText.verdict(standing));
    values.put("published", published());
    values.put("deviations", deviations());
    values.put("remarks", standing.remarks());
    values.put("commands", commands());
    values.put("facts", RowFacts.of(row));
    values.put("experiment", experiment(row));
    values.put("spread", spread());
    values.put("seeds", Template.table(seeds()));
    values.put("charts", RunCharts.of(runs).stream().map(Template::chart).toList());
    List<Map<String, String>> reliability = reliability();
    values.put("reliability", reliability);
    values.put("reliable", !reliability.isEmpty());
    values.put("confusion", confusion());
    List<Map<String, String>> weights = weights();
    values.put("weights", weights);
    values.put("weighty", !weights.isEmpty());
    LayerTable layers = new LayerTable(runs.getFirst().epochs());
    values.put("layers", layers.isEmpty() ? List.of() : List.of(Template.table(layers.grid())));
    values.put("meanings", layers.meanings());
    values.put("filesMissing", runs.stream().anyMatch(run -> run.epochs().isEmpty()));
    return Template.SERIES.fill(values);
  }

  private boolean unlabelled() {
    return standing.last() == null && !series.finished().isEmpty();
  }

  private String figure() {
    return unlabelled() ? "Learned without labels" : Figures.percent(standing.last()) + " %";
  }

  /** What the figure is. */
  private String measured() {
    if (unlabelled()) {
      return "and has no accuracy of its own; probes of its features have";
    }
    String probe = standing.subject().probe();
    return probe.isEmpty() ? "top-1 after the last epoch" : "top-1 of the probe " + probe;
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

  /** Mean and interval, where there are several seeds to speak of. */
  private String spread() {
    Spread last = standing.last();
    return last == null || last.count() < 2
        ? ""
        : "%s %% over %d seeds, 95 %% interval %s to %s %%"
            .formatted(
                Figures.percent(last),
                last.count(),
                Figures.percent(last.mean() - last.halfWidth()),
                Figures.percent(last.mean() + last.halfWidth()));
  }

  /** What a reader types to repeat the row. */
  private List<String> commands() {
    ResultRow row = series.first();
    String set =
        row.config().experiment().get("data") instanceof Map<?, ?> data
            ? String.valueOf(data.get("set"))
            : standing.subject().data();
    ResultRow.Protocol protocol = row.protocol();
    return protocol == null
        ? List.of(training(row, set))
        : List.of(training(row, set), probing(set, protocol));
  }

  /** For each of the runs. */
  private String probing(String trainedOn, ResultRow.Protocol protocol) {
    StringJoiner command = new StringJoiner(" ");
    command.add("./bnn eval results/runs/RUN --protocol " + protocol.id());
    String set = standing.subject().data();
    if (!set.equals(trainedOn)) {
      command.add("--on " + set);
    }
    if (protocol.untrained()) {
      command.add("--untrained");
    }
    command.add("--images " + protocol.images());
    return addData(command, set).add("--out results").toString();
  }

  private static StringJoiner addData(StringJoiner command, String set) {
    return set.equals("shapes32") ? command : command.add("--data DIR");
  }

  private String training(ResultRow row, String set) {
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
    return addData(command, set).toString();
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
    for (RunRecord run : runs) {
      ResultRow row = run.row();
      ResultRow.Accuracy best = row.outcome().best();
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.number("" + run.seed(), (double) run.seed()));
      cells.add(Cell.text(row.outcome().status().id()));
      cells.add(accuracy(row.outcome().last()));
      cells.add(accuracy(best));
      cells.add(
          best == null
              ? Cell.number(Figures.UNKNOWN, Double.NaN)
              : Cell.number("" + (best.epoch() + 1), best.epoch() + 1));
      cells.addAll(certainty(run.certainty()));
      ResultRow.Certainty ensemble = row.ensemble();
      cells.add(
          ensemble == null
              ? Cell.number("", Double.NaN)
              : Cell.number(Figures.percent(ensemble.top1()), ensemble.top1()));
      cells.addAll(ensemble == null ? NO_CERTAINTY : certainty(ensemble));
      cells.add(Cell.number(Figures.duration(row.cost().wallSeconds()), row.cost().wallSeconds()));
      cells.add(
          Cell.number(Figures.speed(row.cost().imagesPerSecond()), row.cost().imagesPerSecond()));
      cells.add(
          Cell.number(
              String.format(Locale.ROOT, "%.2f %%", 100 * row.cost().dataWaitShare()),
              row.cost().dataWaitShare()));
      rows.add(cells);
    }
    return new Grid("seeds", "Runs", SEED_COLUMNS, rows);
  }

  private static List<Cell> certainty(ResultRow.@Nullable Certainty certainty) {
    return certainty == null
        ? NO_CERTAINTY
        : List.of(
            Cell.number(
                String.format(Locale.ROOT, "%.3f", certainty.negativeLogLikelihood()),
                certainty.negativeLogLikelihood()),
            Cell.number(
                String.format(Locale.ROOT, "%.1f %%", 100 * certainty.expectedCalibrationError()),
                certainty.expectedCalibrationError()),
            Cell.number(
                String.format(Locale.ROOT, "%.3f", certainty.entropy()), certainty.entropy()));
  }

  private static Cell accuracy(ResultRow.@Nullable Accuracy accuracy) {
    return accuracy == null
        ? Cell.number(Figures.percent(null), Double.NaN)
        : Cell.number(Figures.percent(accuracy.top1()), accuracy.top1());
  }

  /** A reliability diagram of each finished run that has its files, and of its ensemble. */
  private List<Map<String, String>> reliability() {
    List<Map<String, String>> diagrams = new ArrayList<>();
    for (RunRecord run : runs) {
      JsonNode report = run.evaluation();
      if (report != null) {
        String seed = runs.size() > 1 ? "seed " + run.seed() + ", " : "";
        diagram(diagrams, seed, report.path("calibration"));
        diagram(diagrams, seed + "ensemble, ", report.path("ensemble").path("calibration"));
      }
    }
    return diagrams;
  }

  /** Distributions of the latent weights of the first run; rows made before have none. */
  private List<Map<String, String>> weights() {
    List<Map<String, String>> pictures = new ArrayList<>();
    JsonNode report = runs.getFirst().evaluation();
    if (report != null) {
      for (JsonNode histogram : report.path("weights")) {
        String name =
            String.format(
                Locale.ROOT,
                "%s, ±%.3g",
                histogram.path("name").asText().replaceFirst("\\.weight$", ""),
                histogram.path("limit").asDouble());
        pictures.add(Map.of("name", name, "svg", HistogramPicture.svg(histogram)));
      }
    }
    return pictures;
  }

  private static void diagram(List<Map<String, String>> diagrams, String of, JsonNode calibration) {
    if (!calibration.isMissingNode()) {
      String name =
          String.format(
              Locale.ROOT,
              "%sECE %.1f %%",
              of,
              100 * calibration.path("expectedCalibrationError").asDouble());
      diagrams.add(Map.of("name", name, "svg", ReliabilityDiagram.svg(name, calibration)));
    }
  }

  /** The confusion matrix of the first run, each cell shaded by its share of the true class. */
  private List<Map<String, Object>> confusion() {
    JsonNode report = runs.getFirst().evaluation();
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
