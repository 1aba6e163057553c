package org.bnnlab.api.training;

import ai.djl.ndarray.NDManager;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;

/**
 * How one training step is made, and how what was trained is used. Back-propagation through the
 * whole network is the default; spiking networks bring a local rule in closed form, self-supervised
 * methods a step on two views.
 */
public interface LearningRule {

  /**
   * Makes one step: changes the state's tensors and reports the loss.
   *
   * @param batch the batch
   * @param progress where the run stands
   * @param learningRate learning rate of this step
   */
  StepReport step(TrainingBatch batch, TrainingProgress progress, double learningRate);

  /**
   * Called before the first step where a stage follows another, with what it takes over in the
   * state: pruning and rewinding between rounds happen here.
   */
  default void begin() {}

  /**
   * What was trained, in use.
   *
   * @param manager parent of what the predictor holds
   * @param progress where the run stands
   * @param evaluation which network is evaluated
   */
  Predictor predictor(NDManager manager, TrainingProgress progress, Evaluation evaluation);

  /**
   * Networks of an ensemble, for rules that train a distribution over weights; 0 where there is one
   * network only.
   */
  default int ensembleSize() {
    return 0;
  }
}
