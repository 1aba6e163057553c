package org.bnnlab.methods.bisnn;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.SpikeCode;

/** The spikes of a batch, one time step after another. */
final class SpikeEncoder {

  private final SpikeCode code;
  private final int batch;
  private final double[] rates;
  private final int perStep;
  private final int steps;
  private final RandomGenerator random;
  private int step;

  /**
   * Spikes of samples.
   *
   * @param samples values (batch, ...), row-major
   * @param random draws the spikes of codes with rates
   * @throws FaultException if a value cannot be a rate or a spike
   */
  SpikeEncoder(
      Operation.SpikeEncoding encoding, float[] samples, int batch, RandomGenerator random) {
    this.code = encoding.code();
    this.steps = encoding.steps();
    this.batch = batch;
    this.random = random;
    this.rates =
        switch (code) {
          case SpikeCode.Rate ignored -> checked(samples);
          case SpikeCode.Events ignored -> checked(samples);
          case SpikeCode.Population population -> populationRates(population, samples);
        };
    int perSample = rates.length / batch;
    this.perStep = code instanceof SpikeCode.Events ? perSample / steps : perSample;
  }

  private static double[] checked(float[] samples) {
    double[] values = new double[samples.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = samples[i];
      if (!(values[i] >= 0 && values[i] <= 1)) {
        throw new FaultException(
            "spikes come from values in [0, 1], found %s; leave the images as they are (normalize: none)"
                .formatted(values[i]));
      }
    }
    return values;
  }

  private static double[] populationRates(SpikeCode.Population code, float[] samples) {
    int neurons = code.neurons();
    double[] rates = new double[samples.length * neurons];
    for (int i = 0; i < samples.length; i++) {
      double x = (samples[i] - code.low()) / (code.high() - code.low());
      double[] own = SpikeCoding.populationRates(x, neurons, 100.0 / (neurons - 1));
      System.arraycopy(own, 0, rates, i * neurons, neurons);
    }
    return rates;
  }

  /** The spikes (batch, inputs) of the next step, 0 or 1. */
  double[] next() {
    if (code instanceof SpikeCode.Events) {
      double[] spikes = new double[batch * perStep];
      for (int b = 0; b < batch; b++) {
        System.arraycopy(rates, (b * steps + step) * perStep, spikes, b * perStep, perStep);
      }
      step++;
      return spikes;
    }
    double[] spikes = Arrays.copyOf(rates, rates.length);
    for (int i = 0; i < spikes.length; i++) {
      spikes[i] = spikes[i] > 0 && random.nextDouble() < spikes[i] ? 1 : 0;
    }
    return spikes;
  }
}
