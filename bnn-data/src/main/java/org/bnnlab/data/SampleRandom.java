package org.bnnlab.data;

import java.util.random.RandomGenerator;

/** The random streams of one sample in one epoch, by purpose. */
@FunctionalInterface
public interface SampleRandom {

  /** A fresh generator at the start of the stream; ask only when a number is needed. */
  RandomGenerator stream(String purpose);
}
