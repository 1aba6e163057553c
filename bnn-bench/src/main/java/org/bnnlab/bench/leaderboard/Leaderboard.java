package org.bnnlab.bench.leaderboard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.Series;
import org.bnnlab.bench.ledger.Spread;
import org.bnnlab.bench.recipe.Recipe;
import org.bnnlab.bench.recipe.Table;

/**
 * Series that may be compared: same images, same network, same number of epochs. Ranked by the
 * top-1 accuracy of the last epoch.
 *
 * @param title data set, network, epochs and seeds
 * @param cost time that all runs took together, and on what: {@code 3 min 10 s on 2 cores}; empty
 *     without a run
 * @param standings the ranked series, those without a result last
 */
public record Leaderboard(String title, String cost, List<Standing> standings) {

  /** Copies the list. */
  public Leaderboard {
    standings = List.copyOf(standings);
  }

  private record Conditions(
      String data,
      int images,
      int recipeImages,
      String network,
      Map<String, Object> options,
      int epochs,
      String protocol) {

    static Conditions of(ResultRow row) {
      return new Conditions(
          row.identity().dataset().name(),
          row.config().images(),
          row.config().recipeImages(),
          row.identity().network().name(),
          row.identity().network().options(),
          row.outcome().epochsPlanned(),
          row.protocol() == null ? "" : row.protocol().key());
    }

    static Conditions of(Recipe recipe) {
      return new Conditions(
          recipe.data().set(),
          recipe.data().images(),
          recipe.data().images(),
          recipe.network().id(),
          recipe.network().options(),
          recipe.training().epochs(),
          "");
    }

    String title() {
      return "%s%s · %s · %d epoch%s%s"
          .formatted(
              data,
              images == 0 ? "" : " (" + images + " images)",
              network,
              epochs,
              epochs == 1 ? "" : "s",
              protocol.isEmpty() ? "" : " · probed by " + protocol);
    }
  }

  /** All leaderboards of a ledger, in the order in which their first rows were written. */
  public static List<Leaderboard> of(List<ResultRow> rows) {
    return of(rows, List.of());
  }

  /**
   * The same, with a line for each recipe that has a published figure and no row yet.
   *
   * @param recipes recipes that are expected to have run
   */
  public static List<Leaderboard> of(List<ResultRow> rows, List<Recipe> recipes) {
    Map<Conditions, List<Series>> groups = new LinkedHashMap<>();
    for (Series series : Series.group(rows)) {
      group(groups, Conditions.of(series.first())).add(series);
    }
    Set<String> ran = new HashSet<>();
    rows.forEach(row -> ran.add(row.identity().recipe()));
    Map<Conditions, List<Recipe>> missing = new LinkedHashMap<>();
    for (Recipe recipe : recipes) {
      if (recipe.published() != null && !ran.contains(recipe.id())) {
        group(missing, Conditions.of(recipe)).add(recipe);
        group(groups, Conditions.of(recipe));
      }
    }
    List<Leaderboard> boards = new ArrayList<>();
    groups.forEach(
        (conditions, series) ->
            boards.add(ranked(conditions, series, missing.getOrDefault(conditions, List.of()))));
    return boards;
  }

  /**
   * The same for pages: beside the rows of a data set stand the recipes of tables that have not run
   * on it, and the figures of others.
   */
  public static List<Leaderboard> among(List<ResultRow> rows, List<Table> tables) {
    Set<String> sets = new LinkedHashSet<>();
    rows.forEach(row -> sets.add(row.identity().dataset().name()));
    Map<String, Recipe> recipes = new LinkedHashMap<>();
    tables.stream()
        .flatMap(table -> table.recipes().stream())
        .filter(recipe -> sets.contains(recipe.data().set()))
        .forEach(recipe -> recipes.putIfAbsent(recipe.id(), recipe));
    List<Leaderboard> boards = new ArrayList<>(of(rows, List.copyOf(recipes.values())));
    for (String set : sets) {
      List<Standing> others =
          tables.stream()
              .flatMap(table -> table.others().stream())
              .filter(figure -> figure.dataset().equals(set))
              .distinct()
              .map(Standing::published)
              .toList();
      boards.add(new Leaderboard(set + " · published by others", "", others));
    }
    return boards;
  }

  /** What ran of these leaderboards, without the lines that are only published. */
  public static List<Leaderboard> ran(List<Leaderboard> boards) {
    return boards.stream()
        .map(
            board ->
                new Leaderboard(
                    board.title(),
                    board.cost(),
                    board.standings().stream().filter(line -> line.series() != null).toList()))
        .filter(board -> !board.standings().isEmpty())
        .toList();
  }

  private static <T> List<T> group(Map<Conditions, List<T>> groups, Conditions conditions) {
    return groups.computeIfAbsent(conditions, key -> new ArrayList<>());
  }

  private static Leaderboard ranked(
      Conditions conditions, List<Series> group, List<Recipe> missing) {
    List<Ranked> ranked =
        group.stream()
            .map(Ranked::of)
            .sorted(Comparator.comparingDouble(series -> -series.top1()))
            .toList();
    Series baseline =
        ranked.stream().filter(Ranked::isBaseline).map(Ranked::series).findFirst().orElse(null);
    List<Standing> standings = new ArrayList<>();
    ranked.forEach(series -> standings.add(Standing.of(series.series(), baseline)));
    missing.forEach(recipe -> standings.add(Standing.notRun(recipe)));
    return new Leaderboard(conditions.title() + seeds(group), cost(group), toldApart(standings));
  }

  /** Lines of one method and bits from several recipes have the names of these. */
  private static List<Standing> toldApart(List<Standing> standings) {
    Map<List<String>, Set<String>> recipes = new HashMap<>();
    for (Standing line : standings) {
      recipes
          .computeIfAbsent(List.of(line.method(), line.bits()), key -> new HashSet<>())
          .add(line.recipe());
    }
    return standings.stream()
        .map(
            line ->
                recipes.getOrDefault(List.of(line.method(), line.bits()), Set.of()).size() > 1
                    ? line.named()
                    : line)
        .toList();
  }

  /** A series and its accuracy, minus infinity without one. */
  private record Ranked(Series series, double top1) {

    static Ranked of(Series series) {
      return new Ranked(series, series.last().map(Spread::mean).orElse(Double.NEGATIVE_INFINITY));
    }

    /** Whether it is of a real-valued network and has a result. */
    boolean isBaseline() {
      return top1 > Double.NEGATIVE_INFINITY
          && series.first().identity().weightBits() == 32
          && series.first().identity().activationBits() == 32;
    }
  }

  private static String seeds(List<Series> group) {
    TreeSet<Long> seeds = new TreeSet<>();
    group.forEach(series -> series.rows().forEach(row -> seeds.add(row.randomness().seed())));
    String listed = seeds.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return switch (seeds.size()) {
      case 0 -> "";
      case 1 -> " · seed " + listed;
      default -> " · seeds " + listed;
    };
  }

  private static String cost(List<Series> group) {
    if (group.isEmpty()) {
      return "";
    }
    List<ResultRow> rows = group.stream().flatMap(series -> series.rows().stream()).toList();
    double seconds = rows.stream().mapToDouble(row -> row.cost().wallSeconds()).sum();
    List<Integer> cores = rows.stream().map(row -> row.environment().cores()).distinct().toList();
    return Figures.duration(seconds)
        + (cores.size() == 1
            ? " on %d core%s".formatted(cores.getFirst(), cores.getFirst() == 1 ? "" : "s")
            : " on several machines");
  }
}
