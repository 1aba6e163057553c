package org.bnnlab.api.training;

import java.util.List;

/** Turns gradients into steps; all its state lies in the {@link StateStore} it was made with. */
@FunctionalInterface
public interface Optimizer {

  /**
   * Changes the values in place.
   *
   * @param tensors learned tensors with their gradients, in forward order
   * @param learningRate learning rate of this step
   */
  void step(List<TrainedTensor> tensors, double learningRate);
}
