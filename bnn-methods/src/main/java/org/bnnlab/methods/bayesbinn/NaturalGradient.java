package org.bnnlab.methods.bayesbinn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.parameter.ParameterKind;
import org.bnnlab.api.tensor.Tensors;
import org.bnnlab.api.training.Optimizer;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainedTensor;

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
      try (NDManager scope = state.manager().newSubManager()) {
        NDArray value = tensor.value();
        NDArray direction = direction(tensor, scope);
        double rate = learningRate;
        if (settings.momentum() > 0) {
          direction = averaged(tensor, direction);
          rate /= 1 - Math.pow(settings.momentum(), stepsDone(tensor));
        }
        value.subi(Tensors.keep(Tensors.times(direction, rate), scope));
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

  /** g + c (λ − λ₀). */
  private NDArray direction(TrainedTensor tensor, NDManager scope) {
    NDArray value = tensor.value();
    NDArray direction =
        Tensors.keep(tensor.gradient().div(fisherInformation(tensor, scope)), scope);
    direction.muli((float) examples);
    if (settings.klWeight() != 0) {
      NDArray decay = Tensors.keep(value.duplicate(), scope);
      if (settings.prior() == PosteriorSettings.Prior.PREVIOUS) {
        decay.subi(remembered("prior", tensor, value));
      }
      direction.addi(decay.muli((float) settings.klWeight()));
    }
    return direction;
  }

  /** 1 − μ² + 1e-10. */
  private NDArray fisherInformation(TrainedTensor tensor, NDManager scope) {
    NDArray mean = Tensors.keep(tensor.value().tanh(), scope);
    if (settings.laggingMean()) {
      NDArray kept = remembered("mean", tensor, mean);
      NDArray before = Tensors.keep(kept.duplicate(), scope);
      Tensors.assign(kept, mean);
      mean = before;
    }
    return Tensors.keep(ConcreteGradient.oneMinusSquare(mean), scope);
  }

  /** A tensor of the state that begins as {@code first}. */
  private NDArray remembered(String quantity, TrainedTensor tensor, NDArray first) {
    String name = name(quantity, tensor);
    return state.contains(name)
        ? state.tensor(name)
        : state.create(name, StateStore.Kind.RUN, first.getShape(), first.toFloatArray());
  }

  private NDArray averaged(TrainedTensor tensor, NDArray direction) {
    NDArray momentum =
        state.zerosIfAbsent(
            name("momentum", tensor), StateStore.Kind.RUN, tensor.value().getShape());
    momentum.muli((float) settings.momentum());
    momentum.addi(direction.muli((float) (1 - settings.momentum())));
    return momentum;
  }

  private double stepsDone(TrainedTensor tensor) {
    NDArray steps = state.zerosIfAbsent(name("steps", tensor), StateStore.Kind.RUN, new Shape());
    return steps.addi(1).toFloatArray()[0];
  }

  private static String name(String quantity, TrainedTensor tensor) {
    return "optimizer." + quantity + "." + tensor.name();
  }
}
