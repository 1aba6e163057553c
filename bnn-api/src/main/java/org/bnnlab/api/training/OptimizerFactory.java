package org.bnnlab.api.training;

/** Makes a method's own optimizer, where the recipe's cannot serve (BayesBiNN). */
@FunctionalInterface
public interface OptimizerFactory {

  /**
   * An optimizer for one run.
   *
   * @param state where its state lies
   * @param facts sizes of the run
   */
  Optimizer create(StateStore state, RunFacts facts);
}
