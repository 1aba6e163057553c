package org.bnnlab.models.cost;

import static org.bnnlab.api.check.Checks.requireArgument;
import static org.bnnlab.api.check.Checks.requireFound;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The published costs that the project knows ({@code published-costs.csv}). */
public final class PublishedCosts {

  private static final String FILE = "published-costs.csv";
  private static final int COLUMNS = 7;

  private final List<PublishedCost> all;

  private PublishedCosts(List<PublishedCost> all) {
    this.all = List.copyOf(all);
  }

  /** Reads the project's file. */
  public static PublishedCosts load() {
    var stream = requireFound(PublishedCosts.class.getResourceAsStream(FILE), "no file %s", FILE);
    try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return new PublishedCosts(
          lines
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(PublishedCosts::figure)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All figures, in the order of the file. */
  public List<PublishedCost> all() {
    return all;
  }

  /** The figures about one network. */
  public List<PublishedCost> about(
      String model, String method, Map<String, String> options, String input) {
    return all.stream()
        .filter(figure -> figure.models().contains(model))
        .filter(figure -> figure.method().equals(method))
        .filter(figure -> figure.options().equals(options))
        .filter(figure -> figure.input().equals(input))
        .toList();
  }

  private static PublishedCost figure(String line) {
    String[] cells = line.split(",", COLUMNS);
    requireArgument(cells.length == COLUMNS, "%s: not %d columns in: %s", FILE, COLUMNS, line);
    return new PublishedCost(
        List.of(cells[0].split("\\|", -1)),
        cells[1],
        options(cells[2]),
        cells[3],
        Quantity.named(cells[4])
            .orElseThrow(
                () -> new IllegalArgumentException(FILE + ": unknown quantity in: " + line)),
        new BigDecimal(cells[5]),
        cells[6]);
  }

  private static Map<String, String> options(String cell) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String option : cell.isEmpty() ? new String[0] : cell.split(";", -1)) {
      int equals = option.indexOf('=');
      requireArgument(equals > 0, "%s: option without a value: %s", FILE, option);
      options.put(option.substring(0, equals), option.substring(equals + 1));
    }
    return options;
  }
}
