package org.bnnlab.api.training;

import static org.bnnlab.api.check.Checks.requireFound;

import java.nio.FloatBuffer;
import java.util.Map;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.random.RandomStreams;

/**
 * What a learning rule works with.
 *
 * @param network runs the network that is trained
 * @param state the run's state, parameters initialized
 * @param streams the run's randomness
 * @param optimizer the run's optimizer
 * @param objective the method's loss
 * @param gradientTransform the method's change of gradients
 * @param afterStep the method's change of values
 * @param facts sizes of the run
 * @param companions runs the other networks of the run, by role; without {@link
 *     NetworkRole#STUDENT}, which is {@code network}
 */
public record LearningContext(
    NetworkRunner network,
    StateStore state,
    RandomStreams streams,
    Optimizer optimizer,
    Objective objective,
    GradientTransform gradientTransform,
    AfterStep afterStep,
    RunFacts facts,
    Map<NetworkRole, NetworkRunner> companions) {

  /** Copies the map. */
  public LearningContext {
    companions = Map.copyOf(companions);
  }

  /** A run of one network. */
  public LearningContext(
      NetworkRunner network,
      StateStore state,
      RandomStreams streams,
      Optimizer optimizer,
      Objective objective,
      GradientTransform gradientTransform,
      AfterStep afterStep,
      RunFacts facts) {
    this(
        network,
        state,
        streams,
        optimizer,
        objective,
        gradientTransform,
        afterStep,
        facts,
        Map.of());
  }

  /**
   * Changes the parameters by a pass: gradients as the method has them, the optimizer's step,
   * values as the method has them.
   *
   * @param learningRate from the schedule
   * @return loss and logits of the pass
   */
  public StepReport update(TrainingPass pass, TrainingProgress progress, double learningRate) {
    StepContext step = new StepContext(state, progress);
    gradientTransform.transform(pass.tensors(), step);
    optimizer.step(pass.tensors(), learningRate);
    afterStep.apply(pass.tensors(), step);
    return new StepReport(pass.loss(), FloatBuffer.wrap(pass.logits().toFloatArray()));
  }

  /**
   * Runs the network of a role.
   *
   * @throws IllegalArgumentException if the run has no such network
   */
  public NetworkRunner network(NetworkRole role) {
    return role == NetworkRole.STUDENT
        ? network
        : requireFound(
            companions.get(role),
            "the run has no %s; it has %s",
            role.id(),
            companions.keySet().stream().map(NetworkRole::id).sorted().toList());
  }
}
