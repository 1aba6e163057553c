package org.bnnlab.runtime.kernel;

/**
 * What the machine could reach: xor, bit count and add on values that stay in registers, two
 * operations for each bit.
 */
public final class Limit {

  private static final int ROUNDS = 25;
  private static final int STEPS = 200_000;

  private Limit() {}

  /** The best of several rounds, in 10^9 operations a second of one thread. */
  public static double gops(Kernels kernels) {
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      long bits = kernels.saturate(STEPS, round);
      double nanos = System.nanoTime() - start;
      best = Math.max(best, 2.0 * (double) bits / nanos);
    }
    return best;
  }
}
