package org.bnnlab.api.training;

/** Makes a method's own optimizer, where the recipe's cannot serve (BayesBiNN). */
@FunctionalInterface
public interface OptimizerFactory {

  /** An optimizer whose state lies in {@code state}. */
  Optimizer create(StateStore state);
}
