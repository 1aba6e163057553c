package org.bnnlab.data.shapes;

import java.util.random.RandomGenerator;

/** A pattern over the image, with values in [-1, 1] at every point (in pixels). */
sealed interface Texture {

  double at(double x, double y);

  /** A pattern of a random kind. */
  static Texture random(RandomGenerator random) {
    return switch (random.nextInt(3)) {
      case 0 -> Waves.random(random);
      case 1 -> Checks.random(random);
      default -> Clouds.random(random);
    };
  }

  /** Plane sine waves; {@code fx} and {@code fy} in radians per pixel. */
  record Waves(double fx, double fy, double phase) implements Texture {

    static Waves random(RandomGenerator random) {
      double length = 3 + 7 * random.nextDouble();
      double direction = Math.PI * random.nextDouble();
      double frequency = 2 * Math.PI / length;
      return new Waves(
          frequency * StrictMath.cos(direction),
          frequency * StrictMath.sin(direction),
          2 * Math.PI * random.nextDouble());
    }

    @Override
    public double at(double x, double y) {
      return StrictMath.sin(fx * x + fy * y + phase);
    }
  }

  /** A turned chequered board; {@code ux, uy} are a field's inverse edges in pixels. */
  record Checks(double ux, double uy, double shift) implements Texture {

    static Checks random(RandomGenerator random) {
      double edge = 2 + 3 * random.nextDouble();
      double direction = Math.PI * random.nextDouble();
      return new Checks(
          StrictMath.cos(direction) / edge,
          StrictMath.sin(direction) / edge,
          2 * random.nextDouble());
    }

    @Override
    public double at(double x, double y) {
      long column = (long) Math.floor(ux * x + uy * y + shift);
      long row = (long) Math.floor(ux * y - uy * x + shift);
      return (column + row) % 2 == 0 ? 1 : -1;
    }
  }

  /** Smooth noise: random values on a grid of 6 pixels, interpolated between. */
  final class Clouds implements Texture {

    private static final int CELL = 6;
    private static final int NODES = 8;

    private final double[][] grid = new double[NODES][NODES];

    private Clouds() {}

    static Clouds random(RandomGenerator random) {
      Clouds clouds = new Clouds();
      for (double[] row : clouds.grid) {
        for (int i = 0; i < NODES; i++) {
          row[i] = 2 * random.nextDouble() - 1;
        }
      }
      return clouds;
    }

    @Override
    public double at(double x, double y) {
      int column = (int) (x / CELL);
      int row = (int) (y / CELL);
      double dx = x / CELL - column;
      double dy = y / CELL - row;
      double above = grid[row][column] * (1 - dx) + grid[row][column + 1] * dx;
      double below = grid[row + 1][column] * (1 - dx) + grid[row + 1][column + 1] * dx;
      return above * (1 - dy) + below * dy;
    }
  }
}
