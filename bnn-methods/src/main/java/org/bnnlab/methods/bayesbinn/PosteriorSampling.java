package org.bnnlab.methods.bayesbinn;

import static org.bnnlab.api.check.Checks.requireArgument;

import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.LearningRuleFactory;

/**
 * Makes the rule that draws networks from the posterior.
 *
 * @param samples networks drawn for each batch; 0 to train with the mean of the weights
 * @param networks networks of an ensemble in evaluation
 */
record PosteriorSampling(int samples, int networks) implements LearningRuleFactory {

  /** Checks the counts. */
  PosteriorSampling {
    requireArgument(samples >= 0, "samples must be at least 0, found %d", samples);
    requireArgument(networks >= 1, "networks must be at least 1, found %d", networks);
  }

  @Override
  public LearningRule create(LearningContext context) {
    return new SampledBackPropagation(context, Math.max(1, samples), networks);
  }

  @Override
  public String toString() {
    return "back-propagation through %d drawn networks".formatted(samples);
  }
}
