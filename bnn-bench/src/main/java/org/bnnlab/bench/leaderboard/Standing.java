package org.bnnlab.bench.leaderboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bnnlab.api.method.Bits;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.Series;
import org.bnnlab.bench.ledger.Spread;
import org.bnnlab.bench.ledger.Verdict;
import org.bnnlab.bench.recipe.Published;
import org.bnnlab.bench.recipe.PublishedFigure;
import org.bnnlab.bench.recipe.Recipe;
import org.jspecify.annotations.Nullable;

/**
 * One line of a leaderboard: a method over its seeds.
 *
 * @param subject what was trained on what
 * @param series its runs, or null without any
 * @param method id of the method
 * @param bits bits of weights and activations, such as {@code 1/1}
 * @param recipe id of the recipe
 * @param row name of the recipe's row, where a leaderboard has several rows of the method; else
 *     empty
 * @param seeds each seed with its result, such as {@code 1: 91.4} or {@code 2: diverged}
 * @param last top-1 accuracy of the last epoch, or null without a finished run
 * @param best top-1 accuracy of the best epoch, or null without a finished run
 * @param sizeMb size by the counting rule, in MB; NaN where nothing ran
 * @param ops operations for one image; NaN where nothing ran
 * @param imagesPerSecond mean training speed; NaN where nothing ran
 * @param published the figure to compare with, or null
 * @param verdict how it stands to that figure, or null without one
 * @param remarks what else must be said: distance to the real-valued network, shortened or failed
 *     runs
 */
public record Standing(
    Subject subject,
    @Nullable Series series,
    String method,
    String bits,
    String recipe,
    String row,
    List<String> seeds,
    @Nullable Spread last,
    @Nullable Spread best,
    double sizeMb,
    double ops,
    double imagesPerSecond,
    @Nullable Published published,
    @Nullable Verdict verdict,
    List<String> remarks) {

  /** Copies the lists. */
  public Standing {
    seeds = List.copyOf(seeds);
    remarks = List.copyOf(remarks);
  }

  /**
   * What was trained on what.
   *
   * @param data id of the data set
   * @param network id of the architecture
   * @param epochs epochs of the run, or of the recipe where nothing ran; 0 where they are not known
   * @param stages stages of the recipe; 0 where they are not known
   * @param division {@code closed} for the paper's recipe, {@code open} for any other, {@code
   *     published} for a figure of others
   * @param probe what measured the frozen features; empty where the network's own head was
   */
  public record Subject(
      String data, String network, int epochs, int stages, String division, String probe) {

    static Subject of(ResultRow row) {
      ResultRow.StagePlace stage = row.identity().stage();
      return new Subject(
          row.identity().dataset().name(),
          row.identity().network().name(),
          row.outcome().epochsPlanned(),
          stage == null ? 1 : stage.count(),
          row.identity().division().id(),
          row.protocol() == null ? "" : row.protocol().key());
    }

    static Subject of(Recipe recipe) {
      return new Subject(
          recipe.data().set(),
          recipe.network().id(),
          recipe.training().epochs(),
          recipe.stage() == null ? 1 : recipe.stage().count(),
          ResultRow.Division.of(recipe.published(), recipe.method()).id(),
          "");
    }
  }

  /**
   * The line of a series.
   *
   * @param baseline the real-valued network under the same conditions, or null
   */
  static Standing of(Series series, @Nullable Series baseline) {
    ResultRow row = series.first();
    return new Standing(
        Subject.of(row),
        series,
        row.identity().method(),
        row.identity().weightBits() + "/" + row.identity().activationBits(),
        recipe(row),
        "",
        series.rows().stream().map(Standing::seed).toList(),
        series.last().orElse(null),
        series.best().orElse(null),
        row.networkCost().sizeMb(),
        row.networkCost().ops(),
        series.rows().stream().mapToDouble(r -> r.cost().imagesPerSecond()).average().orElse(0),
        series.published().orElse(null),
        series.verdict().orElse(null),
        remarks(series, baseline));
  }

  /** The line of a recipe without a row. */
  static Standing notRun(Recipe recipe) {
    Bits bits = recipe.method().bits();
    return new Standing(
        Subject.of(recipe),
        null,
        recipe.method().id(),
        (bits == null ? recipe.method().create().bits() : bits).toString(),
        recipe.id(),
        "",
        List.of(),
        null,
        null,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        recipe.published(),
        Verdict.NOT_RUN,
        List.of());
  }

  /** The line of a figure that nothing here is run for. */
  static Standing published(PublishedFigure figure) {
    return new Standing(
        new Subject(figure.dataset(), figure.architecture(), 0, 0, "published", ""),
        null,
        figure.method(),
        figure.bits(),
        "",
        "",
        List.of(),
        null,
        null,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        figure.published(),
        null,
        List.of());
  }

  /** The same under the name of its row. */
  Standing named() {
    return new Standing(
        subject,
        series,
        method,
        bits,
        recipe,
        recipe.substring(recipe.lastIndexOf('/') + 1).replaceFirst(" \\(stage .*", ""),
        seeds,
        last,
        best,
        sizeMb,
        ops,
        imagesPerSecond,
        published,
        verdict,
        remarks);
  }

  /** Whether a run was shorter than its recipe says; an untrained network is not meant to run. */
  public boolean partial() {
    return series != null && partial(series);
  }

  private static boolean partial(Series series) {
    ResultRow.Protocol protocol = series.first().protocol();
    return series.shortened() && (protocol == null || !protocol.untrained());
  }

  /** Whether it is a published figure alone, of a method that nothing here is run of. */
  public boolean isPublishedOnly() {
    return series == null && recipe.isEmpty();
  }

  /** The recipe, and which of its stages. */
  private static String recipe(ResultRow row) {
    ResultRow.StagePlace stage = row.identity().stage();
    return stage == null
        ? row.identity().recipe()
        : "%s · %s (stage %d of %d)"
            .formatted(row.identity().recipe(), stage.name(), stage.index() + 1, stage.count());
  }

  private static String seed(ResultRow row) {
    ResultRow.Accuracy last = row.outcome().last();
    boolean finished = row.outcome().status() == ResultRow.Status.FINISHED;
    return row.randomness().seed()
        + ": "
        + (finished && last != null ? Figures.percent(last.top1()) : row.outcome().status().id());
  }

  private static List<String> remarks(Series series, @Nullable Series baseline) {
    List<String> remarks = new ArrayList<>();
    if (baseline != null && !baseline.id().equals(series.id())) {
      double smaller =
          baseline.first().networkCost().sizeMb() / series.first().networkCost().sizeMb();
      if (smaller >= 1.5) {
        remarks.add(String.format(Locale.ROOT, "%.0f× smaller", smaller));
      }
      if (series.last().isPresent() && baseline.last().isPresent()) {
        double points = series.last().orElseThrow().mean() - baseline.last().orElseThrow().mean();
        remarks.add(Figures.signed(points) + " points");
      }
    }
    if (partial(series)) {
      remarks.add(shortening(series.first()));
    }
    for (ResultRow row : series.unfinished()) {
      remarks.add(
          "seed %d %s after %d of %d epochs"
              .formatted(
                  row.randomness().seed(),
                  row.outcome().status().id(),
                  row.outcome().epochsRun(),
                  row.outcome().epochsPlanned()));
    }
    return remarks;
  }

  private static String shortening(ResultRow row) {
    int epochs = row.outcome().epochsRun();
    if (epochs < row.config().recipeEpochs()) {
      return "partial: %d of %d epochs".formatted(epochs, row.config().recipeEpochs());
    }
    return row.config().recipeImages() == 0
        ? "partial: %d images only".formatted(row.config().images())
        : "partial: %d of %d images".formatted(row.config().images(), row.config().recipeImages());
  }
}
