package org.bnnlab.models.djl;

import static org.bnnlab.api.check.Checks.requireFound;
import static org.bnnlab.api.check.Checks.requireState;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.NodeParameters;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.tensor.Tensors;
import org.bnnlab.api.training.NetworkRole;
import org.bnnlab.api.training.NetworkRunner;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainedTensor;
import org.bnnlab.api.training.TrainingPass;
import org.jspecify.annotations.Nullable;

/**
 * Executes a resolved network on DJL: training steps with gradients, and inference.
 *
 * <p>Parameters live in the run's {@link StateStore} under their full names. They never require a
 * gradient themselves: each training pass differentiates fresh aliases of them, so no gradient is
 * ever left over. Not thread-safe; train and evaluate on one thread.
 */
public final class NetworkExecutor implements NetworkRunner {

  private final Network network;
  private final Plan plan;
  private final StateStore state;
  private final RandomStreams streams;
  private final LayerNoise noise;
  private final String prefix;
  private final StateStore.Kind kind;
  private final Diagnostics diagnostics = new Diagnostics();

  /**
   * An executor for one network and one state.
   *
   * @param network resolved network
   * @param state holds the parameters; see {@link #initialize}
   * @param streams randomness of the run
   */
  public NetworkExecutor(Network network, StateStore state, RandomStreams streams) {
    this(network, state, streams, LayerNoise.of(streams), "", StateStore.Kind.MODEL);
  }

  private NetworkExecutor(
      Network network,
      StateStore state,
      RandomStreams streams,
      LayerNoise noise,
      String prefix,
      StateStore.Kind kind) {
    this.network = network;
    this.plan = Plan.of(network);
    this.state = state;
    this.streams = streams;
    this.noise = noise;
    this.prefix = prefix;
    this.kind = kind;
  }

  /**
   * An executor for a further network of a run, whose tensors lie in the same state beside the
   * student's: under their names behind {@code role.id() + "."}, as state of the run and not as
   * part of the model.
   */
  public static NetworkExecutor companion(
      NetworkRole role, Network network, StateStore state, RandomStreams streams) {
    return new NetworkExecutor(
        network, state, streams, LayerNoise.of(streams), role.id() + ".", StateStore.Kind.RUN);
  }

  /** The same network with other random tensors in its layers. */
  public NetworkExecutor withNoise(LayerNoise other) {
    return new NetworkExecutor(network, state, streams, other, prefix, kind);
  }

  /** Creates every parameter of the network that the state does not hold yet. */
  public void initialize() {
    NodeParameters.of(network)
        .forEach(
            (name, spec) -> {
              if (!state.contains(prefix + name)) {
                state.create(
                    prefix + name,
                    kind,
                    spec.shape(),
                    spec.initial().values(spec.shape(), streams.stream("init." + name, 0, 0)));
              }
            });
  }

  @Override
  public Network network() {
    return network;
  }

  /** What parts reported about their layers since this was last read. */
  public Diagnostics diagnostics() {
    return diagnostics;
  }

  /** Remembers the signs of all binary weights as those that an epoch starts with. */
  public void rememberSigns(TrainingProgress progress) {
    WeightObserver observer = new WeightObserver(state, diagnostics);
    eachBinaryWeight(progress, (step, latent, value) -> observer.remember(step.path(), value));
  }

  /**
   * Adds figures of the binary weights to the {@link #diagnostics()}, and remembers their signs for
   * the next epoch.
   *
   * @param progress the end of the epoch
   */
  public void observeWeights(TrainingProgress progress) {
    WeightObserver observer = new WeightObserver(state, diagnostics);
    eachBinaryWeight(
        progress,
        (step, latent, value) -> {
          int outputs = Math.toIntExact(latent.getShape().get(0));
          observer.report(step.path(), value, latent.toFloatArray(), outputs);
          observer.remember(step.path(), value);
        });
    observer.reportTotal();
  }

  private interface WeightVisitor {
    void visit(Plan.Step step, NDArray latent, float[] value);
  }

  private void eachBinaryWeight(TrainingProgress progress, WeightVisitor visitor) {
    try (NDManager manager = state.manager().newSubManager()) {
      Pass pass = Pass.evaluating(manager, progress, Evaluation.MODE, noise);
      Map<String, NDArray> parameters = aliases(manager, false);
      for (Plan.Step step : plan.steps()) {
        if (step.weights() instanceof Weights.Binary) {
          NDArray value = layerWeights(step, pass, parameters).value();
          visitor.visit(step, state.tensor(prefix + step.fullName("weight")), value.toFloatArray());
        }
      }
    }
  }

  @Override
  public TrainingPass train(
      NDArray images, TrainingProgress progress, int draw, Function<NDArray, NDArray> objective) {
    NDManager manager = images.getManager();
    Pass pass = Pass.training(manager, progress, draw, noise);
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      Map<String, NDArray> parameters = aliases(manager, true);
      List<LayerWeights> weights = new ArrayList<>();
      NDArray logits = forward(images, pass, parameters, weights);
      double loss;
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray total = objective.apply(logits);
        loss = total.getFloat();
        for (NDArray term : pass.losses()) {
          total = total.add(term);
        }
        collector.backward(total);
        throughWeights(collector, weights);
      }
      return new TrainingPass(loss, logits, gradients(parameters));
    }
  }

  @Override
  public NDArray forward(NDArray images, TrainingProgress progress) {
    Pass pass = Pass.training(images.getManager(), progress, 0, noise);
    Map<String, NDArray> parameters = aliases(images.getManager(), false);
    return infer(images, pass, parameters, frozenWeights(pass, parameters));
  }

  /** Carries gradients from the weights of the layers to what they were made from. */
  private static void throughWeights(GradientCollector collector, List<LayerWeights> weights) {
    NDArray total = null;
    for (LayerWeights layer : weights) {
      for (NDArray term : layer.backward()) {
        total = total == null ? term : total.add(term);
      }
    }
    if (total != null) {
      collector.backward(total);
    }
  }

  private List<TrainedTensor> gradients(Map<String, NDArray> parameters) {
    List<TrainedTensor> tensors = new ArrayList<>();
    for (Plan.Step step : plan.steps()) {
      for (ParameterSpec spec : step.parameters()) {
        if (spec.isTrained()) {
          String name = step.fullName(spec.name());
          NDArray gradient =
              requireFound(parameters.get(name), "no parameter %s", name).getGradient();
          tensors.add(new TrainedTensor(name, spec, state.tensor(prefix + name), gradient));
        }
      }
    }
    return tensors;
  }

  @Override
  public Predictor predictor(NDManager manager, TrainingProgress progress, Evaluation evaluation) {
    return new InferenceSession(this, manager.newSubManager(), progress, evaluation, noise);
  }

  /**
   * The weights that inference computes with, scales included, by the path of their node.
   *
   * @param progress where the run stands
   * @param evaluation which network is evaluated
   */
  public Map<String, float[]> inferenceWeights(TrainingProgress progress, Evaluation evaluation) {
    try (NDManager manager = state.manager().newSubManager()) {
      Pass pass = Pass.evaluating(manager, progress, evaluation, noise);
      Map<String, float[]> values = new LinkedHashMap<>();
      frozenWeights(pass, aliases(manager, false))
          .forEach((path, weight) -> values.put(path, weight.toFloatArray()));
      return values;
    }
  }

  /** Makes the weights of every layer once. */
  Map<String, NDArray> frozenWeights(Pass pass, Map<String, NDArray> parameters) {
    Map<String, NDArray> frozen = new HashMap<>();
    for (Plan.Step step : plan.steps()) {
      if (step.weights() != null) {
        frozen.put(step.path(), layerWeights(step, pass, parameters).value());
      }
    }
    return frozen;
  }

  /** Forward pass with weights made before. */
  NDArray infer(
      NDArray images, Pass pass, Map<String, NDArray> parameters, Map<String, NDArray> weights) {
    return run(
        images,
        pass,
        parameters,
        step -> requireFound(weights.get(step.path()), "no weight of %s", step.path()));
  }

  /** Aliases of all parameters, attached to {@code manager}. */
  Map<String, NDArray> aliases(NDManager manager, boolean differentiable) {
    Map<String, NDArray> aliases = new LinkedHashMap<>();
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      for (Plan.Step step : plan.steps()) {
        for (ParameterSpec spec : step.parameters()) {
          String name = step.fullName(spec.name());
          NDArray alias = Tensors.keep(state.tensor(prefix + name).stopGradient(), manager);
          if (differentiable && spec.isTrained()) {
            alias.setRequiresGradient(true);
          }
          aliases.put(name, alias);
        }
      }
    }
    return aliases;
  }

  private NDArray forward(
      NDArray images, Pass pass, Map<String, NDArray> parameters, List<LayerWeights> weights) {
    return run(
        images,
        pass,
        parameters,
        step -> {
          LayerWeights layer = layerWeights(step, pass, parameters);
          weights.add(layer);
          pass.losses().addAll(layer.mainLosses());
          return layer.value();
        });
  }

  private LayerWeights layerWeights(Plan.Step step, Pass pass, Map<String, NDArray> parameters) {
    String latent = step.fullName("weight");
    return new LayerWeights(
        pass.manager(),
        requireFound(step.weights(), "%s has no weight", step.path()),
        context(step, pass, parameters),
        requireFound(parameters.get(latent), "no parameter %s", latent));
  }

  private NodeContext context(Plan.Step step, Pass pass, Map<String, NDArray> parameters) {
    Map<String, NDArray> own = new HashMap<>();
    for (ParameterSpec spec : step.parameters()) {
      String name = step.fullName(spec.name());
      own.put(spec.name(), requireFound(parameters.get(name), "no parameter %s", name));
    }
    return new NodeContext(step.geometry(), pass, own, diagnostics);
  }

  /**
   * Runs the steps in order. An array is closed as soon as its last user has consumed it: memory
   * held to the end of a step costs more time than the arithmetic (the backward pass keeps what it
   * needs by itself).
   */
  private NDArray run(
      NDArray images,
      Pass pass,
      Map<String, NDArray> parameters,
      Function<Plan.Step, NDArray> weights) {
    List<Plan.Step> steps = plan.steps();
    @Nullable NDArray[] outputs = new NDArray[steps.size()];
    int[] pending = new int[steps.size()];
    for (int i = 0; i < steps.size(); i++) {
      Plan.Step step = steps.get(i);
      pending[i] = step.uses();
      NDArray[] inputs = new NDArray[Math.max(1, step.inputs().size())];
      inputs[0] = images;
      for (int j = 0; j < step.inputs().size(); j++) {
        inputs[j] = requireFound(outputs[step.inputs().get(j)], "input of %s is gone", step.path());
      }
      outputs[i] = output(step, inputs, pass, parameters, weights);
      for (int input : step.inputs()) {
        if (--pending[input] == 0) {
          requireFound(outputs[input], "input of %s is gone", step.path()).close();
          outputs[input] = null;
        }
      }
    }
    return requireFound(outputs[steps.size() - 1], "network %s has no output", network.id());
  }

  private NDArray output(
      Plan.Step step,
      NDArray[] inputs,
      Pass pass,
      Map<String, NDArray> parameters,
      Function<Plan.Step, NDArray> weights) {
    Operation operation = step.node().operation();
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NodeContext context = context(step, pass, parameters);
      NDArray out = NodeExecution.apply(operation, inputs, () -> weights.apply(step), context);
      requireInferred(step, inputs[0].getShape().get(0), out.getShape());
      pass.losses().addAll(context.losses());
      for (NDArray input : inputs) {
        if (out == input) {
          out = input.reshape(input.getShape());
        }
      }
      return Tensors.keep(out, pass.manager());
    }
  }

  /** Later nodes were built for the inferred shape; a plug-in's function may give another. */
  private void requireInferred(Plan.Step step, long samples, Shape given) {
    Shape inferred = network.shape(step.path());
    boolean agrees = given.dimension() == inferred.dimension() + 1 && given.get(0) == samples;
    for (int axis = 0; agrees && axis < inferred.dimension(); axis++) {
      agrees = given.get(axis + 1) == inferred.get(axis);
    }
    requireState(
        agrees,
        "%s: gave shape %s for %d samples, inferred was %s for each",
        step.path(),
        given,
        samples,
        inferred);
  }
}
