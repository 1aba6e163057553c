package org.bnnlab.bench.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bnnlab.api.check.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {

  private static Guess guess(double confidence, boolean hit) {
    return new Guess(0, hit ? 0 : 1, hit ? 1 : 2, confidence, confidence, 0.25, 0.5);
  }

  /** Item 10 of the BiSNN card: 0.273750 with five bins. */
  @Test
  void the_expected_calibration_error_is_that_of_the_card() {
    double[] confidences = {.95, .85, .75, .72, .55, .90, .35, .62};
    boolean[] hits = {true, true, false, true, true, true, false, false};
    List<Guess> guesses = new ArrayList<>();
    for (int i = 0; i < hits.length; i++) {
      guesses.add(guess(confidences[i], hits[i]));
    }

    Calibration calibration = Calibration.of(guesses, 5);

    assertThat(calibration.expectedCalibrationError()).isCloseTo(0.273750, within(1e-12));
    assertThat(calibration.bins())
        .extracting(Calibration.Bin::images)
        .containsExactly(0, 1, 1, 3, 3);
    assertThat(calibration.negativeLogLikelihood()).isEqualTo(0.25);
    assertThat(calibration.entropy()).isEqualTo(0.5);
  }

  @Test
  void full_confidence_falls_into_the_last_bin() {
    Calibration calibration = Calibration.of(List.of(guess(1, true), guess(1, false)), 20);

    assertThat(calibration.bins().getLast().images()).isEqualTo(2);
    assertThat(calibration.expectedCalibrationError()).isEqualTo(0.5);
  }

  @Test
  void predictions_are_read_as_they_were_written(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("predictions.csv");
    List<Guess> guesses = List.of(guess(0.875, true), guess(0.5, false));
    PredictionFile.write(file, guesses);

    assertThat(PredictionFile.read(file))
        .extracting(Guess::label, Guess::prediction, Guess::rank, Guess::confidence)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(0, 0, 1, 0.875),
            org.assertj.core.groups.Tuple.tuple(0, 1, 2, 0.5));

    Files.writeString(file, Files.readString(file) + "0,x\n");
    assertThatThrownBy(() -> PredictionFile.read(file))
        .isInstanceOf(FaultException.class)
        .hasMessage(file + ", line 4: no prediction, found \"0,x\"");
  }
}
