package org.bnnlab.methods.bayesbinn;

import static org.bnnlab.api.check.Checks.requireArgument;

import org.bnnlab.api.training.Optimizer;
import org.bnnlab.api.training.OptimizerFactory;
import org.bnnlab.api.training.RunFacts;
import org.bnnlab.api.training.StateStore;

/**
 * Makes the natural-gradient optimizer of a run.
 *
 * @param trainingSets what the number of training images is multiplied by to give N
 */
record NaturalGradientFactory(PosteriorSettings settings, double trainingSets)
    implements OptimizerFactory {

  /** Checks the factor. */
  NaturalGradientFactory {
    requireArgument(trainingSets > 0, "trainingSets must be above 0, found %s", trainingSets);
  }

  @Override
  public Optimizer create(StateStore state, RunFacts facts) {
    return new NaturalGradient(settings, trainingSets * facts.trainingImages(), state);
  }

  @Override
  public String toString() {
    return "natural gradient, %s prior".formatted(settings.prior().id());
  }
}
