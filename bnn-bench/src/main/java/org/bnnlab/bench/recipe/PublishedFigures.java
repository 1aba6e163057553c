package org.bnnlab.bench.recipe;

import static org.bnnlab.api.check.Checks.requireArgument;
import static org.bnnlab.api.check.Checks.requireFound;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the published accuracies that the project knows ({@code published-figures.csv}). */
final class PublishedFigures {

  private static final String FILE = "published-figures.csv";
  private static final int COLUMNS = 9;

  private PublishedFigures() {}

  /** Every figure by its id, in the order of the file. */
  static Map<String, PublishedFigure> load() {
    var stream = requireFound(PublishedFigures.class.getResourceAsStream(FILE), "no file %s", FILE);
    Map<String, PublishedFigure> figures = new LinkedHashMap<>();
    try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(PublishedFigures::figure)
          .forEach(
              figure ->
                  requireArgument(
                      figures.putIfAbsent(figure.id(), figure) == null,
                      "%s: two figures are called %s",
                      FILE,
                      figure.id()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return figures;
  }

  /** Only the source, which is last, may hold commas. */
  private static PublishedFigure figure(String line) {
    String[] cells = line.split(",", COLUMNS);
    requireArgument(cells.length == COLUMNS, "%s: not %d columns in: %s", FILE, COLUMNS, line);
    return new PublishedFigure(
        cells[0],
        cells[2],
        cells[3],
        cells[4],
        new Published(
            Double.parseDouble(cells[5]), number(cells[6]), cells[8], cells[7], List.of()));
  }

  private static @Nullable Double number(String cell) {
    return cell.isEmpty() ? null : Double.valueOf(cell);
  }
}
