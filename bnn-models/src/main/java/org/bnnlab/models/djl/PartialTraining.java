package org.bnnlab.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.NodeParameters;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.api.tensor.Tensors;
import org.bnnlab.api.training.NetworkRunner;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainedTensor;
import org.bnnlab.api.training.TrainingPass;

/**
 * A network of which only the tensors of some roles are trained. The others are not among those of
 * a training pass, so that no part of a learning rule sees them: they get no step, momentum or
 * decay, are not clipped behind the step and take no part in a norm of all gradients. Running
 * statistics are put back after each pass unless {@link ParameterRole#STATISTIC} is named.
 */
public final class PartialTraining implements NetworkRunner {

  private final NetworkExecutor whole;
  private final StateStore state;
  private final Set<ParameterRole> roles;
  private final List<String> held;

  private PartialTraining(
      NetworkExecutor whole, StateStore state, Set<ParameterRole> roles, List<String> held) {
    this.whole = whole;
    this.state = state;
    this.roles = Set.copyOf(roles);
    this.held = List.copyOf(held);
  }

  /**
   * Restricts training to roles.
   *
   * @param whole runs the student's network
   * @param state holds its tensors
   * @param roles roles that are trained
   * @param stage name of the stage, for messages
   * @throws FaultException if the network has no tensor of one of the roles
   */
  public static PartialTraining of(
      NetworkExecutor whole, StateStore state, Set<ParameterRole> roles, String stage) {
    Map<String, ParameterSpec> parameters = NodeParameters.of(whole.network());
    Set<ParameterRole> found = EnumSet.noneOf(ParameterRole.class);
    List<String> held = new ArrayList<>();
    parameters.forEach(
        (name, spec) -> {
          found.add(spec.role());
          if (!spec.isTrained() && !roles.contains(spec.role())) {
            held.add(name);
          }
        });
    Set<ParameterRole> missing = EnumSet.copyOf(roles);
    missing.removeAll(found);
    if (!missing.isEmpty()) {
      throw new FaultException(
          "stage %s trains %s, of which the network %s has no tensor with this method (it has: %s)"
              .formatted(stage, words(missing), whole.network().id(), words(found)));
    }
    return new PartialTraining(whole, state, roles, held);
  }

  private static String words(Set<ParameterRole> roles) {
    return String.join(", ", roles.stream().map(ParameterRole::word).toList());
  }

  @Override
  public Network network() {
    return whole.network();
  }

  @Override
  public TrainingPass train(
      NDArray images, TrainingProgress progress, int draw, Function<NDArray, NDArray> objective) {
    TrainingPass pass = holding(() -> whole.train(images, progress, draw, objective));
    return new TrainingPass(
        pass.loss(), pass.logits(), pass.tensors().stream().filter(this::isTrained).toList());
  }

  @Override
  public NDArray forward(NDArray images, TrainingProgress progress) {
    return holding(() -> whole.forward(images, progress));
  }

  /** A pass behind which statistics that are not trained are as they were. */
  private <T> T holding(Supplier<T> pass) {
    try (NDManager scope = state.manager().newSubManager()) {
      Map<String, NDArray> before = new LinkedHashMap<>();
      for (String name : held) {
        before.put(name, Tensors.keep(state.tensor(name).duplicate(), scope));
      }
      T result = pass.get();
      before.forEach((name, value) -> Tensors.assign(state.tensor(name), value));
      return result;
    }
  }

  private boolean isTrained(TrainedTensor tensor) {
    return roles.contains(tensor.spec().role());
  }

  @Override
  public Predictor predictor(NDManager manager, TrainingProgress progress, Evaluation evaluation) {
    return whole.predictor(manager, progress, evaluation);
  }
}
