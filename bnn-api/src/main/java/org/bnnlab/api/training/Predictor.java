package org.bnnlab.api.training;

import ai.djl.ndarray.NDArray;
import java.util.OptionalDouble;

/** A trained network in use, with weights that are evaluated once. Close it before training on. */
public interface Predictor extends AutoCloseable {

  /** The logits (N, classes) of normalized images (N, C, H, W), attached to their manager. */
  NDArray logits(NDArray images);

  /**
   * Synaptic operations, spikes times fan-out, of all images so far; empty for networks without
   * spikes.
   */
  default OptionalDouble synapticOperations() {
    return OptionalDouble.empty();
  }

  @Override
  void close();
}
