package org.bnnlab.tests.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.Objective;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.Targets;
import org.bnnlab.api.training.TrainedTensor;
import org.bnnlab.api.training.TrainingPass;
import org.bnnlab.models.djl.NetworkExecutor;
import org.bnnlab.models.resolve.Resolver;

/** A few nodes built through the slots of a method, run on arrays of Java. */
final class SmallNetwork implements AutoCloseable {

  private static final TrainingProgress START = TrainingProgress.ofEpoch(0, 1);

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final StateStore state = new StateStore(manager);
  private final Network network;
  private final NetworkExecutor executor;
  private final Shape image;
  private final Map<String, float[]> gradients = new LinkedHashMap<>();

  /** Nodes of a method at its usual options. */
  SmallNetwork(String method, Bits bits, Shape image, Consumer<Slots> nodes) {
    this.image = image;
    this.network =
        Resolver.resolve(
            new LayerArchitecture(nodes),
            Map.of(),
            Methods.load().create(method, Map.of(), bits),
            image,
            2);
    this.executor = new NetworkExecutor(network, state, new RandomStreams(1));
    executor.initialize();
  }

  Network network() {
    return network;
  }

  /** Sets a parameter. */
  SmallNetwork with(String parameter, float... values) {
    state.set(parameter, values);
    return this;
  }

  float[] value(String parameter) {
    return state.tensor(parameter).toFloatArray();
  }

  /** Runs forward in training and back from a gradient of the output. */
  float[] run(float[] images, float... upstream) {
    return pass(images, out -> out.mul(out.getManager().create(upstream, out.getShape())).sum());
  }

  /** Runs forward in training and back from a loss; gives the loss. */
  double loss(float[] images, Objective objective, float[] teacher) {
    float[] loss = new float[1];
    pass(
        images,
        out -> {
          NDArray wanted = out.getManager().create(teacher, out.getShape());
          NDArray value = objective.loss(out, new Targets(wanted, wanted));
          loss[0] = value.getFloat();
          return value;
        });
    return loss[0];
  }

  private float[] pass(float[] images, Function<NDArray, NDArray> objective) {
    NDArray x = images(images);
    x.setRequiresGradient(true);
    TrainingPass pass = executor.train(x, START, objective);
    gradients.clear();
    for (TrainedTensor tensor : pass.tensors()) {
      gradients.put(tensor.name(), tensor.gradient().toFloatArray());
    }
    gradients.put("input", x.getGradient().toFloatArray());
    return pass.logits().toFloatArray();
  }

  /** Numbers from a bell of deviation 1. */
  static float[] gaussian(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Runs forward in evaluation mode. */
  float[] evaluated(float[] images) {
    try (Predictor predictor = executor.predictor(manager, START, Evaluation.MODE)) {
      return predictor.logits(images(images)).toFloatArray();
    }
  }

  /** Gradient of the last run: of a parameter, or of {@code input}. */
  float[] gradient(String name) {
    return Objects.requireNonNull(gradients.get(name), name);
  }

  private NDArray images(float[] values) {
    return manager.create(values, new Shape(values.length / image.size()).addAll(image));
  }

  @Override
  public void close() {
    state.close();
    manager.close();
  }
}
