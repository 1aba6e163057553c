package org.bnnlab.bench.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.RunFiles;
import org.jspecify.annotations.Nullable;

/**
 * A row with what its files say.
 *
 * @param row the row
 * @param epochs metrics of each epoch; empty where the file is not there
 * @param evaluation confusion matrix and calibration, or null where the file is not there
 */
record RunRecord(ResultRow row, List<JsonNode> epochs, @Nullable JsonNode evaluation) {

  RunRecord {
    epochs = List.copyOf(epochs);
  }

  static RunRecord of(ResultRow row, RunFiles files) throws IOException {
    return new RunRecord(row, files.epochs(row), files.evaluation(row).orElse(null));
  }

  /** The seed. */
  long seed() {
    return row.randomness().seed();
  }

  /** How sure the predictions are: from the row, or from its files where it is older. */
  ResultRow.@Nullable Certainty certainty() {
    if (row.certainty() != null) {
      return row.certainty();
    }
    JsonNode calibration = evaluation == null ? null : evaluation.get("calibration");
    ResultRow.Accuracy last = row.outcome().last();
    return calibration == null || last == null
        ? null
        : new ResultRow.Certainty(
            last.top1(),
            calibration.path("negativeLogLikelihood").asDouble(),
            calibration.path("expectedCalibrationError").asDouble(),
            calibration.path("entropy").asDouble());
  }
}
