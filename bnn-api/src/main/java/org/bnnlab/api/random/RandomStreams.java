package org.bnnlab.api.random;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * All randomness of a run: independent streams of one seed, named by (purpose, epoch, index).
 *
 * <p>A stream depends on nothing but its name and the seed, so threads, batch size and resumption
 * never change a result.
 *
 * @param seed the seed of the run
 */
public record RandomStreams(long seed) {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /**
   * A fresh generator at the start of the named stream.
   *
   * @param purpose what the numbers are for, such as {@code "order"} or {@code "init"}
   * @param epoch epoch, or 0 where the purpose knows none
   * @param index index inside the epoch, or 0
   */
  public RandomGenerator stream(String purpose, long epoch, long index) {
    long state = mix(seed ^ GOLDEN_GAMMA);
    for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
      state = mix(state + GOLDEN_GAMMA * (b + 1L));
    }
    state = mix(state + GOLDEN_GAMMA * (epoch + 1));
    state = mix(state ^ (GOLDEN_GAMMA * (index + 1)));
    return new SplittableRandom(state);
  }

  /** The finalizer of MurmurHash3 with Stafford's constants (variant 13): a bijection of longs. */
  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
