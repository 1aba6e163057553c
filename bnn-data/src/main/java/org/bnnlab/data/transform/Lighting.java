package org.bnnlab.data.transform;

import static org.bnnlab.data.Checks.requireArgument;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.bnnlab.data.ImageShape;

/**
 * Light of another colour, along the principal axes of ImageNet's pixels (A. Krizhevsky, I.
 * Sutskever, G. Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012,
 * section 4.1): to the channels of every pixel is added {@code P (α ⊙ λ)}, with {@code α ~ N(0,
 * std²)} of three elements, eigenvectors P and eigenvalues λ.
 *
 * <p>It comes after all steps but {@link Normalize}; flips commute with it.
 *
 * @param std standard deviation of α; 0.1 in the papers
 * @param units what the sum is added to
 */
public record Lighting(double std, Units units) implements Transform {

  private static final double[] VALUES = {0.2175, 0.0188, 0.0045};
  private static final double[][] VECTORS = {
    {-0.5675, 0.7192, 0.4009}, {-0.5808, -0.0045, -0.8140}, {-0.5836, -0.6948, 0.4203}
  };

  /** What the sum is added to. */
  public enum Units {
    /** The range [0, 1], as the paper: eigenvalues and pixels have the same unit. */
    UNIT,
    /**
     * Grey levels 0..255, held within them and rounded down, as the code that many binary networks
     * share (a class {@code Lighting} for Pillow images, often with ReActNet and MetaPruning).
     * There the sum, mostly below half a level, changes a pixel by one level at most.
     */
    LEVELS;

    /** The name in recipes: {@code unit}, {@code levels}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Lighting {
    requireArgument(
        std >= 0 && Double.isFinite(std), "lighting std must be at least 0, found %s", std);
  }

  @Override
  public String canonical() {
    return "lighting(%s, units: %s)".formatted(std, units.id());
  }

  @Override
  public ImageShape outputShape(ImageShape input) {
    return Grayscale.requireColours(this, input);
  }

  /** Draws what is added to each channel. */
  public float[] draw(RandomGenerator random) {
    double[] alpha = new double[VALUES.length];
    for (int i = 0; i < alpha.length; i++) {
      alpha[i] = std * random.nextGaussian();
    }
    float[] added = new float[VECTORS.length];
    for (int c = 0; c < added.length; c++) {
      double sum = 0;
      for (int i = 0; i < alpha.length; i++) {
        sum += VECTORS[c][i] * alpha[i] * VALUES[i];
      }
      added[c] = (float) sum;
    }
    return added;
  }

  /** The values of the 256 grey levels in [0, 1] under the light {@code added}. */
  void light(float[] table, float added) {
    for (int level = 0; level < table.length; level++) {
      table[level] =
          switch (units) {
            case UNIT -> level / 255f + added;
            case LEVELS -> Math.clamp((int) Math.max(0, level + added), 0, 255) / 255f;
          };
    }
  }
}
