package org.bnnlab.bench.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.bnnlab.api.training.Optimizer;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainedTensor;

/**
 * What Adam and its relatives share: running means of the gradient and of its square.
 *
 * <p>State of a parameter: {@code optimizer.first.<name>}, {@code optimizer.second.<name>} and the
 * number of its steps, {@code optimizer.steps.<name>} (as a float exact up to 2^24, where all
 * corrections are 1 long since).
 */
abstract sealed class MomentOptimizer implements Optimizer permits Adam, AdamW, RAdam {

  /**
   * The step w ← w − factor · m / (√v + epsilon), or w − factor · m if it is not adaptive.
   *
   * @param factor learning rate with all corrections
   * @param epsilon what is added to √v
   * @param adaptive whether √v takes part
   */
  record Descent(double factor, double epsilon, boolean adaptive) {}

  private final MomentSettings settings;
  private final StateStore state;
  private final boolean coupled;

  /**
   * An optimizer.
   *
   * @param coupled whether decay is added to the gradient (L2), or shrinks the value
   */
  MomentOptimizer(MomentSettings settings, StateStore state, boolean coupled) {
    this.settings = settings;
    this.state = state;
    this.coupled = coupled;
  }

  /** The descent of step {@code step}, counted from 1. */
  abstract Descent descent(double step, double learningRate);

  final MomentSettings settings() {
    return settings;
  }

  @Override
  public final void step(List<TrainedTensor> tensors, double learningRate) {
    try (NDManager scope = state.manager().newSubManager()) {
      Constants constants = new Constants(scope, learningRate);
      for (TrainedTensor tensor : tensors) {
        boolean decays = settings.decay().actsOn(tensor);
        if (decays && coupled) {
          try (NDArray decayed = tensor.value().mul(constants.decay)) {
            decayed.addi(tensor.gradient());
            step(tensor, decayed, constants);
          }
        } else {
          if (decays) {
            tensor.value().muli(constants.shrink);
          }
          step(tensor, tensor.gradient(), constants);
        }
      }
    }
  }

  private void step(TrainedTensor tensor, NDArray gradient, Constants constants) {
    NDArray first = ofParameter("first", tensor, tensor.value().getShape());
    NDArray second = ofParameter("second", tensor, tensor.value().getShape());
    NDArray steps = ofParameter("steps", tensor, new Shape());
    steps.addi(constants.one);
    constants.prepare(steps.toFloatArray()[0]);
    try (NDArray part = gradient.mul(constants.newInFirst)) {
      first.muli(constants.oldInFirst);
      first.addi(part);
    }
    try (NDArray part = gradient.mul(gradient)) {
      part.muli(constants.newInSecond);
      second.muli(constants.oldInSecond);
      second.addi(part);
    }
    if (constants.adaptive) {
      try (NDArray denominator = second.sqrt()) {
        denominator.addi(constants.epsilon);
        try (NDArray change = first.div(denominator)) {
          change.muli(constants.factor);
          tensor.value().subi(change);
        }
      }
    } else {
      try (NDArray change = first.mul(constants.factor)) {
        tensor.value().subi(change);
      }
    }
  }

  private NDArray ofParameter(String quantity, TrainedTensor tensor, Shape shape) {
    return state.zerosIfAbsent(
        "optimizer." + quantity + "." + tensor.name(), StateStore.Kind.RUN, shape);
  }

  /**
   * Numbers as arrays, made once a step: an operation on a Java number costs three times as much.
   */
  private final class Constants {

    private final NDManager scope;
    private final double learningRate;
    private final NDArray one;
    private final NDArray decay;
    private final NDArray shrink;
    private final NDArray oldInFirst;
    private final NDArray newInFirst;
    private final NDArray oldInSecond;
    private final NDArray newInSecond;
    private NDArray factor;
    private NDArray epsilon;
    private boolean adaptive;
    private double preparedFor = -1;

    Constants(NDManager scope, double learningRate) {
      this.scope = scope;
      this.learningRate = learningRate;
      this.one = number(1);
      this.decay = number(settings.decay().factor());
      this.shrink = number(1 - learningRate * settings.decay().factor());
      this.oldInFirst = number(settings.beta1());
      this.newInFirst = number(1 - settings.beta1());
      this.oldInSecond = number(settings.beta2());
      this.newInSecond = number(1 - settings.beta2());
      this.factor = one;
      this.epsilon = one;
    }

    /** Parameters that joined later have made fewer steps than the others. */
    void prepare(double step) {
      if (step != preparedFor) {
        Descent descent = descent(step, learningRate);
        factor = number(descent.factor());
        epsilon = number(descent.epsilon());
        adaptive = descent.adaptive();
        preparedFor = step;
      }
    }

    private NDArray number(double value) {
      return scope.create((float) value);
    }
  }
}
