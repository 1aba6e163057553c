package org.bnnlab.methods.bayesbinn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.Supplier;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.parameter.ParameterKind;
import org.bnnlab.api.tensor.Tensors;
import org.bnnlab.api.training.Optimizer;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainedTensor;
import org.jspecify.annotations.Nullable;

/**
 * The Bayesian learning rule for Bernoulli posteriors over ±1 (Meng, Bachmann, Khan, 2020, arXiv
 * 2002.10778, equations 10 and 11; {@code optimizers/BayesBiNN.py}): a step along the natural
 * gradient of N · loss + c · KL(posterior ‖ prior) in the natural parameters λ.
 *
 * <pre>
 *   g = N · ∂ℓ/∂λ / (1 − μ² + 1e-10),   μ = tanh(λ)
 *   m = β m + (1 − β) (g + c (λ − λ₀))
 *   λ = λ − η m / (1 − β^t)
 * </pre>
 *
 * <p>∂ℓ/∂λ is the gradient of the batch's mean loss through the relaxed sample ({@link
 * ConcreteGradient}). State of a parameter: {@code optimizer.momentum.<name>} and {@code
 * optimizer.steps.<name>} where β is above 0, {@code optimizer.prior.<name>} (λ₀) and {@code
 * optimizer.mean.<name>} (the mean of the step before) where the settings ask for them.
 */
final class NaturalGradient implements Optimizer {

  private final PosteriorSettings settings;
  private final double examples;
  private final StateStore state;

  /**
   * An optimizer.
   *
   * @param examples N, size of the training set
   * @param state where its state lies
   */
  NaturalGradient(PosteriorSettings settings, double examples, StateStore state) {
    this.settings = settings;
    this.examples = examples;
    this.state = state;
  }

  @Override
  public void step(List<TrainedTensor> tensors, double learningRate) {
    for (TrainedTensor tensor : tensors) {
      requireBinary(tensor);
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        double rate =
            settings.momentum() == 0
                ? learningRate
                : learningRate / (1 - Math.pow(settings.momentum(), stepsDone(tensor)));
        Entries all = entries(tensor);
        Block.each(
            tensor.value().size(),
            block -> {
              Entries entries = all.in(block);
              entries.value.subi(direction(entries).muli((float) rate));
            });
      }
    }
  }

  private static void requireBinary(TrainedTensor tensor) {
    if (tensor.spec().kind() != ParameterKind.LATENT) {
      throw new FaultException(
          "%s is a real parameter, and bayesbinn trains binary weights only; take a network whose every layer is binary"
              .formatted(tensor.name()));
    }
  }

  /**
   * What the step of a parameter reads and changes, flat.
   *
   * @param value λ
   * @param gradient ∂ℓ/∂λ
   * @param momentum m, or null without
   * @param prior λ₀, or null if it is 0
   * @param mean μ of the step before, or null if the current one counts
   */
  private record Entries(
      NDArray value,
      NDArray gradient,
      @Nullable NDArray momentum,
      @Nullable NDArray prior,
      @Nullable NDArray mean) {

    Entries in(Block block) {
      return new Entries(
          block.of(value),
          block.of(gradient),
          momentum == null ? null : block.of(momentum),
          prior == null ? null : block.of(prior),
          mean == null ? null : block.of(mean));
    }
  }

  private Entries entries(TrainedTensor tensor) {
    NDArray value = tensor.value();
    Supplier<NDArray> zeros = value::zerosLike;
    return new Entries(
        Block.flat(value),
        Block.flat(tensor.gradient()),
        settings.momentum() == 0 ? null : kept("momentum", tensor, zeros),
        settings.prior() == PosteriorSettings.Prior.UNIFORM
            ? null
            : kept("prior", tensor, value::duplicate),
        settings.laggingMean() ? kept("mean", tensor, value::tanh) : null);
  }

  /** A tensor of the state, flat, that begins as {@code first} says. */
  private NDArray kept(String quantity, TrainedTensor tensor, Supplier<NDArray> first) {
    String name = name(quantity, tensor);
    if (!state.contains(name)) {
      NDArray start = first.get();
      state.create(name, StateStore.Kind.RUN, start.getShape(), start.toFloatArray());
    }
    return Block.flat(state.tensor(name));
  }

  /** m, which without momentum is g + c (λ − λ₀). The result may be changed. */
  private NDArray direction(Entries entries) {
    NDArray direction = entries.gradient.div(fisherInformation(entries)).muli((float) examples);
    if (settings.klWeight() != 0) {
      NDArray decay =
          entries.prior == null ? entries.value.duplicate() : entries.value.sub(entries.prior);
      direction.addi(decay.muli((float) settings.klWeight()));
    }
    if (entries.momentum == null) {
      return direction;
    }
    NDArray momentum = entries.momentum.muli((float) settings.momentum());
    return momentum.addi(direction.muli((float) (1 - settings.momentum()))).duplicate();
  }

  /** 1 − μ² + 1e-10. */
  private static NDArray fisherInformation(Entries entries) {
    NDArray mean = entries.value.tanh();
    if (entries.mean == null) {
      return ConcreteGradient.oneMinusSquare(mean);
    }
    NDArray information = ConcreteGradient.oneMinusSquare(entries.mean);
    Tensors.assign(entries.mean, mean);
    return information;
  }

  private double stepsDone(TrainedTensor tensor) {
    NDArray steps = state.zerosIfAbsent(name("steps", tensor), StateStore.Kind.RUN, new Shape());
    return steps.addi(1).toFloatArray()[0];
  }

  private static String name(String quantity, TrainedTensor tensor) {
    return "optimizer." + quantity + "." + tensor.name();
  }
}
