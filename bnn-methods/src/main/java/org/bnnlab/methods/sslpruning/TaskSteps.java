package org.bnnlab.methods.sslpruning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StepReport;
import org.bnnlab.api.training.Targets;
import org.bnnlab.api.training.TrainingBatch;
import org.bnnlab.api.training.TrainingPass;

/**
 * Back-propagation for labels, or for rotations in their place.
 *
 * @param context what it works with
 * @param rotations whether the images are turned, and labels not looked at
 */
record TaskSteps(LearningContext context, boolean rotations) implements LearningRule {

  @Override
  public StepReport step(TrainingBatch batch, TrainingProgress progress, double learningRate) {
    NDArray images = rotations ? Rotations.of(batch.images()) : batch.images();
    Targets targets =
        rotations ? new Targets(Rotations.labels(batch.images()), null) : batch.targets();
    TrainingPass pass =
        context
            .network()
            .train(images, progress, logits -> context.objective().loss(logits, targets));
    return context.update(pass, progress, learningRate);
  }

  @Override
  public Predictor predictor(NDManager manager, TrainingProgress progress, Evaluation evaluation) {
    return context.network().predictor(manager, progress, evaluation);
  }
}
