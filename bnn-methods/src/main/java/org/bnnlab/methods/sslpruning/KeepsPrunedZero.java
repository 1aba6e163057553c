package org.bnnlab.methods.sslpruning;

import java.util.List;
import org.bnnlab.api.training.AfterStep;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.StepContext;
import org.bnnlab.api.training.TrainedTensor;

/**
 * Pruned weights are 0 behind every step, whatever the optimizer did.
 *
 * @param host what the method that is pruned does behind a step
 */
record KeepsPrunedZero(AfterStep host) implements AfterStep {

  @Override
  public void apply(List<TrainedTensor> tensors, StepContext step) {
    host.apply(tensors, step);
    StateStore state = step.state();
    for (TrainedTensor tensor : tensors) {
      String mask = Pruning.maskOf(tensor.name());
      if (state.contains(mask)) {
        tensor.value().muli(state.tensor(mask));
      }
    }
  }
}
