package org.bnnlab.api.parameter;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** How a parameter starts. Values are drawn in Java, so they do not depend on the engine. */
public sealed interface Initializer {

  /**
   * Draws the start values.
   *
   * @param shape shape of the parameter; weights are (O, I/groups, kH, kW) or (O, I)
   * @param random source of the numbers, consumed in row-major order
   * @return {@code shape.size()} values in row-major order
   */
  float[] values(Shape shape, RandomGenerator random);

  /** Every entry equals {@code value}. */
  record Constant(double value) implements Initializer {
    @Override
    public float[] values(Shape shape, RandomGenerator random) {
      float[] values = new float[Math.toIntExact(shape.size())];
      Arrays.fill(values, (float) value);
      return values;
    }
  }

  /** Uniform on [low, high). */
  record Uniform(double low, double high) implements Initializer {
    @Override
    public float[] values(Shape shape, RandomGenerator random) {
      return drawn(shape, () -> low + (high - low) * random.nextDouble());
    }
  }

  /** Normal with mean 0. */
  record Normal(double deviation) implements Initializer {
    @Override
    public float[] values(Shape shape, RandomGenerator random) {
      return drawn(shape, () -> deviation * random.nextGaussian());
    }
  }

  /** Normal with standard deviation sqrt(2 / fan) (He et al., 2015, arXiv 1502.01852). */
  record HeNormal(Fan fan) implements Initializer {
    @Override
    public float[] values(Shape shape, RandomGenerator random) {
      return new Normal(Math.sqrt(2.0 / (double) fan.of(shape))).values(shape, random);
    }
  }

  /** Uniform within ±1/sqrt(fan in): what torch's convolution and linear layers start with. */
  record InverseRootUniform() implements Initializer {
    @Override
    public float[] values(Shape shape, RandomGenerator random) {
      double bound = 1 / Math.sqrt((double) Fan.IN.of(shape));
      return new Uniform(-bound, bound).values(shape, random);
    }
  }

  /** {@code +magnitude} or {@code -magnitude} with equal probability. */
  record RandomSign(double magnitude) implements Initializer {
    @Override
    public float[] values(Shape shape, RandomGenerator random) {
      return drawn(shape, () -> random.nextBoolean() ? magnitude : -magnitude);
    }
  }

  /** Number of connections of one output (IN) or one input (OUT) of a weight. */
  enum Fan {
    /** I/groups · kH · kW. */
    IN {
      @Override
      long of(Shape weight) {
        return weight.size() / weight.get(0);
      }
    },
    /** O · kH · kW. */
    OUT {
      @Override
      long of(Shape weight) {
        return weight.size() / weight.get(1);
      }
    };

    abstract long of(Shape weight);
  }

  private static float[] drawn(Shape shape, java.util.function.DoubleSupplier next) {
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) next.getAsDouble();
    }
    return values;
  }
}
