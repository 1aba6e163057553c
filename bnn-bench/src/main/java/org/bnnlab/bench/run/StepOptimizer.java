package org.bnnlab.bench.run;

import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.training.Optimizer;
import org.bnnlab.api.training.RunFacts;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.bench.optimizer.Optimizers;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.OptimizerSpec;

/** The method's own optimizer, or the recipe's. */
final class StepOptimizer {

  private StepOptimizer() {}

  /**
   * The optimizer of an experiment.
   *
   * @throws FaultException if the recipe names one where the method brings its own, or none where
   *     it does not
   */
  static Optimizer of(Experiment experiment, Method method, StateStore state, RunFacts facts) {
    OptimizerSpec spec = experiment.training().optimizer();
    boolean bringsRule = method.learningRule().map(rule -> !rule.usesOptimizer()).orElse(false);
    boolean bringsOwn = bringsRule || method.optimizer().isPresent();
    if (bringsOwn != spec.id().equals(OptimizerSpec.OWN)) {
      throw new FaultException(
          bringsOwn
              ? "method %s has an optimizer of its own, found %s; write optimizer: own(lr: ...)"
                  .formatted(experiment.method().id(), spec.id())
              : "method %s has no optimizer of its own; name one, such as optimizer: sgd(lr: 0.1)"
                  .formatted(experiment.method().id()));
    }
    if (bringsRule) {
      return (tensors, rate) -> {
        throw new IllegalStateException("this learning rule makes its steps by itself");
      };
    }
    return method
        .optimizer()
        .map(factory -> factory.create(state, facts))
        .orElseGet(() -> Optimizers.of(spec.id(), spec.settings(), spec.decays(), state));
  }
}
