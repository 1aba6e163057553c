package org.bnnlab.runtime.kernel;

/**
 * A binary convolution and the sign behind it, as one comparison of integers. With m mismatches the
 * sum is c - 2m, c the {@linkplain BinaryLayer correction}, and {@code c - 2m >= threshold} is the
 * same as {@code m <= floor((c - threshold) / 2)}.
 */
public final class CountLayer {

  final BinaryLayer layer;
  final SignLayer sign;

  /** Largest counts that give a 1, ordered like the corrections. */
  final int[] limits;

  /**
   * Folds the thresholds.
   *
   * @param layer a convolution in one group
   * @param sign dense signs of what comes out
   */
  public CountLayer(BinaryLayer layer, SignLayer sign) {
    this.layer = layer;
    this.sign = sign;
    this.limits = new int[layer.corrections.length];
    for (int i = 0; i < limits.length; i++) {
      // Sums are integers below 2^24, so doubles hold the difference exactly enough for its floor.
      double threshold = sign.thresholds[i % sign.thresholds.length];
      double limit = Math.floor((layer.corrections[i] - threshold) / 2);
      // Not a number is reached by nothing, nor is infinity; counts begin at 0.
      limits[i] = limit >= 0 ? (int) Math.min(limit, Integer.MAX_VALUE) : -1;
    }
  }

  /** Words that the gathered windows of so many pixels take. */
  public int windowWords(int pixels) {
    return layer.windowWords(pixels);
  }
}
