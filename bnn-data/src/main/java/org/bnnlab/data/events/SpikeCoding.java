package org.bnnlab.data.events;

import static org.bnnlab.data.Checks.requireArgument;

import java.util.random.RandomGenerator;

/**
 * Numbers to spikes, as in BiSNN (H. Jang, N. Skatchkovsky, O. Simeone, arXiv 2012.08300; official
 * code {@code utils/data_utils.py}) and its follow-up.
 */
public final class SpikeCoding {

  private SpikeCoding() {}

  /**
   * The population code: neuron k of K prefers {@code c_k = 100 k / (K - 1)} and fires with the
   * rate {@code 1/2 + 1/2 cos(clip(π (100 x - c_k) / Δ, -π, π))}.
   *
   * @param x in [0, 1]
   * @param neurons K; 10 for each coordinate of two moons, 20 for the 1-D function
   * @param width Δ; {@code 100 / (K - 1)} for two moons, four times that for the 1-D function
   * @return the K rates
   */
  public static double[] populationRates(double x, int neurons, double width) {
    requireArgument(neurons >= 2, "a population needs at least 2 neurons, found %d", neurons);
    requireArgument(width > 0, "width of a population code must be above 0, found %s", width);
    double[] rates = new double[neurons];
    for (int k = 0; k < neurons; k++) {
      double centre = 100.0 * k / (neurons - 1);
      double angle = Math.clamp(Math.PI * (100 * x - centre) / width, -Math.PI, Math.PI);
      rates[k] = 0.5 + 0.5 * Math.cos(angle);
    }
    return rates;
  }

  /**
   * Spikes drawn independently for each step and neuron; the rate code of an image has its
   * intensities in [0, 1] as rates.
   *
   * @param rates probability of a spike of each neuron in each step
   * @return (steps, neurons) values 0 or 1, one step after another
   */
  public static byte[] spikes(double[] rates, int steps, RandomGenerator random) {
    byte[] spikes = new byte[Math.multiplyExact(steps, rates.length)];
    for (int i = 0; i < spikes.length; i++) {
      spikes[i] = (byte) (random.nextDouble() < rates[i % rates.length] ? 1 : 0);
    }
    return spikes;
  }
}
