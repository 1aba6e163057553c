package org.bnnlab.api.training;

/** Makes a method's own learning rule for a run. */
@FunctionalInterface
public interface LearningRuleFactory {

  /** A rule for one run. */
  LearningRule create(LearningContext context);
}
