package org.bnnlab.methods.bisnn;

import java.util.random.RandomGenerator;

/** Uniform numbers in (0, 1) for the weights that a step draws; tests replay recorded ones. */
@FunctionalInterface
interface Noise {

  /**
   * The numbers of one tensor at the next draw.
   *
   * @param uniform takes them, in the tensor's own order
   * @param tensor number of the tensor: weights and biases of each layer in turn
   */
  void fill(double[] uniform, int tensor);

  /** Numbers of a stream, neither 0 nor 1. */
  static Noise of(RandomGenerator random) {
    return (uniform, tensor) -> {
      for (int i = 0; i < uniform.length; i++) {
        uniform[i] = ((random.nextLong() >>> 11) + 0.5) * 0x1p-53;
      }
    };
  }
}
