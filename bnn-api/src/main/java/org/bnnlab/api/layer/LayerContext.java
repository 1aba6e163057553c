package org.bnnlab.api.layer;

import ai.djl.ndarray.NDArray;

/**
 * What a part of a method sees of the layer and the run it works for.
 *
 * <p>Every call of a part runs inside a scope of the executor: arrays that the part creates and
 * does not return are closed when the call ends, so a part closes nothing itself. A part keeps no
 * state between calls; what must survive a step is declared as a parameter or buffer.
 */
public interface LayerContext {

  /** Path and size of the layer. */
  LayerGeometry geometry();

  /**
   * A tensor that the part declared.
   *
   * @throws IllegalArgumentException if no part of this layer declared {@code name}
   */
  NDArray parameter(String name);

  /** Whether the call belongs to a training step. */
  boolean training();

  /** Where the run stands. */
  TrainingProgress progress();

  /** Which network is evaluated, for probabilistic methods. */
  Evaluation evaluation();

  /** Random tensors of this layer and step. */
  NoiseSource noise();

  /** Adds a differentiable scalar to the training loss. */
  void addLoss(NDArray scalar);

  /** Reports a figure of this layer for the diagnostics of the epoch. */
  void report(String quantity, double value);
}
