package org.bnnlab.models.djl;

import ai.djl.ndarray.NDManager;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StepReport;
import org.bnnlab.api.training.TrainingBatch;
import org.bnnlab.api.training.TrainingPass;

/**
 * The default learning rule: back-propagation through the whole network.
 *
 * @param context what it works with
 */
public record BackPropagation(LearningContext context) implements LearningRule {

  @Override
  public StepReport step(TrainingBatch batch, TrainingProgress progress, double learningRate) {
    TrainingPass pass =
        context
            .network()
            .train(
                batch.images(),
                progress,
                logits -> context.objective().loss(logits, batch.targets()));
    return context.update(pass, progress, learningRate);
  }

  @Override
  public Predictor predictor(NDManager manager, TrainingProgress progress, Evaluation evaluation) {
    return context.network().predictor(manager, progress, evaluation);
  }
}
