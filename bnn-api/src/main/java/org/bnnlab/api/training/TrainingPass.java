package org.bnnlab.api.training;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What a forward and backward pass gives.
 *
 * @param loss the objective, without auxiliary losses
 * @param logits output of the network (N, classes)
 * @param tensors every learned parameter with its gradient, in forward order
 */
public record TrainingPass(double loss, NDArray logits, List<TrainedTensor> tensors) {

  /** Copies the list. */
  public TrainingPass {
    tensors = List.copyOf(tensors);
  }
}
