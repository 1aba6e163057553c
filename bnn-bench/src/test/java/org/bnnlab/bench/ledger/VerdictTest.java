package org.bnnlab.bench.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.bnnlab.bench.ledger.ResultRow.Status;
import org.bnnlab.bench.recipe.Published;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

  private static final Published FIGURE = new Published(87.4, "table", "confirmed");

  /** Deviations -0.4, 0, 0.4: variance 0.32 / 2; 4.303 · 0.4 / √3 = 0.99373. */
  @Test
  void the_spread_of_three_seeds_is_students() {
    Spread spread = Spread.of(List.of(87.0, 87.4, 87.8));

    assertThat(spread.count()).isEqualTo(3);
    assertThat(spread.mean()).isCloseTo(87.4, within(1e-12));
    assertThat(spread.deviation()).isCloseTo(0.4, within(1e-12));
    assertThat(spread.halfWidth()).isCloseTo(0.99373, within(1e-5));
  }

  @Test
  void one_seed_has_no_spread() {
    Spread spread = Spread.of(List.of(87.0));

    assertThat(spread.mean()).isEqualTo(87.0);
    assertThat(spread.deviation()).isNaN();
    assertThat(spread.halfWidth()).isNaN();
  }

  /** 40 degrees of freedom: Student's quantile is 2.0211; 41 values of ±1 around one 0. */
  @Test
  void many_seeds_have_an_interval_too() {
    List<Double> values = new java.util.ArrayList<>(Collections.nCopies(20, 1.0));
    values.addAll(Collections.nCopies(20, -1.0));
    values.add(0.0);

    assertThat(Spread.of(values).halfWidth()).isCloseTo(2.0211 / Math.sqrt(41), within(1e-3));
  }

  @ParameterizedTest(name = "{0} +- {1} against {2}: {3}")
  @CsvSource({
    // one seed: half a point either way
    "87.0, NaN, 87.4, REPRODUCED",
    "86.8, NaN, 87.4, BELOW",
    "88.0, NaN, 87.4, ABOVE",
    // a narrow interval does not make half a point a failure
    "86.95, 0.1, 87.4, REPRODUCED",
    // a wide one is believed up to one point
    "86.6, 0.9, 87.4, REPRODUCED",
    "86.4, 0.9, 87.4, BELOW",
    "86.3, 12.7, 87.4, BELOW",
    "88.5, 12.7, 87.4, ABOVE",
  })
  void a_verdict_follows_from_difference_and_interval(
      double mean, double halfWidth, double published, Verdict expected) {
    assertThat(Verdict.of(new Spread(3, mean, 0.4, halfWidth), published)).isEqualTo(expected);
  }

  private static Series series(Rows... rows) {
    return Series.group(List.of(rows).stream().map(row -> row.row(FIGURE)).toList()).getFirst();
  }

  @Test
  void complete_seeds_are_compared() {
    Series series = series(Rows.of("recu", 1, 87.0), Rows.of("recu", 2, 87.8));

    assertThat(series.last().orElseThrow().mean()).isCloseTo(87.4, within(1e-12));
    assertThat(series.verdict()).contains(Verdict.REPRODUCED);
  }

  @Test
  void fewer_epochs_or_images_are_never_compared() {
    assertThat(series(Rows.of("recu", 1, 87.4).withEpochs(4)).verdict()).contains(Verdict.PARTIAL);
    assertThat(series(Rows.of("recu", 1, 87.4).withImages(5999)).verdict())
        .contains(Verdict.PARTIAL);
    assertThat(series(Rows.of("recu", 1, 87.4).withImages(0)).verdict())
        .contains(Verdict.REPRODUCED);
  }

  @Test
  void a_run_that_ended_early_is_shown_but_does_not_count() {
    Series series =
        series(Rows.of("recu", 1, 87.4), Rows.of("recu", 2, 10).ended(Status.DIVERGED, 2));

    assertThat(series.last().orElseThrow().count()).isEqualTo(1);
    assertThat(series.unfinished()).hasSize(1);
    assertThat(series(Rows.of("recu", 1, 50).ended(Status.BUDGET, 3)).verdict())
        .contains(Verdict.PARTIAL);
    assertThat(series(Rows.of("recu", 1, 0).ended(Status.DIVERGED, 0)).verdict())
        .contains(Verdict.NOT_RUN);
  }

  @Test
  void the_latest_run_of_a_seed_counts_even_if_it_is_worse() {
    Series series = series(Rows.of("recu", 1, 87.9), Rows.of("recu", 1, 87.0));

    assertThat(series.last().orElseThrow().mean()).isEqualTo(87.0);
  }

  @Test
  void without_a_published_figure_there_is_no_verdict() {
    Series series = Series.group(List.of(Rows.of("bnn", 1, 80).row())).getFirst();

    assertThat(series.verdict()).isEmpty();
  }
}
