package org.bnnlab.api.method;

import static org.bnnlab.api.check.Checks.requireArgument;

/**
 * Bit widths of the body of a network.
 *
 * @param weights bits of a weight, 1 or 32
 * @param activations bits of an activation, 1 or 32
 */
public record Bits(int weights, int activations) {

  /** Binary weights and activations. */
  public static final Bits BINARY = new Bits(1, 1);

  /** Nothing is binary. */
  public static final Bits REAL = new Bits(32, 32);

  /** Checks the widths. */
  public Bits {
    requireArgument(
        (weights == 1 || weights == 32) && (activations == 1 || activations == 32),
        "bits are 1 or 32, found %d/%d",
        weights,
        activations);
  }

  @Override
  public String toString() {
    return weights + "/" + activations;
  }
}
