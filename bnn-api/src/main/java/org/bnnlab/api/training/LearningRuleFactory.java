package org.bnnlab.api.training;

import org.bnnlab.api.network.Network;
import org.bnnlab.api.random.RandomStreams;

/** Makes a method's own learning rule for a run. */
@FunctionalInterface
public interface LearningRuleFactory {

  /**
   * A rule for one run.
   *
   * @param network the resolved network
   * @param state the run's state, parameters initialized
   * @param streams the run's randomness
   * @param optimizer the run's optimizer
   */
  LearningRule create(
      Network network, StateStore state, RandomStreams streams, Optimizer optimizer);
}
