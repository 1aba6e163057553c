package org.bnnlab.bench.optimizer;

import static org.bnnlab.api.check.Checks.requireArgument;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.bnnlab.api.training.Optimizer;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainedTensor;

/**
 * Stochastic gradient descent as {@code torch.optim.SGD} defines it.
 *
 * <p>With gradient g, weight w, decay λ, momentum μ, dampening δ and learning rate η:
 *
 * <pre>
 *   d = g + λ w
 *   b = μ b + (1 − δ) d        (first step: b = d)
 *   w = w − η b                (Nesterov: w − η (d + μ b))
 * </pre>
 *
 * <p>The learning rate is not folded into b, so a schedule acts on the whole velocity at once. b is
 * kept as {@code optimizer.momentum.<parameter>}.
 */
public final class Sgd implements Optimizer {

  private static final String MOMENTUM = "optimizer.momentum.";

  /**
   * Settings.
   *
   * @param momentum μ
   * @param dampening δ
   * @param nesterov whether the step looks ahead
   * @param decay λ and its group
   */
  public record Settings(double momentum, double dampening, boolean nesterov, WeightDecay decay) {

    /** Checks the ranges. */
    public Settings {
      requireArgument(momentum >= 0, "momentum must be at least 0, found %s", momentum);
      requireArgument(
          !nesterov || (momentum > 0 && dampening == 0),
          "Nesterov needs momentum above 0 and no dampening, found %s and %s",
          momentum,
          dampening);
    }

    /** Momentum and decay, the rest off. */
    public static Settings of(double momentum, WeightDecay decay) {
      return new Settings(momentum, 0, false, decay);
    }
  }

  private final Settings settings;
  private final StateStore state;

  /**
   * An optimizer.
   *
   * @param state where the momentum lies
   */
  public Sgd(Settings settings, StateStore state) {
    this.settings = settings;
    this.state = state;
  }

  @Override
  public void step(List<TrainedTensor> tensors, double learningRate) {
    NDManager manager = state.manager();
    try (NDArray rate = manager.create((float) learningRate);
        NDArray decay = manager.create((float) settings.decay().factor());
        NDArray momentum = manager.create((float) settings.momentum());
        NDArray undamped = manager.create((float) (1 - settings.dampening()))) {
      for (TrainedTensor tensor : tensors) {
        if (settings.decay().actsOn(tensor)) {
          try (NDArray decayed = tensor.value().mul(decay)) {
            decayed.addi(tensor.gradient());
            step(tensor, decayed, rate, momentum, undamped);
          }
        } else {
          step(tensor, tensor.gradient(), rate, momentum, undamped);
        }
      }
    }
  }

  private void step(
      TrainedTensor tensor, NDArray d, NDArray rate, NDArray momentum, NDArray undamped) {
    NDArray value = tensor.value();
    if (settings.momentum() == 0) {
      descend(value, d, rate);
      return;
    }
    NDArray velocity = velocity(tensor, d, momentum, undamped);
    if (settings.nesterov()) {
      try (NDArray ahead = velocity.mul(momentum)) {
        ahead.addi(d);
        descend(value, ahead, rate);
      }
    } else {
      descend(value, velocity, rate);
    }
  }

  private NDArray velocity(TrainedTensor tensor, NDArray d, NDArray momentum, NDArray undamped) {
    String name = MOMENTUM + tensor.name();
    boolean first = !state.contains(name);
    NDArray velocity = state.zerosIfAbsent(name, StateStore.Kind.RUN, tensor.value().getShape());
    if (!first) {
      velocity.muli(momentum);
    }
    if (first || settings.dampening() == 0) {
      velocity.addi(d);
    } else {
      try (NDArray damped = d.mul(undamped)) {
        velocity.addi(damped);
      }
    }
    return velocity;
  }

  private static void descend(NDArray value, NDArray direction, NDArray rate) {
    try (NDArray change = direction.mul(rate)) {
      value.subi(change);
    }
  }
}
