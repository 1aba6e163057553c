package org.bnnlab.models.djl;

import static org.bnnlab.api.check.Checks.requireFound;

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
import java.util.Optional;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Slot;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.NetworkBuilder;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.parameter.Initialization;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.tensor.Tensors;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainedTensor;
import org.bnnlab.api.training.TrainingPass;

/**
 * Applies one method's way of binarizing weights or activations to given tensors, in training mode,
 * by the same code that trains a network.
 */
public final class PartProbe {

  private static final String PATH = "probe";
  private static final String WEIGHT = "weight";
  private static final RandomStreams STREAMS = new RandomStreams(0);

  private final NDManager manager;
  private final Method method;
  private final TrainingProgress progress;
  private final Map<String, NDArray> given;

  /**
   * A probe.
   *
   * @param manager what the results are attached to
   * @param method the method
   * @param progress where the run stands
   * @param given values of parameters that the part learns, by their short names or by any name
   *     where only one parameter has the shape; the others start as in a network
   */
  public PartProbe(
      NDManager manager, Method method, TrainingProgress progress, Map<String, NDArray> given) {
    this.manager = manager;
    this.method = method;
    this.progress = progress;
    this.given = new LinkedHashMap<>(given);
  }

  /**
   * What a part makes of its input.
   *
   * @param output binary weight with its scale, or signs of the activations
   * @param gradient gradient of the input
   * @param parameters gradients of what the part learns, by the name given or the short name
   */
  public record Result(NDArray output, NDArray gradient, Map<String, NDArray> parameters) {}

  /**
   * Latent weight → normalizer → binarizer → times its scale, and the gradient back to the latent
   * weight. A learned scale that stands behind the convolution as a node of its own is part of it
   * only where a value is given for it by its name (the gain of BN-free networks).
   *
   * @param latent latent weight (O, I, k, k) or (O, I)
   * @param upstream gradient of the binary weight
   * @throws FaultException if the method has no binary weights, or shapes or parameters do not fit
   */
  public Result weight(NDArray latent, NDArray upstream) {
    require(method.bits().weights() == 1, "method %s has no binary weights", id());
    Plan.Step layer = layer(latent.getShape());
    Optional<ParameterSpec> scale = givenScale(latent.getShape());
    List<ParameterSpec> specs = new ArrayList<>(layer.parameters());
    scale.ifPresent(specs::add);
    GivenParameters known = given(specs);
    Map<String, NDArray> parameters = new HashMap<>();
    for (ParameterSpec spec : specs) {
      NDArray value = spec.name().equals(WEIGHT) ? latent.duplicate() : value(spec, known);
      value.setRequiresGradient(spec.isTrained());
      parameters.put(spec.name(), value);
    }
    Pass pass = Pass.training(manager, progress, 0, LayerNoise.of(STREAMS));
    NodeContext context =
        new NodeContext(layer.geometry(), pass, Map.copyOf(parameters), new Diagnostics());
    NDArray own = requireFound(parameters.remove(WEIGHT), "the layer has no weight");
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      LayerWeights weights =
          new LayerWeights(
              manager, requireFound(layer.weights(), "the layer has no weight"), context, own);
      require(
          weights.value().getShape().equals(upstream.getShape()),
          "upstream must have the shape of the binary weight %s, found %s",
          weights.value().getShape(),
          upstream.getShape());
      NDArray result;
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray output = weights.value();
        if (scale.isPresent()) {
          NDArray factor =
              requireFound(parameters.get(scale.get().name()), "no %s", scale.get().name());
          output = output.mul(factor.reshape(Tensors.perOutput(output.getShape())));
        }
        collector.backward(output.mul(upstream).sum());
        weights.backward().stream().reduce(NDArray::add).ifPresent(collector::backward);
        result = Tensors.keep(output.stopGradient(), manager);
      }
      return new Result(result, own.getGradient(), gradients(parameters, known));
    }
  }

  /** The learned scale behind a layer with this weight, if something of its name is given. */
  private Optional<ParameterSpec> givenScale(Shape latent) {
    if (given.isEmpty()) {
      return Optional.empty();
    }
    NetworkBuilder nodes =
        new NetworkBuilder(Initialization.ofConvolutions(new Initializer.Constant(0)));
    Edge output = nodes.add("input", new Operation.Input((int) latent.get(0), 1, 1));
    method.nodes(Slot.CONVOLUTION_OUTPUT).contribute(nodes, PATH, output);
    return Plan.of(nodes.build(PATH)).steps().stream()
        .filter(step -> step.node().operation() instanceof Operation.ChannelScale)
        .flatMap(step -> step.parameters().stream())
        .filter(spec -> given.containsKey(spec.name()))
        .findFirst();
  }

  /**
   * What the method puts before the sign → sign, and the gradient back to the input.
   *
   * @param input activations (N, C, H, W)
   * @param upstream gradient of the signs
   * @throws FaultException if the method has no binary activations, or shapes or parameters do not
   *     fit
   */
  public Result activation(NDArray input, NDArray upstream) {
    require(method.bits().activations() == 1, "method %s has no binary activations", id());
    Shape shape = input.getShape();
    require(shape.dimension() == 4, "activations are (N, C, H, W), found %s", shape);
    require(
        shape.equals(upstream.getShape()),
        "upstream must have the shape of the activations %s, found %s",
        shape,
        upstream.getShape());
    NetworkBuilder nodes =
        new NetworkBuilder(Initialization.ofConvolutions(new Initializer.Constant(0)));
    Edge argument = method.nodes(Slot.BEFORE_SIGN).contribute(nodes, PATH, image(nodes, shape, 1));
    nodes.add(
        PATH + ".sign",
        new Operation.Sign(argument.channels(), method.activationEstimator()),
        argument);
    try (StateStore state = new StateStore(manager)) {
      Network network = nodes.build(PATH);
      NetworkExecutor executor = new NetworkExecutor(network, state, STREAMS);
      executor.initialize();
      Map<String, String> names = shortNames(state);
      Map<String, Shape> declared = new LinkedHashMap<>();
      names.forEach((name, shortName) -> declared.put(shortName, state.tensor(name).getShape()));
      GivenParameters known = GivenParameters.match(id(), declared, given);
      names.forEach(
          (name, shortName) -> {
            NDArray value = known.value(shortName);
            if (value != null) {
              state.set(name, value.toFloatArray());
            }
          });
      NDArray differentiated = input.duplicate();
      differentiated.setRequiresGradient(true);
      TrainingPass pass =
          executor.train(differentiated, progress, signs -> signs.mul(upstream).sum());
      Map<String, NDArray> gradients = new LinkedHashMap<>();
      for (TrainedTensor tensor : pass.tensors()) {
        gradients.put(
            known.nameOf(requireFound(names.get(tensor.name()), "no name for %s", tensor.name())),
            tensor.gradient());
      }
      return new Result(pass.logits(), differentiated.getGradient(), gradients);
    }
  }

  /** A layer of the network body with the latent weight's size. */
  private Plan.Step layer(Shape shape) {
    boolean convolution = shape.dimension() == 4 && shape.get(2) == shape.get(3);
    require(
        convolution || shape.dimension() == 2,
        "a weight is (outputs, inputs, k, k) or (outputs, inputs), found %s",
        shape);
    Weights weights =
        new Weights.Binary(
            method.weightNormalizer(),
            method.weightBinarizer(),
            method.weightEstimator(),
            new Initializer.Constant(0));
    int outputs = (int) shape.get(0);
    int inputs = (int) shape.get(1);
    int kernel = convolution ? (int) shape.get(2) : 1;
    NetworkBuilder nodes =
        new NetworkBuilder(Initialization.ofConvolutions(new Initializer.Constant(0)));
    Edge image = image(nodes, shape, kernel);
    if (convolution) {
      nodes.add(
          PATH,
          new Operation.Convolution(
              inputs, outputs, kernel, 1, Padding.NONE, 1, 1, weights, Operation.Purpose.BODY),
          image);
    } else {
      nodes.add(
          PATH,
          new Operation.Linear(inputs, outputs, weights, null, Operation.Purpose.BODY),
          nodes.add("flat", new Operation.Flatten(), image));
    }
    return Plan.of(nodes.build(PATH)).steps().getLast();
  }

  private static Edge image(NetworkBuilder nodes, Shape shape, int least) {
    boolean spatial = shape.dimension() == 4;
    return nodes.add(
        "input",
        new Operation.Input(
            (int) shape.get(1),
            spatial ? Math.max(least, (int) shape.get(2)) : 1,
            spatial ? Math.max(least, (int) shape.get(3)) : 1));
  }

  private GivenParameters given(List<ParameterSpec> specs) {
    Map<String, Shape> declared = new LinkedHashMap<>();
    for (ParameterSpec spec : specs) {
      if (!spec.name().equals(WEIGHT)) {
        declared.put(spec.name(), spec.shape());
      }
    }
    return GivenParameters.match(id(), declared, given);
  }

  private NDArray value(ParameterSpec spec, GivenParameters known) {
    NDArray value = known.value(spec.name());
    return value == null
        ? manager.create(
            spec.initial().values(spec.shape(), STREAMS.stream("init." + spec.name(), 0, 0)),
            spec.shape())
        : value.reshape(spec.shape()).duplicate();
  }

  /** {@code probe.shift.bias} as {@code shift.bias}, or {@code bias} where that is enough. */
  private static Map<String, String> shortNames(StateStore state) {
    Map<String, String> names = new LinkedHashMap<>();
    List<String> all = List.copyOf(state.tensors(StateStore.Kind.MODEL).keySet());
    for (String name : all) {
      String last = "." + name.substring(name.lastIndexOf('.') + 1);
      boolean unique = all.stream().filter(other -> other.endsWith(last)).count() == 1;
      names.put(name, unique ? last.substring(1) : name.substring(PATH.length() + 1));
    }
    return names;
  }

  private static Map<String, NDArray> gradients(
      Map<String, NDArray> parameters, GivenParameters known) {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    parameters.forEach(
        (name, value) -> {
          if (value.hasGradient()) {
            gradients.put(known.nameOf(name), value.getGradient());
          }
        });
    return gradients;
  }

  private String id() {
    return method.descriptor().id();
  }

  private static void require(boolean holds, String fault, Object... values) {
    if (!holds) {
      throw new FaultException(fault.formatted(values));
    }
  }
}
