package org.bnnlab.api.training;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.bnnlab.api.layer.Scheduled;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.tensor.Tensors;

/** The loss of a batch. */
@FunctionalInterface
public interface Objective extends Scheduled {

  /**
   * The loss, a differentiable scalar.
   *
   * @param logits output of the network (N, classes)
   * @param targets what it should have been
   */
  NDArray loss(NDArray logits, Targets targets);

  /** Whether {@link Targets#teacherLogits} must be there. */
  default boolean needsTeacher() {
    return false;
  }

  @Override
  default Map<String, Double> quantities(TrainingProgress progress) {
    return Map.of();
  }

  /** Softmax cross-entropy, mean over the batch. */
  record CrossEntropy() implements Objective {
    @Override
    public NDArray loss(NDArray logits, Targets targets) {
      NDArray own = logits.logSoftmax(1).mul(targets.labels()).sum();
      return Tensors.over(own, (double) -logits.getShape().get(0));
    }
  }
}
