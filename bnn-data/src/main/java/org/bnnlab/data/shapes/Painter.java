package org.bnnlab.data.shapes;

import java.util.random.RandomGenerator;

/**
 * Draws one image: a figure on a ground, both with a colour and a pattern that say nothing of the
 * figure, specks, noise.
 *
 * <p>Integer and double arithmetic with {@link StrictMath} only: the bytes are the same on every
 * platform.
 */
final class Painter {

  static final int SIDE = 32;
  static final int PLANE = SIDE * SIDE;

  /** Points per pixel and direction at which the figure's edge is sampled. */
  private static final int SAMPLES = 3;

  private final Difficulty difficulty;
  private final double[] coverage = new double[PLANE];

  Painter(Difficulty difficulty) {
    this.difficulty = difficulty;
  }

  /**
   * Draws {@code figure} as {@code 3 x 32 x 32} unsigned bytes.
   *
   * @param random everything random in this image comes from it, in a fixed order
   */
  void paint(Figure figure, RandomGenerator random, byte[] target, int offset) {
    outline(figure, random);
    specks(random);
    Texture figureTexture = Texture.random(random);
    Texture groundTexture = Texture.random(random);
    double sign = random.nextDouble() < difficulty.darkShare() ? -1 : 1;
    double contrast = sign * difficulty.contrast() * (1 + random.nextDouble());
    double brightness = 128 + symmetric(random, 20);
    double[] figureColour = colour(brightness + contrast / 2, random);
    double[] groundColour = colour(brightness - contrast / 2, random);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int pixel = y * SIDE + x;
        double share = coverage[pixel];
        double onFigure = difficulty.texture() * figureTexture.at(x, y);
        double onGround = difficulty.texture() * groundTexture.at(x, y);
        for (int channel = 0; channel < 3; channel++) {
          double value =
              share * (figureColour[channel] + onFigure)
                  + (1 - share) * (groundColour[channel] + onGround)
                  + difficulty.noise() * noise(random);
          target[offset + channel * PLANE + pixel] =
              (byte) (int) Math.floor(Math.clamp(value, 0, 255) + 0.5);
        }
      }
    }
  }

  /** Which share of every pixel the figure covers. */
  private void outline(Figure figure, RandomGenerator random) {
    double radius =
        difficulty.minRadius()
            + (difficulty.maxRadius() - difficulty.minRadius()) * random.nextDouble();
    double centreX = SIDE / 2.0 + symmetric(random, difficulty.maxShift());
    double centreY = SIDE / 2.0 + symmetric(random, difficulty.maxShift());
    double angle = symmetric(random, difficulty.maxTurn()) * Math.PI / 180;
    double cos = StrictMath.cos(angle) / radius;
    double sin = StrictMath.sin(angle) / radius;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int inside = 0;
        for (int row = 0; row < SAMPLES; row++) {
          for (int column = 0; column < SAMPLES; column++) {
            double dx = x + (column + 0.5) / SAMPLES - centreX;
            double dy = y + (row + 0.5) / SAMPLES - centreY;
            if (figure.contains(cos * dx + sin * dy, cos * dy - sin * dx)) {
              inside++;
            }
          }
        }
        coverage[y * SIDE + x] = (double) inside / (SAMPLES * SAMPLES);
      }
    }
  }

  /** Small spots where figure and ground change places. */
  private void specks(RandomGenerator random) {
    int count = random.nextInt(difficulty.specks() + 1);
    for (int speck = 0; speck < count; speck++) {
      double centreX = SIDE * random.nextDouble();
      double centreY = SIDE * random.nextDouble();
      double radius = 1 + random.nextDouble();
      double reach = radius * radius;
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          double dx = x + 0.5 - centreX;
          double dy = y + 0.5 - centreY;
          if (dx * dx + dy * dy <= reach) {
            coverage[y * SIDE + x] = 1 - coverage[y * SIDE + x];
          }
        }
      }
    }
  }

  /** A colour of the given mean, its channels up to 35 grey levels away from it. */
  private static double[] colour(double mean, RandomGenerator random) {
    double[] colour = new double[3];
    double sum = 0;
    for (int channel = 0; channel < 3; channel++) {
      colour[channel] = symmetric(random, 35);
      sum += colour[channel];
    }
    for (int channel = 0; channel < 3; channel++) {
      colour[channel] += mean - sum / 3;
    }
    return colour;
  }

  private static double symmetric(RandomGenerator random, double limit) {
    return limit * (2 * random.nextDouble() - 1);
  }

  /**
   * Nearly normal with standard deviation 1: the sum of four 16-bit numbers of one draw, which
   * needs no library function.
   */
  private static double noise(RandomGenerator random) {
    long bits = random.nextLong();
    long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
    return (sum - 2 * 65535.0) / 37837.2;
  }
}
