package org.bnnlab.api.network;

import static org.bnnlab.api.check.Checks.requireArgument;

/** How a sample becomes spikes: 0 or 1 for each input neuron at each time step. */
public sealed interface SpikeCode {

  /** Every value in [0, 1] is the probability of a spike, drawn anew in each step. */
  record Rate() implements SpikeCode {}

  /**
   * Every coordinate is seen by a population of neurons that each prefer one value: rescaled to [0,
   * 1], neuron k of K prefers k / (K − 1) and fires in each step with probability ½ + ½ cos of its
   * distance (Jang, Skatchkovsky, Simeone, 2021, arXiv 2012.08300).
   *
   * @param neurons K, for each coordinate
   * @param low value that becomes 0
   * @param high value that becomes 1
   */
  record Population(int neurons, double low, double high) implements SpikeCode {

    /** Checks the ranges. */
    public Population {
      requireArgument(neurons >= 2, "a population needs at least 2 neurons, found %d", neurons);
      requireArgument(low < high, "low end %s of a code must be below its high end %s", low, high);
    }
  }

  /** The sample is a recording: its channels are the steps, each with the channels of a step. */
  record Events() implements SpikeCode {}
}
