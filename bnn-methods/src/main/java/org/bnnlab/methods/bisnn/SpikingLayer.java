package org.bnnlab.methods.bisnn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One layer of spike-response neurons over a batch: its traces, and what a time step makes of them
 * ({@code model/LIF_base.py}, in the same order of operations).
 *
 * <p>The threshold is 0, and U = 0 fires. Nothing of a step depends on weights of another layer or
 * on earlier steps except through the traces P, Q, R and the spikes S.
 */
final class SpikingLayer {

  private static final double WINDOW = 0.5;

  private final Synapses synapses;
  private final NeuronConstants constants;
  private final @Nullable Pooling pooling;
  private final Readout readout;
  private final double scale;
  private double[] trace = new double[0];
  private double[] current = new double[0];
  private double[] refractory = new double[0];
  private double[] membrane = new double[0];
  private double[] spikes = new double[0];
  private double[] sent = new double[0];
  private int[] winners = new int[0];
  private double[] upstream = new double[0];

  /**
   * A layer at rest.
   *
   * @param pooling what joins membrane potentials before spikes are sent on, or null
   * @param readout its fixed read-out
   */
  SpikingLayer(
      Synapses synapses, NeuronConstants constants, @Nullable Pooling pooling, Readout readout) {
    this.synapses = synapses;
    this.constants = constants;
    this.pooling = pooling;
    this.readout = readout;
    this.scale = 1 / Math.sqrt(synapses.fanIn());
  }

  Synapses synapses() {
    return synapses;
  }

  Readout readout() {
    return readout;
  }

  /** Values of one sample that the layer sends. */
  int sentPerSample() {
    return pooling == null ? synapses.outputs() : pooling.outputs();
  }

  /** U of the last step (batch, outputs). */
  double[] membrane() {
    return membrane;
  }

  /** R of the last step (batch, outputs). */
  double[] refractory() {
    return refractory;
  }

  /** Spikes of the last step (batch, sent), 0 or 1. */
  double[] sent() {
    return sent;
  }

  /** Puts the layer to rest, for a batch of some size. */
  void reset(int batch) {
    trace = new double[batch * synapses.inputs()];
    current = new double[trace.length];
    membrane = new double[batch * synapses.outputs()];
    refractory = new double[membrane.length];
    spikes = new double[membrane.length];
    upstream = new double[membrane.length];
    sent = pooling == null ? spikes : new double[batch * pooling.outputs()];
    winners = new int[pooling == null ? 0 : sent.length];
  }

  /**
   * One time step.
   *
   * @param input spikes of the layer before (batch, inputs), 0 or 1
   * @param weights weights in the order of the synapses
   * @param bias one for each channel; empty without
   */
  void step(double[] input, double[] weights, double[] bias) {
    for (int i = 0; i < trace.length; i++) {
      trace[i] = constants.alpha() * trace[i] + current[i];
      current[i] = constants.beta() * current[i] + input[i];
    }
    for (int i = 0; i < refractory.length; i++) {
      refractory[i] = constants.gamma() * refractory[i] + spikes[i];
    }
    sums(weights, bias);
    for (int i = 0; i < membrane.length; i++) {
      membrane[i] = scale * membrane[i] - refractory[i];
      spikes[i] = membrane[i] >= 0 ? 1 : 0;
    }
    if (pooling != null) {
      pooling.apply(membrane, winners);
      for (int i = 0; i < sent.length; i++) {
        sent[i] = membrane[winners[i]] >= 0 ? 1 : 0;
      }
    }
  }

  /** W·P + b. */
  private void sums(double[] weights, double[] bias) {
    int outputs = synapses.outputs();
    int perChannel = outputs / synapses.channels();
    Arrays.fill(membrane, 0);
    for (int b = 0; b < membrane.length / outputs; b++) {
      synapses.apply(weights, trace, b * synapses.inputs(), membrane, b * outputs);
      for (int channel = 0; channel < bias.length; channel++) {
        int start = b * outputs + channel * perChannel;
        for (int i = start; i < start + perChannel; i++) {
          membrane[i] += bias[channel];
        }
      }
    }
  }

  /**
   * Adds the gradient of the layer's own loss at the last step.
   *
   * @param errors gradient of the read-outs (batch, classes)
   * @param weights takes the gradient of the weights
   * @param bias takes that of the biases; empty without
   */
  void gradient(double[] errors, double[] weights, double[] bias) {
    int outputs = synapses.outputs();
    int perChannel = outputs / synapses.channels();
    potentials(errors);
    for (int b = 0; b < membrane.length / outputs; b++) {
      synapses.gradient(trace, b * synapses.inputs(), upstream, b * outputs, weights);
      for (int channel = 0; channel < bias.length; channel++) {
        int start = b * outputs + channel * perChannel;
        for (int i = start; i < start + perChannel; i++) {
          bias[channel] += upstream[i];
        }
      }
    }
  }

  /** κ ∂ℓ/∂U: back through the read-out, and past the threshold by a window of width 1. */
  private void potentials(double[] errors) {
    double[] ofSent = readout.back(errors);
    Arrays.fill(upstream, 0);
    for (int i = 0; i < ofSent.length; i++) {
      int neuron = pooling == null ? i : winners[i];
      if (surrogate(membrane[neuron]) != 0) {
        upstream[neuron] += scale * ofSent[i];
      }
    }
  }

  /** Slope in place of the derivative of the threshold: 1 on (−½, ½], else 0. */
  static double surrogate(double potential) {
    return potential > -WINDOW && potential <= WINDOW ? 1 : 0;
  }
}
