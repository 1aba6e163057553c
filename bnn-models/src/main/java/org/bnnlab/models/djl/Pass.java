package org.bnnlab.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;

/**
 * One forward pass over a batch: its mode, its place in the run, what its parts reported.
 *
 * @param manager what the arrays of the pass are attached to
 * @param training whether a gradient is wanted
 * @param progress where the run stands
 * @param evaluation which network is evaluated
 * @param noise random tensors of the layers
 * @param losses differentiable scalars that parts added to the loss
 */
record Pass(
    NDManager manager,
    boolean training,
    TrainingProgress progress,
    Evaluation evaluation,
    LayerNoise noise,
    List<NDArray> losses) {

  static Pass training(NDManager manager, TrainingProgress progress, int draw, LayerNoise noise) {
    return new Pass(manager, true, progress, Evaluation.sample(draw), noise, new ArrayList<>());
  }

  static Pass evaluating(
      NDManager manager, TrainingProgress progress, Evaluation evaluation, LayerNoise noise) {
    return new Pass(manager, false, progress, evaluation, noise, new ArrayList<>());
  }

  /** Whether the activations of this pass are looked at for the diagnostics. */
  boolean observed() {
    long perEpoch = progress.steps() / progress.epochs();
    return training && (progress.step() - progress.epoch() * perEpoch) % Diagnostics.INTERVAL == 0;
  }
}
