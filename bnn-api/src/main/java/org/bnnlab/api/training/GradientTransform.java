package org.bnnlab.api.training;

import java.util.List;

/** Changes gradients in place before the optimizer sees them (adaptive gradient clipping). */
@FunctionalInterface
public interface GradientTransform {

  /** Changes the gradients. */
  void transform(List<TrainedTensor> tensors, StepContext step);

  /** Changes nothing. */
  record Identity() implements GradientTransform {
    @Override
    public void transform(List<TrainedTensor> tensors, StepContext step) {}
  }
}
