package org.bnnlab.bench.plot;

import java.util.List;

/**
 * One line of a figure.
 *
 * @param label what the legend says
 * @param points the line from left to right
 */
public record Series(String label, List<Point> points) {

  /** Copies the points. */
  public Series {
    points = List.copyOf(points);
  }
}
