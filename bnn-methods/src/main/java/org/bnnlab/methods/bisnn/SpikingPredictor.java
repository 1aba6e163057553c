package org.bnnlab.methods.bisnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.OptionalDouble;
import org.bnnlab.api.training.Predictor;

/** A spiking network in use. Its spikes depend on nothing but the seed and the order of batches. */
final class SpikingPredictor implements Predictor {

  private final LocalLearning rule;
  private final SpikingNetwork network;
  private double operations;
  private int batches;

  /** A predictor with the weights in use of a network. */
  SpikingPredictor(LocalLearning rule, SpikingNetwork network) {
    this.rule = rule;
    this.network = network;
  }

  @Override
  public NDArray logits(NDArray images) {
    int batch = Math.toIntExact(images.getShape().get(0));
    float[] logits = rule.logits(network, images.toFloatArray(), batch, batches++);
    operations += network.synapticOperations();
    return images.getManager().create(logits, new Shape(batch, logits.length / batch));
  }

  @Override
  public OptionalDouble synapticOperations() {
    return OptionalDouble.of(operations);
  }

  @Override
  public void close() {}
}
