package org.bnnlab.methods.baseline;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.bnnlab.api.parameter.ParameterKind;
import org.bnnlab.api.tensor.Tensors;
import org.bnnlab.api.training.AfterStep;
import org.bnnlab.api.training.StepContext;
import org.bnnlab.api.training.TrainedTensor;

/**
 * Keeps latent weights in [-bound, bound] behind every step, so that none drifts out of the window
 * of its estimator (Courbariaux et al., 2016, arXiv 1602.02830, algorithm 1).
 *
 * @param bound largest magnitude of a latent weight
 */
public record LatentWeightClipping(double bound) implements AfterStep {

  @Override
  public void apply(List<TrainedTensor> tensors, StepContext step) {
    for (TrainedTensor tensor : tensors) {
      if (tensor.spec().kind() == ParameterKind.LATENT) {
        try (NDArray clamped =
            Tensors.clampedValue(tensor.value(), (float) -bound, (float) bound)) {
          Tensors.assign(tensor.value(), clamped);
        }
      }
    }
  }
}
