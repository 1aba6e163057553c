package org.bnnlab.data.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The regression problem of BiSNN (official code {@code utils/data_utils.py}): {@code f(x) = x -
 * 0.1 x² + cos(π x / 2)}, known on three intervals with noise, asked for between them too.
 */
public final class OneDimension {

  private static final double NOISE = 0.1;

  private OneDimension() {}

  /** One value of the function. */
  public record Point(double x, double y) {}

  /** {@code f}. */
  public static double function(double x) {
    return x - 0.1 * x * x + Math.cos(Math.PI * x / 2);
  }

  /** x in [-1, 0), [1.5, 2.5) and [4, 5) in steps of 1/20, y with Gaussian noise of 0.1. */
  public static List<Point> training(RandomGenerator random) {
    List<Point> points = new ArrayList<>();
    for (double from : new double[] {-1, 1.5, 4}) {
      for (int i = 0; i < 20; i++) {
        double x = from + i / 20.0;
        points.add(new Point(x, function(x) + NOISE * random.nextGaussian()));
      }
    }
    return points;
  }

  /** x in [-1, 5) in steps of 1/100, without noise. */
  public static List<Point> test() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      double x = -1 + i / 100.0;
      points.add(new Point(x, function(x)));
    }
    return points;
  }

  /** Both axes scaled to [0, 1] by the least and greatest values of the test, as spikes need. */
  public static List<Point> scaled(List<Point> points) {
    List<Point> test = test();
    double lowX = test.stream().mapToDouble(Point::x).min().orElseThrow();
    double highX = test.stream().mapToDouble(Point::x).max().orElseThrow();
    double lowY = test.stream().mapToDouble(Point::y).min().orElseThrow();
    double highY = test.stream().mapToDouble(Point::y).max().orElseThrow();
    return points.stream()
        .map(p -> new Point((p.x - lowX) / (highX - lowX), (p.y - lowY) / (highY - lowY)))
        .toList();
  }
}
