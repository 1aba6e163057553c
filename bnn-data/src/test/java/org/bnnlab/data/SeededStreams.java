package org.bnnlab.data;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Random streams for tests, keyed by seed, purpose, epoch and index. */
public record SeededStreams(long seed) implements RandomStreams {

  @Override
  public RandomGenerator stream(String purpose, long epoch, long index) {
    SplittableRandom random = new SplittableRandom(seed ^ purpose.hashCode());
    random = new SplittableRandom(random.nextLong() + epoch);
    return new SplittableRandom(random.nextLong() + index);
  }
}
