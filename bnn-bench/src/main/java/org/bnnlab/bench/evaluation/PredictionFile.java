package org.bnnlab.bench.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bnnlab.api.check.FaultException;

/**
 * The predictions for every test image as comma-separated values, in the order of the data set:
 * from them the figures of a row can be computed again.
 */
public final class PredictionFile {

  /** Name of the file in a run's folder. */
  public static final String NAME = "predictions.csv";

  private static final String HEAD = "label,prediction,rank,confidence,logLoss,entropy";

  private PredictionFile() {}

  /** Writes the predictions; probabilities have six digits. */
  public static void write(Path file, List<Guess> guesses) throws IOException {
    StringBuilder lines = new StringBuilder(HEAD).append('\n');
    for (Guess guess : guesses) {
      lines.append(
          String.format(
              Locale.ROOT,
              "%d,%d,%d,%.6g,%.6g,%.6g%n",
              guess.label(),
              guess.prediction(),
              guess.rank(),
              guess.confidence(),
              guess.logLoss(),
              guess.entropy()));
    }
    Files.writeString(file, lines.toString().replace("\r\n", "\n"));
  }

  /**
   * Reads predictions.
   *
   * @throws FaultException if a line is none
   */
  public static List<Guess> read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
      throw new FaultException("%s does not begin with \"%s\"".formatted(file, HEAD));
    }
    List<Guess> guesses = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      try {
        double logLoss = Double.parseDouble(cells[4]);
        guesses.add(
            new Guess(
                Integer.parseInt(cells[0]),
                Integer.parseInt(cells[1]),
                Integer.parseInt(cells[2]),
                Double.parseDouble(cells[3]),
                Math.exp(-logLoss),
                logLoss,
                Double.parseDouble(cells[5])));
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw new FaultException(
            "%s, line %d: no prediction, found \"%s\"".formatted(file, i + 1, lines.get(i)));
      }
    }
    return guesses;
  }
}
