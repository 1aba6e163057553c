package org.bnnlab.runtime.engine;

/** What one thread computes a range in. */
final class Room {

  /** The values of the range. */
  final float[] values;

  /** Gathered windows of signs. */
  final int[] windows;

  /** One block of channels, where it cannot be computed in its place. */
  final float[] apart;

  /** Weights that are bits elsewhere, some at a time. */
  final float[] weights;

  /**
   * Room for the largest range.
   *
   * @param size what it takes
   */
  Room(Size size) {
    values = new float[size.values()];
    windows = new int[size.windows()];
    apart = new float[size.apart()];
    weights = new float[size.weights()];
  }

  /**
   * What ranges take.
   *
   * @param values values of a range
   * @param windows words of its windows
   * @param apart values of a block of channels
   * @param weights weights that kernels make of bits
   */
  record Size(int values, int windows, int apart, int weights) {

    /** No room. */
    static final Size NONE = new Size(0, 0, 0, 0);

    /** Room for either. */
    Size with(Size other) {
      return new Size(
          Math.max(values, other.values),
          Math.max(windows, other.windows),
          Math.max(apart, other.apart),
          Math.max(weights, other.weights));
    }

    /** Bytes of it. */
    long bytes() {
      return 4L * ((long) values + windows + apart + weights);
    }
  }
}
