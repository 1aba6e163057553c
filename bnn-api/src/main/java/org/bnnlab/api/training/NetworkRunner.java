package org.bnnlab.api.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.Function;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.network.Network;

/** Runs one network of a run; the execution engine gives it to learning rules. */
public interface NetworkRunner {

  /** The network. */
  Network network();

  /**
   * A forward and backward pass in training mode; running statistics are updated, parameters are
   * not.
   *
   * @param images normalized images (N, C, H, W); their manager owns everything that is returned
   * @param progress where the run stands
   * @param draw number of the draw, for networks with random weights: each gives others at the same
   *     place of a run
   * @param objective differentiable scalar loss of the logits
   * @return loss, logits and the gradient of every learned parameter
   */
  TrainingPass train(
      NDArray images, TrainingProgress progress, int draw, Function<NDArray, NDArray> objective);

  /** The pass with the first draw, which is the only one of most methods. */
  default TrainingPass train(
      NDArray images, TrainingProgress progress, Function<NDArray, NDArray> objective) {
    return train(images, progress, 0, objective);
  }

  /**
   * A forward pass in training mode without gradient: statistics are those of the batch, running
   * statistics are updated, parameters are not.
   *
   * @param images normalized images (N, C, H, W); their manager owns what is returned
   * @param progress where the run stands
   */
  NDArray forward(NDArray images, TrainingProgress progress);

  /**
   * The network in evaluation mode.
   *
   * @param manager parent of what the predictor holds
   * @param progress where the run stands
   * @param evaluation which network is evaluated
   */
  Predictor predictor(NDManager manager, TrainingProgress progress, Evaluation evaluation);
}
