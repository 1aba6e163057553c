package org.bnnlab.bench.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plot as data; the page's script draws it.
 *
 * @param title what it shows
 * @param x title of the horizontal axis
 * @param y title of the vertical axis
 * @param logarithmic whether the horizontal axis is logarithmic
 * @param categories names along the vertical axis in place of numbers; empty for numbers
 * @param series what is drawn
 */
record Chart(
    String title,
    String x,
    String y,
    boolean logarithmic,
    List<String> categories,
    List<Line> series) {

  Chart {
    categories = List.copyOf(categories);
    series = List.copyOf(series);
  }

  /** How points are joined. */
  enum Style {
    POINTS,
    LINE,
    STEPS,
    /** Each point with the one before it, two by two. */
    PAIRS
  }

  /**
   * Points of one kind.
   *
   * @param name name in the legend
   * @param style how they are joined
   * @param points the points
   */
  record Line(String name, Style style, List<Point> points) {

    Line {
      points = List.copyOf(points);
    }
  }

  /**
   * A point.
   *
   * @param x horizontally
   * @param y vertically: a number, or the position of a category
   * @param label what stands beside it when it is pointed at, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Point(double x, double y, @Nullable String label) {}
}
