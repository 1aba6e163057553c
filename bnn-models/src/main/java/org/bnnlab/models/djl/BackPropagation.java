package org.bnnlab.models.djl;

import java.nio.FloatBuffer;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.Optimizer;
import org.bnnlab.api.training.StepReport;
import org.bnnlab.api.training.Targets;
import org.bnnlab.api.training.TrainingBatch;

/** The default learning rule: back-propagation through the whole network. */
public final class BackPropagation implements LearningRule {

  private final NetworkExecutor executor;
  private final Method method;
  private final Optimizer optimizer;

  /** A rule for one run. */
  public BackPropagation(NetworkExecutor executor, Method method, Optimizer optimizer) {
    this.executor = executor;
    this.method = method;
    this.optimizer = optimizer;
  }

  @Override
  public StepReport step(TrainingBatch batch, TrainingProgress progress, double learningRate) {
    TrainingPass pass =
        executor.train(
            batch.images(),
            progress,
            logits -> method.objective().loss(logits, new Targets(batch.labels(), null)));
    method.gradientTransform().transform(pass.tensors());
    optimizer.step(pass.tensors(), learningRate);
    method.afterStep().apply(pass.tensors());
    return new StepReport(pass.loss(), FloatBuffer.wrap(pass.logits().toFloatArray()));
  }
}
