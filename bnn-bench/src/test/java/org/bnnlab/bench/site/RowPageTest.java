package org.bnnlab.bench.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bnnlab.bench.file.AtomicFolder;
import org.bnnlab.bench.leaderboard.Leaderboard;
import org.bnnlab.bench.leaderboard.Standing;
import org.bnnlab.bench.ledger.Artefact;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.Rows;
import org.bnnlab.bench.ledger.RunFiles;
import org.bnnlab.bench.ledger.Series;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page of a row shows of its files. */
class RowPageTest {

  private static final String METRICS =
      """
      {"epoch":0,"learningRate":0.1,"trainLoss":2.0,"trainTop1":20.5,"testLoss":1.9,"testTop1":25.0,\
      "quantities":{"tau":0.85},"diagnostics":{"stage1.conv1.flips":0.25,"total.flips":0.25}}
      {"epoch":1,"learningRate":0.05,"trainLoss":1.5,"trainTop1":40.5,"testLoss":"NaN","testTop1":45.0,\
      "quantities":{"tau":0.99},"diagnostics":{"stage1.conv1.flips":0.123456789,\
      "stage1.conv1.dead":0.02,"stage1.conv1.sign.positive":0.6,"stage1.conv1.own":1.5,\
      "total.flips":0.1}}
      """;

  private static final String CALIBRATION =
      """
      {"negativeLogLikelihood":1.25,"expectedCalibrationError":%s,"confidence":0.5,"entropy":0.75,\
      "bins":[{"from":0.0,"to":0.5,"images":0,"accuracy":"NaN","confidence":"NaN"},\
      {"from":0.5,"to":1.0,"images":1200,"accuracy":0.8,"confidence":0.75}]}""";

  @TempDir Path folder;

  /** The page of a run with these files; the row itself may lack what was added later. */
  private String page(boolean recordedCertainty, String evaluation) throws IOException {
    Path run = Files.createDirectories(folder.resolve("runs/any-name"));
    Path metrics = Files.writeString(run.resolve(RunFiles.METRICS), METRICS);
    Files.writeString(run.resolve(RunFiles.EVALUATION), evaluation);
    ResultRow row = Rows.of("recu", 1, 45.0).withEpochs(2).row();
    ResultRow withFiles =
        new ResultRow(
            row.schemaVersion(),
            row.identity(),
            row.config(),
            row.code(),
            row.environment(),
            row.randomness(),
            row.outcome(),
            row.cost(),
            row.networkCost(),
            recordedCertainty ? row.certainty() : null,
            recordedCertainty ? new ResultRow.Certainty(47.5, 1.125, 0.015, 0.625) : null,
            row.packedCheck(),
            row.published(),
            List.of(new Artefact(RunFiles.METRICS, AtomicFolder.sha256(metrics))),
            row.protocol());
    Standing standing = Leaderboard.of(List.of(withFiles)).getFirst().standings().getFirst();
    return new SeriesPage(standing, new Series(List.of(withFiles)), RunFiles.in(folder)).html();
  }

  private static String evaluation(String more) {
    return "{\"classes\":[{\"name\":\"a\",\"images\":4},{\"name\":\"b\",\"images\":2}],"
        + "\"confusion\":[[3,1],[0,2]],\"calibration\":"
        + CALIBRATION.formatted("0.034")
        + more
        + "}";
  }

  @Test
  void curves_of_every_measured_quantity_are_there_and_leave_out_what_is_no_number()
      throws IOException {
    assertThat(page(true, evaluation("")))
        .contains("<figcaption>loss</figcaption>")
        .contains(
            "{\"name\":\"test\",\"style\":\"LINE\",\"points\":[{\"x\":1.0,\"y\":25.0},{\"x\":2.0,\"y\":45.0}]}")
        .contains("{\"name\":\"test\",\"style\":\"LINE\",\"points\":[{\"x\":1.0,\"y\":1.9}]}")
        .contains("<figcaption>learning rate</figcaption>")
        .contains(
            "{\"name\":\"tau\",\"style\":\"LINE\",\"points\":[{\"x\":1.0,\"y\":0.85},{\"x\":2.0,\"y\":0.99}]}")
        .contains(
            "{\"name\":\"stage1.conv1\",\"style\":\"LINE\",\"points\":[{\"x\":1.0,\"y\":0.25},{\"x\":2.0,\"y\":0.123457}]}");
  }

  @Test
  void a_layer_has_one_line_with_the_figures_of_its_weights_and_of_the_sign_before_it()
      throws IOException {
    assertThat(page(true, evaluation("")))
        .contains(
            "<tr><td data-value=\"stage1.conv1\" class=\"layer\">stage1.conv1</td>"
                + "<td data-value=\"0.123456789\" class=\"flips number\">12.35 %</td>"
                + "<td data-value=\"0.02\" class=\"dead number\">2.00 %</td>"
                + "<td data-value=\"0.6\" class=\"positive number\">60.00 %</td>"
                + "<td data-value=\"1.5\" class=\"own number\">1.5000</td></tr>")
        .contains("<dt>sign flips</dt><dd>share of the weights whose sign changed");
  }

  @Test
  void certainty_comes_from_the_row_and_for_older_rows_from_their_files() throws IOException {
    assertThat(page(true, evaluation("")))
        .contains("class=\"nll number\">0.300</td>", "class=\"ece number\">2.0 %</td>")
        .contains("class=\"ensemble_top1 number\">47.5</td>")
        .contains("class=\"ensemble_nll number\">1.125</td>");
    assertThat(page(false, evaluation("")))
        .contains("class=\"nll number\">1.250</td>", "class=\"ece number\">3.4 %</td>")
        .contains("class=\"entropy number\">0.750</td>")
        .doesNotContain("ensemble");
  }

  @Test
  void the_reliability_of_a_network_and_of_its_ensemble_are_drawn() throws IOException {
    String page =
        page(
            true,
            evaluation(
                ",\"ensemble\":{\"top1\":47.5,\"calibration\":"
                    + CALIBRATION.formatted("0.01")
                    + "}"));

    assertThat(page)
        .contains("<figcaption>ECE 3.4 %</figcaption>", "<figcaption>ensemble, ECE 1.0 %")
        .contains(
            "<title>confidence 50 to 100 %, 75.0 % on average: 80.0 % of 1,200 predictions are"
                + " right</title>");
    // 260 units high at 100 %; bins without predictions have no bar.
    assertThat(page.split("class=\"right\"", -1)).hasSize(3);
    assertThat(page)
        .contains("<rect class=\"right\" x=\"174.5\" y=\"60\" width=\"129\" height=\"208\"/>");
  }

  @Test
  void the_confusion_matrix_is_shaded_by_the_share_of_the_true_class() throws IOException {
    assertThat(page(true, evaluation("")))
        .contains("style=\"--share:75%\">3</td>", "style=\"--share:25%\">1</td>");
  }

  @Test
  void the_latent_weights_of_each_layer_are_drawn_where_the_run_recorded_them() throws IOException {
    String weights =
        ",\"weights\":[{\"name\":\"stage1.conv1.weight\",\"limit\":1.25,\"counts\":[1,4,0]}]";

    assertThat(page(true, evaluation(weights)))
        .contains("<figcaption>stage1.conv1, ±1.25</figcaption>")
        .contains("d=\"M0.0 60V45.0h51.7V60zM51.7 60V0.0h51.7V60zM103.3 60V60.0h51.7V60z\"");
    assertThat(page(true, evaluation(""))).doesNotContain("Latent weights");
  }
}
