package org.bnnlab.methods.s2bnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.List;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.network.NodeParameters;
import org.bnnlab.api.tensor.Tensors;
import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.NetworkRole;
import org.bnnlab.api.training.NetworkRunner;
import org.bnnlab.api.training.Objective;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.StepReport;
import org.bnnlab.api.training.TrainingBatch;
import org.bnnlab.api.training.TrainingPass;

/**
 * Momentum contrast (MoCo v2): the embedding q of one view of an image should be near the key k of
 * the other view, and far from the keys of earlier images in a queue Q. A step is
 *
 * <pre>
 *   θ_k ← m θ_k + (1 − m) θ_q            parameters only; θ_q as the last step left them
 *   k = key(view 2)                      training mode, without gradient
 *   L = −1/N Σ log softmax([q·k, q·Q]/T)_0,  q = student(view 1), q and k of length 1
 *   Q takes k in, then the optimizer makes its step
 * </pre>
 *
 * <p>With a loss that needs a teacher, L gets it as a second summand of weight 1. Chen et al.,
 * "Improved Baselines with Momentum Contrastive Learning", 2020, arXiv:2003.04297; moco/builder.py
 * and main_moco.py of S2-BNN's code (arXiv:2102.08946). In a binary network the moving average is
 * that of the latent weights, and the key encoder binarizes its own. The batch is not shuffled for
 * the key encoder: on one device that has no effect.
 */
final class MomentumContrast implements LearningRule {

  private static final double EPSILON = 1e-12;

  private final LearningContext context;
  private final NetworkRunner encoder;
  private final KeyQueue queue;
  private final double temperature;
  private final double momentum;
  private final List<String> followed;

  MomentumContrast(LearningContext context, KeyQueue queue, double temperature, double momentum) {
    this.context = context;
    this.encoder = context.network(NetworkRole.KEY_ENCODER);
    this.queue = queue;
    this.temperature = temperature;
    this.momentum = momentum;
    this.followed =
        NodeParameters.of(encoder.network()).entrySet().stream()
            .filter(parameter -> parameter.getValue().isTrained())
            .map(parameter -> parameter.getKey())
            .toList();
  }

  @Override
  public StepReport step(TrainingBatch batch, TrainingProgress progress, double learningRate) {
    follow();
    NDArray keys = keys(batch.views().get(1), progress);
    TrainingPass pass =
        context
            .network()
            .train(batch.images(), progress, embeddings -> loss(embeddings, keys, batch));
    queue.add(keys);
    return context.update(pass, progress, learningRate);
  }

  /** Moves the parameters of the key encoder towards the student's. */
  private void follow() {
    StateStore state = context.state();
    for (String name : followed) {
      NDArray key = state.tensor(NetworkRole.KEY_ENCODER.id() + "." + name);
      try (NDArray share = Tensors.times(state.tensor(name), 1 - momentum)) {
        key.muli((float) momentum).addi(share);
      }
    }
  }

  private NDArray keys(NDArray view, TrainingProgress progress) {
    NDArray keys;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      keys = Tensors.normalizedRows(encoder.forward(view, progress), EPSILON).stopGradient();
      Tensors.keep(keys, view.getManager());
    }
    return keys;
  }

  private NDArray loss(NDArray embeddings, NDArray keys, TrainingBatch batch) {
    Objective objective = context.objective();
    NDArray contrast = contrast(Tensors.normalizedRows(embeddings, EPSILON), keys);
    return objective.needsTeacher()
        ? contrast.add(objective.loss(embeddings, batch.targets()))
        : contrast;
  }

  private NDArray contrast(NDArray queries, NDArray keys) {
    NDArray near = queries.mul(keys).sum(new int[] {1}, true);
    NDArray far = queries.matMul(queue.keys().transpose());
    NDArray similarities = Tensors.over(NDArrays.concat(new NDList(near, far), 1), temperature);
    NDArray right = similarities.logSoftmax(1).get(":, 0");
    return Tensors.over(right.sum(), (double) -keys.getShape().get(0));
  }

  @Override
  public Predictor predictor(NDManager manager, TrainingProgress progress, Evaluation evaluation) {
    return context.network().predictor(manager, progress, evaluation);
  }
}
