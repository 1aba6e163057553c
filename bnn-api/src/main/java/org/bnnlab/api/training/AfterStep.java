package org.bnnlab.api.training;

import java.util.List;

/** Changes values in place behind the optimizer's step (clipping of latent weights, masks). */
@FunctionalInterface
public interface AfterStep {

  /** Changes the values. */
  void apply(List<TrainedTensor> tensors, StepContext step);

  /** Changes nothing. */
  record Nothing() implements AfterStep {
    @Override
    public void apply(List<TrainedTensor> tensors, StepContext step) {}
  }
}
