package org.bnnlab.bench.ledger;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.bnnlab.bench.ledger.ResultRow.Accuracy;
import org.bnnlab.bench.ledger.ResultRow.Outcome;
import org.bnnlab.bench.ledger.ResultRow.Status;
import org.bnnlab.bench.recipe.Published;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one experiment over its seeds, sorted by seed; where features are probed, each
 * protocol is a series of its own. Of several runs with one seed the latest counts; none is picked
 * for its result.
 *
 * @param rows one row for each seed, at least one
 */
public record Series(List<ResultRow> rows) {

  /** Copies the list. */
  public Series {
    requireArgument(!rows.isEmpty(), "a series needs at least one row");
    rows = List.copyOf(rows);
  }

  /** Groups the rows of a ledger, in the order in which each experiment first appears. */
  public static List<Series> group(List<ResultRow> rows) {
    Map<String, Map<Long, ResultRow>> bySeries = new LinkedHashMap<>();
    for (ResultRow row : rows) {
      bySeries
          .computeIfAbsent(row.config().seriesSha256() + row.protocolKey(), key -> new TreeMap<>())
          .put(row.randomness().seed(), row);
    }
    List<Series> all = new ArrayList<>();
    bySeries.values().forEach(seeds -> all.add(new Series(List.copyOf(seeds.values()))));
    return all;
  }

  /** Any row: what does not depend on the seed is the same in all. */
  public ResultRow first() {
    return rows.getFirst();
  }

  /** SHA-256 of what all its runs have in common: the experiment without the seed. */
  public String id() {
    return first().config().seriesSha256();
  }

  /** The runs that were trained to their end. */
  public List<ResultRow> finished() {
    return rows.stream().filter(row -> row.outcome().status() == Status.FINISHED).toList();
  }

  /** The runs that were not. */
  public List<ResultRow> unfinished() {
    return rows.stream().filter(row -> row.outcome().status() != Status.FINISHED).toList();
  }

  /** Top-1 accuracy of the last epoch over the finished runs, by which series are ranked. */
  public Optional<Spread> last() {
    return spread(Outcome::last);
  }

  /** Top-1 accuracy of the best epoch over the finished runs. */
  public Optional<Spread> best() {
    return spread(Outcome::best);
  }

  private Optional<Spread> spread(Function<Outcome, @Nullable Accuracy> epoch) {
    List<Double> values = new ArrayList<>();
    for (ResultRow row : finished()) {
      Accuracy accuracy = epoch.apply(row.outcome());
      if (accuracy != null) {
        values.add(accuracy.top1());
      }
    }
    return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
  }

  /** The figure to compare with. */
  public Optional<Published> published() {
    return rows.stream().map(ResultRow::published).filter(Objects::nonNull).findFirst();
  }

  /** Whether the runs had fewer epochs or images than their recipe asks for. */
  public boolean shortened() {
    return finished().stream().anyMatch(ResultRow::shortened);
  }

  /** How the series stands to the published figure; empty where there is none. */
  public Optional<Verdict> verdict() {
    return published()
        .map(
            figure -> {
              if (rows.stream().allMatch(row -> row.outcome().last() == null)) {
                return Verdict.NOT_RUN;
              }
              return last().isEmpty() || shortened()
                  ? Verdict.PARTIAL
                  : Verdict.of(last().orElseThrow(), figure.top1());
            });
  }
}
