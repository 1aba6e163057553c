package org.bnnlab.bench.plot;

/**
 * A point of a curve, or of the picture with y downwards.
 *
 * @param x to the right
 * @param y upwards in data, downwards in pictures
 */
public record Point(double x, double y) {

  /** Distance from the straight line between two points. */
  double distanceTo(Point from, Point to) {
    double dx = to.x - from.x;
    double dy = to.y - from.y;
    double length = Math.hypot(dx, dy);
    return length == 0
        ? Math.hypot(x - from.x, y - from.y)
        : Math.abs(dy * (x - from.x) - dx * (y - from.y)) / length;
  }
}
