package org.bnnlab.data;

import java.util.random.RandomGenerator;

/**
 * The named random streams of one experiment's seed.
 *
 * <p>Equal arguments give a generator that starts at the same point, different ones independent
 * streams. So what a sample looks like never depends on threads, batch size or a resumed run.
 */
@FunctionalInterface
public interface RandomStreams {

  /**
   * A fresh generator. Called by several threads at once, once or twice for every sample.
   *
   * @param purpose what the numbers are for: {@code order}, {@code crop}, {@code flip}, ...
   * @param epoch counted from 0
   * @param index of the sample in its data set, or 0 for a purpose of the whole epoch
   */
  RandomGenerator stream(String purpose, long epoch, long index);

  /** The streams of one sample in one epoch. */
  default SampleRandom forSample(long epoch, long index) {
    return purpose -> stream(purpose, epoch, index);
  }
}
