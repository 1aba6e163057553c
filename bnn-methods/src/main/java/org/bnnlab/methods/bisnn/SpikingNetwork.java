package org.bnnlab.methods.bisnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Layers of spiking neurons with one-bit weights, trained in every time step by the loss of each
 * layer's own read-out ({@code train_utils.py}). No gradient passes between layers or steps.
 *
 * <p>Tensors are numbered: the weights of the first layer, its biases if it has any, the weights of
 * the second, and so on.
 */
final class SpikingNetwork {

  private final List<SpikingLayer> layers;
  private final boolean biased;
  private final List<double[]> latents = new ArrayList<>();
  private final List<double[]> weights = new ArrayList<>();
  private final List<double[]> gradients = new ArrayList<>();
  private final List<double[]> uniforms = new ArrayList<>();
  private double operations;

  /**
   * A network whose latent weights are 0.
   *
   * @param biased whether neurons have a bias
   */
  SpikingNetwork(List<SpikingLayer> layers, boolean biased) {
    this.layers = List.copyOf(layers);
    this.biased = biased;
    for (SpikingLayer layer : layers) {
      addTensor(layer.synapses().weights());
      if (biased) {
        addTensor(layer.synapses().channels());
      }
    }
  }

  private void addTensor(int size) {
    for (List<double[]> kind : List.of(latents, weights, gradients, uniforms)) {
      kind.add(new double[size]);
    }
  }

  List<SpikingLayer> layers() {
    return layers;
  }

  /** Latent weights and biases by number, in their own order; may be changed. */
  List<double[]> latents() {
    return latents;
  }

  /** The weights and biases in use. */
  List<double[]> weights() {
    return weights;
  }

  /** The gradients of the last trained step, with respect to the weights in use. */
  List<double[]> gradients() {
    return gradients;
  }

  /** Spikes times fan-out since the last reset, of all samples together. */
  double synapticOperations() {
    return operations;
  }

  /** Takes the weights that a training step computes with. */
  void draw(WeightRule rule, Noise noise) {
    if (rule.drawn()) {
      fill(noise, rule::weight);
    } else {
      set(latent -> rule.weight(latent, 0));
    }
  }

  /** Takes the most probable weights. */
  void takeMode() {
    set(WeightRule::mode);
  }

  /** Takes the means of the weights. */
  void takeMean() {
    set(Math::tanh);
  }

  /** Takes weights of ±1 drawn from the posterior. */
  void takeSample(Noise noise) {
    fill(noise, WeightRule::sample);
  }

  private void set(DoubleUnaryOperator weightOf) {
    for (int tensor = 0; tensor < latents.size(); tensor++) {
      double[] latent = latents.get(tensor);
      double[] weight = weights.get(tensor);
      for (int i = 0; i < latent.length; i++) {
        weight[i] = weightOf.applyAsDouble(latent[i]);
      }
    }
  }

  private void fill(Noise noise, DoubleBinaryOperator weightOf) {
    for (int tensor = 0; tensor < latents.size(); tensor++) {
      double[] latent = latents.get(tensor);
      double[] weight = weights.get(tensor);
      double[] uniform = uniforms.get(tensor);
      noise.fill(uniform, tensor);
      for (int i = 0; i < latent.length; i++) {
        weight[i] = weightOf.applyAsDouble(latent[i], uniform[i]);
      }
    }
  }

  /** Puts all neurons to rest. */
  void reset(int batch) {
    layers.forEach(layer -> layer.reset(batch));
    operations = 0;
  }

  /**
   * One time step of all layers with the weights in use.
   *
   * @param input spikes (batch, inputs), 0 or 1
   */
  void step(double[] input) {
    double[] spikes = input;
    for (int number = 0; number < layers.size(); number++) {
      SpikingLayer layer = layers.get(number);
      operations += count(spikes) * layer.synapses().fanOut();
      layer.step(spikes, weights.get(tensor(number)), bias(weights, number));
      spikes = layer.sent();
    }
    operations += count(spikes) * layers.getLast().readout().classes();
  }

  private static double count(double[] spikes) {
    double count = 0;
    for (double spike : spikes) {
      count += spike;
    }
    return count;
  }

  /**
   * Learns from the last time step: each layer from its own loss.
   *
   * @param labels class of each sample
   * @return loss of each layer
   */
  double[] learn(WeightRule rule, LocalLoss loss, int[] labels, double rate) {
    double[] losses = new double[layers.size()];
    for (int number = 0; number < layers.size(); number++) {
      SpikingLayer layer = layers.get(number);
      double[] readout = layer.readout().of(layer.sent());
      double[] errors = new double[readout.length];
      losses[number] = loss.evaluate(readout, labels, layer.readout().classes(), errors);
      double[] ofWeights = gradients.get(tensor(number));
      double[] ofBiases = bias(gradients, number);
      Arrays.fill(ofWeights, 0);
      Arrays.fill(ofBiases, 0);
      layer.gradient(errors, ofWeights, ofBiases);
    }
    for (int tensor = 0; tensor < latents.size(); tensor++) {
      update(rule, latents.get(tensor), weights.get(tensor), gradients.get(tensor), rate);
    }
    return losses;
  }

  private static void update(
      WeightRule rule, double[] latent, double[] weight, double[] gradient, double rate) {
    for (int i = 0; i < latent.length; i++) {
      latent[i] = rule.updated(latent[i], weight[i], gradient[i], rate);
    }
  }

  /** What the last layer's read-out says at this step (batch, classes). */
  double[] readout() {
    SpikingLayer last = layers.getLast();
    return last.readout().of(last.sent());
  }

  private int tensor(int layer) {
    return biased ? 2 * layer : layer;
  }

  private double[] bias(List<double[]> tensors, int layer) {
    return biased ? tensors.get(2 * layer + 1) : new double[0];
  }
}
