package org.bnnlab.api.training;

import org.bnnlab.api.layer.TrainingProgress;

/**
 * How one training step is made. Back-propagation through the whole network is the default; spiking
 * networks bring a local rule in closed form, self-supervised methods a step on two views.
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
}
