package org.bnnlab.methods.s2bnn;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.Locale;
import java.util.Set;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.LearningRuleFactory;
import org.bnnlab.api.training.NetworkRole;
import org.bnnlab.api.training.Objective;

/**
 * Makes the rule of momentum contrast.
 *
 * @param temperature T
 * @param momentum m, what remains of the key encoder in a step
 * @param queueSize K, keys that are kept
 */
public record MomentumContrastFactory(double temperature, double momentum, int queueSize)
    implements LearningRuleFactory {

  /** Checks the numbers. */
  public MomentumContrastFactory {
    requireArgument(
        temperature > 0 && Double.isFinite(temperature),
        "temperature of the contrast must be above 0, found %s",
        temperature);
    requireArgument(
        momentum >= 0 && momentum <= 1, "momentum must be in [0, 1], found %s", momentum);
    requireArgument(
        queueSize >= 1 && queueSize <= 1 << 24,
        "the queue holds 1 to %d keys, found %d",
        1 << 24,
        queueSize);
  }

  @Override
  public LearningRule create(LearningContext context) {
    if (context.facts().batch() > queueSize) {
      throw new FaultException(
          "a batch of %d images does not fit into a queue of %d keys; make the queue larger (option queue)"
              .formatted(context.facts().batch(), queueSize));
    }
    Objective objective = context.objective();
    if (!objective.needsTeacher() && !(objective instanceof Objective.CrossEntropy)) {
      throw new FaultException(
          "momentum contrast can be joined with the loss of a teacher, such as guided-distribution(temperature: 0.2), and learns from no labels; found %s"
              .formatted(objective));
    }
    Network network = context.network().network();
    int dimension = Math.toIntExact(network.shape(network.output().path()).get(0));
    return new MomentumContrast(
        context,
        KeyQueue.of(context.state(), context.streams(), queueSize, dimension),
        temperature,
        momentum);
  }

  @Override
  public Set<NetworkRole> companions() {
    return Set.of(NetworkRole.KEY_ENCODER);
  }

  @Override
  public int views() {
    return 2;
  }

  @Override
  public boolean carries(String tensor) {
    return tensor.startsWith(NetworkRole.KEY_ENCODER.id() + ".")
        || tensor.startsWith(KeyQueue.PREFIX);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "momentum contrast (temperature %s, momentum %s, %d keys)",
        temperature,
        momentum,
        queueSize);
  }
}
