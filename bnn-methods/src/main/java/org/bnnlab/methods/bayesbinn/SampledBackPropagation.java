package org.bnnlab.methods.bayesbinn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.tensor.Tensors;
import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StepReport;
import org.bnnlab.api.training.TrainedTensor;
import org.bnnlab.api.training.TrainingBatch;
import org.bnnlab.api.training.TrainingPass;

/**
 * Back-propagation through several networks drawn from the posterior; loss, logits and gradients
 * are their means.
 *
 * @param context what it works with
 * @param samples networks drawn for each batch
 * @param ensembleSize networks of an ensemble in evaluation
 */
record SampledBackPropagation(LearningContext context, int samples, int ensembleSize)
    implements LearningRule {

  @Override
  public StepReport step(TrainingBatch batch, TrainingProgress progress, double learningRate) {
    TrainingPass mean = pass(batch, progress, 0);
    double loss = mean.loss();
    NDArray logits = mean.logits();
    for (int draw = 1; draw < samples; draw++) {
      TrainingPass further = pass(batch, progress, draw);
      loss += further.loss();
      logits.addi(further.logits());
      add(mean.tensors(), further.tensors());
    }
    if (samples > 1) {
      logits.divi(samples);
      mean.tensors().forEach(tensor -> tensor.gradient().divi(samples));
    }
    return context.update(
        new TrainingPass(loss / samples, logits, mean.tensors()), progress, learningRate);
  }

  @Override
  public Predictor predictor(NDManager manager, TrainingProgress progress, Evaluation evaluation) {
    return context.network().predictor(manager, progress, evaluation);
  }

  private TrainingPass pass(TrainingBatch batch, TrainingProgress progress, int draw) {
    TrainingPass pass =
        context
            .network()
            .train(
                batch.images(),
                progress,
                draw,
                logits -> context.objective().loss(logits, batch.targets()));
    NDArray values = Tensors.keep(pass.logits().stopGradient(), batch.images().getManager());
    return new TrainingPass(pass.loss(), values, pass.tensors());
  }

  private static void add(List<TrainedTensor> sums, List<TrainedTensor> terms) {
    for (int i = 0; i < sums.size(); i++) {
      sums.get(i).gradient().addi(terms.get(i).gradient());
    }
  }
}
