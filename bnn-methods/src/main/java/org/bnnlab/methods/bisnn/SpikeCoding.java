package org.bnnlab.methods.bisnn;

/** The population code of numbers ({@code utils/data_utils.py}). */
final class SpikeCoding {

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
  static double[] populationRates(double x, int neurons, double width) {
    double[] rates = new double[neurons];
    for (int k = 0; k < neurons; k++) {
      double centre = 100.0 * k / (neurons - 1);
      double angle = Math.clamp(Math.PI * (100 * x - centre) / width, -Math.PI, Math.PI);
      rates[k] = 0.5 + 0.5 * Math.cos(angle);
    }
    return rates;
  }
}
