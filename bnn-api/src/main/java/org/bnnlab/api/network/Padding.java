package org.bnnlab.api.network;

import static org.bnnlab.api.check.Checks.requireArgument;

/**
 * Border of a convolution's input.
 *
 * @param size pixels on each side
 * @param value what the border holds; it is written after the sign
 */
public record Padding(int size, Value value) {

  /** No border. */
  public static final Padding NONE = new Padding(0, Value.ZERO);

  /** What a border holds. */
  public enum Value {
    /** 0: products with it vanish, so outputs at the border have fewer terms. */
    ZERO(0),
    /** -1, the usual choice of packed kernels. */
    MINUS_ONE(-1),
    /** +1. */
    PLUS_ONE(1);

    private final int number;

    Value(int number) {
      this.number = number;
    }

    /** The value as a number. */
    public int number() {
      return number;
    }
  }

  /** Checks the size. */
  public Padding {
    requireArgument(size >= 0, "padding must be at least 0, found %d", size);
  }

  /** A border of zeros. */
  public static Padding zeros(int size) {
    return new Padding(size, Value.ZERO);
  }
}
