package org.bnnlab.data.shapes;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The figures that {@code shapes32} tells apart, in the order of their labels.
 *
 * <p>Each is a set of points around the origin, x to the right and y down, within about one unit,
 * and has a {@link #unit}: drawn with it, all cover the same area, so that the share of coloured
 * pixels does not give the class away.
 */
enum Figure {
  DISC((x, y) -> x * x + y * y <= 1),
  RING((x, y) -> within(x * x + y * y, 0.3, 1)),
  SQUARE((x, y) -> side(x, y) <= 0.9),
  FRAME((x, y) -> within(side(x, y), 0.5, 0.9)),
  TRIANGLE((x, y) -> y <= 0.6 && y >= -1.1 + Math.abs(x) * 1.7),
  CROSS((x, y) -> side(x, y) <= 1 && Math.min(Math.abs(x), Math.abs(y)) <= 0.3),
  STAR(Figure::inStar),
  CRESCENT((x, y) -> x * x + y * y <= 1 && (x - 0.5) * (x - 0.5) + y * y > 0.55),
  HOURGLASS((x, y) -> Math.abs(y) <= 0.9 && Math.abs(x) <= 0.1 + 0.9 * Math.abs(y)),
  BARS((x, y) -> Math.abs(x) <= 1 && within(Math.abs(y), 0.3, 0.85));

  /** Whether a point belongs to a figure. */
  @FunctionalInterface
  private interface Region {
    boolean contains(double x, double y);
  }

  @SuppressWarnings("ImmutableEnumChecker") // the regions above are formulas, without state
  private final Region region;

  private final double unit;

  Figure(Region region) {
    this.region = region;
    this.unit = Math.sqrt(Math.PI / area(region));
  }

  /** Names in the order of the labels. */
  static List<String> names() {
    return Arrays.stream(values()).map(figure -> figure.name().toLowerCase(Locale.ROOT)).toList();
  }

  /** Whether the figure, scaled to the area of the unit disc, contains the point. */
  boolean contains(double x, double y) {
    return region.contains(x / unit, y / unit);
  }

  /** Counts the points of a fine grid: plain arithmetic, so every machine finds the same area. */
  private static double area(Region region) {
    int steps = 256;
    double reach = 1.5;
    int inside = 0;
    for (int row = 0; row < steps; row++) {
      for (int column = 0; column < steps; column++) {
        double x = reach * (2 * column + 1 - steps) / steps;
        double y = reach * (2 * row + 1 - steps) / steps;
        if (region.contains(x, y)) {
          inside++;
        }
      }
    }
    return inside * (2 * reach / steps) * (2 * reach / steps);
  }

  private static boolean within(double value, double from, double to) {
    return value >= from && value <= to;
  }

  private static double side(double x, double y) {
    return Math.max(Math.abs(x), Math.abs(y));
  }

  /**
   * The pentagram with a point up: its five lines lie at distance cos 72° from the origin, and a
   * point belongs to it when at most one of them divides it from the origin.
   */
  private static boolean inStar(double x, double y) {
    double line = 0.30901699437494745;
    int beyond = 0;
    beyond += -y > line ? 1 : 0;
    beyond += 0.9510565162951535 * x - 0.30901699437494745 * y > line ? 1 : 0;
    beyond += -0.9510565162951535 * x - 0.30901699437494745 * y > line ? 1 : 0;
    beyond += 0.5877852522924731 * x + 0.8090169943749475 * y > line ? 1 : 0;
    beyond += -0.5877852522924731 * x + 0.8090169943749475 * y > line ? 1 : 0;
    return beyond <= 1;
  }
}
