package org.bnnlab.bench.leaderboard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.Series;
import org.bnnlab.bench.ledger.Spread;

/**
 * Series that may be compared: same images, same network, same number of epochs. Ranked by the
 * top-1 accuracy of the last epoch.
 *
 * @param title data set, network, epochs and seeds
 * @param cost time that all runs took together, and on what: {@code 3 min 10 s on 2 cores}
 * @param standings the ranked series, those without a result last
 */
public record Leaderboard(String title, String cost, List<Standing> standings) {

  /** Copies the list. */
  public Leaderboard {
    standings = List.copyOf(standings);
  }

  private record Conditions(
      String data, int images, int recipeImages, String network, Object options, int epochs) {

    static Conditions of(ResultRow row) {
      return new Conditions(
          row.identity().dataset().name(),
          row.config().images(),
          row.config().recipeImages(),
          row.identity().network().name(),
          row.identity().network().options(),
          row.outcome().epochsPlanned());
    }
  }

  /** All leaderboards of a ledger, in the order in which their first rows were written. */
  public static List<Leaderboard> of(List<ResultRow> rows) {
    Map<Conditions, List<Series>> groups = new LinkedHashMap<>();
    for (Series series : Series.group(rows)) {
      groups.computeIfAbsent(Conditions.of(series.first()), key -> new ArrayList<>()).add(series);
    }
    return groups.values().stream().map(Leaderboard::ranked).toList();
  }

  private static Leaderboard ranked(List<Series> group) {
    List<Series> ranked = new ArrayList<>(group);
    ranked.sort(
        Comparator.comparingDouble(
            series -> -series.last().map(Spread::mean).orElse(Double.NEGATIVE_INFINITY)));
    List<Series> baselines =
        ranked.stream().filter(Leaderboard::isReal).filter(s -> s.last().isPresent()).toList();
    Series baseline = baselines.isEmpty() ? null : baselines.getFirst();
    return new Leaderboard(
        title(group),
        cost(group),
        ranked.stream().map(series -> Standing.of(series, baseline)).toList());
  }

  private static boolean isReal(Series series) {
    return series.first().identity().weightBits() == 32
        && series.first().identity().activationBits() == 32;
  }

  private static String title(List<Series> group) {
    ResultRow row = group.getFirst().first();
    TreeSet<Long> seeds = new TreeSet<>();
    group.forEach(series -> series.rows().forEach(seed -> seeds.add(seed.randomness().seed())));
    int epochs = row.outcome().epochsPlanned();
    return "%s%s · %s · %d epoch%s · seed%s %s"
        .formatted(
            row.identity().dataset().name(),
            row.config().images() == 0 ? "" : " (" + row.config().images() + " images)",
            row.identity().network().name(),
            epochs,
            epochs == 1 ? "" : "s",
            seeds.size() == 1 ? "" : "s",
            seeds.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  private static String cost(List<Series> group) {
    List<ResultRow> rows = group.stream().flatMap(series -> series.rows().stream()).toList();
    double seconds = rows.stream().mapToDouble(row -> row.cost().wallSeconds()).sum();
    List<Integer> cores = rows.stream().map(row -> row.environment().cores()).distinct().toList();
    return Figures.duration(seconds)
        + (cores.size() == 1
            ? " on %d core%s".formatted(cores.getFirst(), cores.getFirst() == 1 ? "" : "s")
            : " on several machines");
  }
}
