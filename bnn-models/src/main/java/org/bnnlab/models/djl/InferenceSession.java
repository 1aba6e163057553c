package org.bnnlab.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.training.Predictor;

/** Inference with weights that are evaluated once. */
final class InferenceSession implements Predictor {

  private final NetworkExecutor executor;
  private final NDManager manager;
  private final TrainingProgress progress;
  private final Evaluation evaluation;
  private final LayerNoise noise;
  private final Map<String, NDArray> parameters;
  private final Map<String, NDArray> weights;

  InferenceSession(
      NetworkExecutor executor,
      NDManager manager,
      TrainingProgress progress,
      Evaluation evaluation,
      LayerNoise noise) {
    this.executor = executor;
    this.manager = manager;
    this.progress = progress;
    this.evaluation = evaluation;
    this.noise = noise;
    this.parameters = executor.aliases(manager, false);
    this.weights = executor.frozenWeights(pass(manager), parameters);
  }

  @Override
  public NDArray logits(NDArray images) {
    return executor.infer(images, pass(images.getManager()), parameters, weights);
  }

  private Pass pass(NDManager owner) {
    return Pass.evaluating(owner, progress, evaluation, noise);
  }

  @Override
  public void close() {
    manager.close();
  }
}
