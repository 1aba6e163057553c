package org.bnnlab.bench.plot;

import java.util.List;

/**
 * One pair of axes with its lines.
 *
 * @param title what the lines show
 * @param abscissa what is to the right
 * @param series the lines, the first drawn first
 */
public record Chart(String title, String abscissa, List<Series> series) {

  /** Copies the lines. */
  public Chart {
    series = List.copyOf(series);
  }
}
