package org.bnnlab.bench.plot;

import java.util.ArrayList;
import java.util.List;

/** Lines with no more points than one can see (Douglas and Peucker, 1973). */
final class Polyline {

  private static final double TOLERANCE = 0.1;

  private Polyline() {}

  /** The line without points that lie within a tenth of a pixel of what remains. */
  static List<Point> simplified(List<Point> points) {
    List<Point> kept = new ArrayList<>();
    if (!points.isEmpty()) {
      kept.add(points.getFirst());
      keep(points, 0, points.size() - 1, kept);
    }
    return kept;
  }

  private static void keep(List<Point> points, int first, int last, List<Point> kept) {
    int farthest = first;
    double distance = TOLERANCE;
    for (int i = first + 1; i < last; i++) {
      double here = points.get(i).distanceTo(points.get(first), points.get(last));
      if (here > distance) {
        farthest = i;
        distance = here;
      }
    }
    if (farthest != first) {
      keep(points, first, farthest, kept);
      keep(points, farthest, last, kept);
    } else if (last > first) {
      kept.add(points.get(last));
    }
  }
}
