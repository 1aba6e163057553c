package org.bnnlab.api.training;

import java.util.Set;

/** Makes a method's own learning rule for a run. */
@FunctionalInterface
public interface LearningRuleFactory {

  /** A rule for one run. */
  LearningRule create(LearningContext context);

  /** Whether the rule makes its steps with the run's optimizer, or changes the state by itself. */
  default boolean usesOptimizer() {
    return true;
  }

  /**
   * Networks that the rule needs beside the one it trains. A key encoder is made by the run: a copy
   * of the student whose tensors lie in the run's state under {@code key-encoder.}, so that
   * checkpoints hold them. A teacher is what the recipe names.
   */
  default Set<NetworkRole> companions() {
    return Set.of();
  }

  /** Augmented views of each image that a step needs. */
  default int views() {
    return 1;
  }

  /**
   * Whether a later stage takes over a tensor of the run's state, such as a queue; what belongs to
   * the model it takes over anyway.
   *
   * @param tensor full name
   */
  default boolean carries(String tensor) {
    return false;
  }
}
