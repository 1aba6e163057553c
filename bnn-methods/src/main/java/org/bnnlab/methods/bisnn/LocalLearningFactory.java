package org.bnnlab.methods.bisnn;

import static org.bnnlab.api.check.Checks.requireArgument;

import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.LearningRuleFactory;

/**
 * Makes the local learning rule of a run.
 *
 * @param rule how latent weights give weights, and learn
 * @param loss loss of every layer
 * @param burnIn first time steps of a sample, which nothing is learned from
 * @param networks networks of an ensemble in evaluation
 */
record LocalLearningFactory(WeightRule rule, LocalLoss loss, int burnIn, int networks)
    implements LearningRuleFactory {

  /** Checks the counts. */
  LocalLearningFactory {
    requireArgument(burnIn >= 0, "burnIn must be at least 0, found %d", burnIn);
    requireArgument(networks >= 1, "networks must be at least 1, found %d", networks);
  }

  @Override
  public boolean usesOptimizer() {
    return false;
  }

  @Override
  public LearningRule create(LearningContext context) {
    return new LocalLearning(context, this);
  }

  @Override
  public String toString() {
    return "local, " + (rule.drawn() ? "Bayesian" : "straight-through");
  }
}
