package org.bnnlab.bench.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.ResultRow.Status;
import org.bnnlab.bench.ledger.Rows;
import org.bnnlab.bench.recipe.Published;
import org.bnnlab.bench.recipe.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaderboardTest {

  private static final Published FIGURE = new Published(91.0, "ReCU, \"table\" 1", "confirmed");

  private static Leaderboard board(ResultRow... rows) {
    List<Leaderboard> boards = Leaderboard.of(List.of(rows));
    assertThat(boards).hasSize(1);
    return boards.getFirst();
  }

  @Test
  void methods_are_ranked_and_set_against_the_real_valued_network() {
    Leaderboard board =
        board(
            Rows.of("bnn", 1, 86.7).row(),
            Rows.of("float", 1, 97.9).row(),
            Rows.of("recu", 1, 91.4).row());

    assertThat(LeaderboardText.lines(board, false))
        .containsExactly(
            "shapes32 (6000 images) · resnet20 · 5 epochs · seed 1"
                + "                      3 min 11 s on 2 cores",
            " method  bits   top-1 (last)  top-1 (best)  size     OPs     images/s",
            " float   32/32  97.9          97.9          1.03 MB  40.6 M  430",
            " recu    1/1    91.4          91.4          0.04 MB  1.07 M  300       23× smaller,"
                + " −6.5 points",
            " bnn     1/1    86.7          86.7          0.04 MB  1.07 M  300       23× smaller,"
                + " −11.2 points");
  }

  @Test
  void published_figures_and_verdicts_stand_beside_ours() {
    Leaderboard board = board(Rows.of("recu", 1, 91.4).row(FIGURE), Rows.of("bnn", 1, 86.7).row());

    assertThat(LeaderboardText.lines(board, false))
        .containsExactly(
            "shapes32 (6000 images) · resnet20 · 5 epochs · seed 1                        2 min 07"
                + " s on 2 cores",
            " method  bits  top-1 (last)  top-1 (best)  size     OPs     images/s  published "
                + " verdict",
            " recu    1/1   91.4          91.4          0.04 MB  1.07 M  300       91.0      "
                + " reproduced (+0.4)",
            " bnn     1/1   86.7          86.7          0.04 MB  1.07 M  300");
  }

  @Test
  void seeds_are_averaged_and_failed_ones_are_named() {
    Leaderboard board =
        board(
            Rows.of("recu", 1, 91.0).row(),
            Rows.of("recu", 2, 92.0).row(),
            Rows.of("recu", 3, 10.0).ended(Status.DIVERGED, 2).row());

    Standing standing = board.standings().getFirst();
    assertThat(board.title()).endsWith("seeds 1, 2, 3");
    assertThat(standing.seeds()).containsExactly("1: 91.0", "2: 92.0", "3: diverged");
    assertThat(standing.remarks()).containsExactly("seed 3 diverged after 2 of 5 epochs");
    assertThat(LeaderboardText.lines(board, false).get(2)).contains("91.5 ± 0.7");
  }

  @Test
  void shortened_runs_stand_on_a_board_of_their_own_and_say_so() {
    List<Leaderboard> boards =
        Leaderboard.of(
            List.of(
                Rows.of("recu", 1, 91.0).row(FIGURE),
                Rows.of("recu", 1, 80.0).withEpochs(2).row(FIGURE),
                Rows.of("recu", 1, 70.0).withImages(600).row(FIGURE)));

    assertThat(boards)
        .extracting(Leaderboard::title)
        .containsExactly(
            "shapes32 (6000 images) · resnet20 · 5 epochs · seed 1",
            "shapes32 (6000 images) · resnet20 · 2 epochs · seed 1",
            "shapes32 (600 images) · resnet20 · 5 epochs · seed 1");
    assertThat(boards.get(1).standings().getFirst().remarks())
        .containsExactly("partial: 2 of 5 epochs");
    assertThat(boards.get(2).standings().getFirst().remarks())
        .containsExactly("partial: 600 of 6000 images");
    assertThat(LeaderboardText.verdict(boards.get(1).standings().getFirst())).isEqualTo("partial");
  }

  @Test
  void a_recipe_that_has_not_run_is_listed_with_its_published_figure() {
    List<Leaderboard> boards =
        Leaderboard.of(
            List.of(Rows.of("bnn", 1, 86.7).row()),
            List.of(Rows.recipe("bnn", FIGURE), Rows.recipe("recu", FIGURE)));

    assertThat(boards).hasSize(1);
    assertThat(LeaderboardText.lines(boards.getFirst(), false).getLast())
        .isEqualTo(
            " recu    1/1   –             –             –        –       –         91.0      "
                + " not run");
    assertThat(Leaderboard.of(List.of(), List.of(Rows.recipe("recu", FIGURE))))
        .extracting(Leaderboard::title)
        .containsExactly("shapes32 (6000 images) · resnet20 · 5 epochs");
  }

  @Test
  void lines_of_one_method_have_the_names_of_their_rows() {
    Recipe recu = Rows.recipe("recu", FIGURE);
    Recipe other =
        new Recipe(
            "quickstart/recu-slow",
            1,
            recu.method(),
            recu.network(),
            recu.data(),
            recu.training(),
            List.of(1L),
            FIGURE);

    Leaderboard board =
        Leaderboard.of(
                List.of(Rows.of("recu", 1, 91.0).row(), Rows.of("bnn", 1, 90.0).row()),
                List.of(other))
            .getFirst();

    assertThat(board.standings())
        .extracting(Standing::row)
        .containsExactly("recu", "", "recu-slow");
    assertThat(LeaderboardText.lines(board, false).get(1)).startsWith(" method  row        bits");
    assertThat(LeaderboardText.lines(board, false).get(4)).startsWith(" recu    recu-slow  1/1");
  }

  @Test
  void an_untrained_control_is_no_shortened_run() {
    ResultRow row = Rows.of("recu", 1, 20.0).row();
    ResultRow.Protocol trained = new ResultRow.Protocol("knn", 50, false, Map.of(), null);
    ResultRow.Protocol control = new ResultRow.Protocol("knn", 50, true, Map.of(), null);

    List<Standing> standings =
        Leaderboard.of(List.of(Rows.probed(row, trained), Rows.probed(row, control))).stream()
            .map(board -> board.standings().getFirst())
            .toList();

    assertThat(standings)
        .extracting(standing -> standing.subject().probe())
        .containsExactly("knn (50 images)", "knn (50 images, untrained network)");
    assertThat(standings).noneMatch(Standing::partial);
    assertThat(standings).allMatch(standing -> standing.remarks().isEmpty());
  }

  @Test
  void colours_are_used_only_where_they_are_wanted() {
    Leaderboard board = board(Rows.of("bnn", 1, 86.7).row());

    assertThat(String.join("", LeaderboardText.lines(board, false))).doesNotContain("\u001B");
    assertThat(String.join("", LeaderboardText.lines(board, true))).contains("\u001B[1m");
  }

  @ParameterizedTest
  @CsvSource({
    "640, 640",
    "1069056, 1.07 M",
    "9996000, 10.0 M",
    "40992768, 41.0 M",
    "163000000, 163 M",
    "999600, 1.00 M",
    "1.7e9, 1.70 G"
  })
  void operations_are_shown_with_three_digits(double operations, String shown) {
    assertThat(Figures.operations(operations)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"0.4, 0 s", "42, 42 s", "190, 3 min 10 s", "7500, 2 h 05 min", "NaN, ?"})
  void durations_are_short(double seconds, String shown) {
    assertThat(Figures.duration(seconds)).isEqualTo(shown);
  }
}
