package org.bnnlab.methods.bisnn;

import static org.bnnlab.api.check.Checks.requireArgument;

/**
 * A fixed random read-out r = κ (G·S + c) with entries of ±1 and κ = 1/√(fan-in). It is never
 * trained.
 */
final class Readout {

  private final double[] weights;
  private final double[] bias;
  private final int classes;
  private final int inputs;
  private final double scale;

  /**
   * A read-out.
   *
   * @param weights G (classes, inputs), row-major
   * @param bias c, one for each class; empty without
   */
  Readout(double[] weights, double[] bias, int classes) {
    requireArgument(
        classes >= 1 && weights.length % classes == 0,
        "%d weights make no read-out of %d classes",
        weights.length,
        classes);
    this.weights = weights.clone();
    this.bias = bias.clone();
    this.classes = classes;
    this.inputs = weights.length / classes;
    this.scale = 1 / Math.sqrt(inputs);
  }

  int classes() {
    return classes;
  }

  /** The read-outs (batch, classes) of spikes (batch, inputs). */
  double[] of(double[] spikes) {
    double[] readout = new double[spikes.length / inputs * classes];
    for (int b = 0; b < spikes.length / inputs; b++) {
      for (int c = 0; c < classes; c++) {
        double sum = bias.length == 0 ? 0 : bias[c];
        for (int i = 0; i < inputs; i++) {
          sum += weights[c * inputs + i] * spikes[b * inputs + i];
        }
        readout[b * classes + c] = scale * sum;
      }
    }
    return readout;
  }

  /** The gradient of the spikes (batch, inputs) from that of the read-outs (batch, classes). */
  double[] back(double[] errors) {
    double[] gradient = new double[errors.length / classes * inputs];
    for (int b = 0; b < errors.length / classes; b++) {
      for (int c = 0; c < classes; c++) {
        double error = scale * errors[b * classes + c];
        for (int i = 0; i < inputs; i++) {
          gradient[b * inputs + i] += error * weights[c * inputs + i];
        }
      }
    }
    return gradient;
  }
}
