package org.bnnlab.bench.plot;

import java.util.List;

/** What a figure is drawn on; colours are {@code #rrggbb}, y goes downwards. */
interface Canvas {

  /** Where a text stands relative to its place. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /**
   * How a text looks.
   *
   * @param size height in pixels
   * @param bold whether it is heavy
   * @param colour its colour
   * @param anchor which end of it is at the place
   */
  record Lettering(int size, boolean bold, String colour, Anchor anchor) {}

  /** A filled rectangle with rounded corners. */
  void rectangle(double x, double y, double width, double height, double radius, String colour);

  /** A line through points. */
  void line(List<Point> points, String colour, double width);

  /** A text whose base line is at y. */
  void text(double x, double y, String text, Lettering lettering);
}
