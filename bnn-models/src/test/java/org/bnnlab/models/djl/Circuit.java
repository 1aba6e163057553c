package org.bnnlab.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainedTensor;
import org.bnnlab.api.training.TrainingPass;

/** A small network with its own state, run on arrays of Java. */
final class Circuit implements AutoCloseable {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final StateStore state = new StateStore(manager);
  private final Network network;
  private final NetworkExecutor executor;
  private TrainingProgress progress = TrainingProgress.ofEpoch(0, 10);

  /** What a training pass gave: the loss is Σ upstream · output. */
  static final class Result {
    private final float[] output;
    private final double loss;
    private final float[] imageGradient;
    private final Map<String, float[]> gradients;

    private Result(
        float[] output, double loss, float[] imageGradient, Map<String, float[]> gradients) {
      this.output = output;
      this.loss = loss;
      this.imageGradient = imageGradient;
      this.gradients = gradients;
    }

    float[] output() {
      return output;
    }

    double loss() {
      return loss;
    }

    float[] imageGradient() {
      return imageGradient;
    }

    float[] gradient(String name) {
      return gradients.get(name);
    }

    Map<String, float[]> gradients() {
      return gradients;
    }
  }

  /** With start values of seed 1. */
  Circuit(Network network) {
    this(network, 1);
  }

  /** With start values of a seed. */
  Circuit(Network network, long seed) {
    this.network = network;
    this.executor = new NetworkExecutor(network, state, new RandomStreams(seed));
    executor.initialize();
  }

  /** Operations one behind the other, called n1, n2 and so on; the input is an image. */
  static Circuit chain(Shape image, Operation... operations) {
    List<Node> nodes = new ArrayList<>();
    nodes.add(
        new Node(
            "input",
            new Operation.Input((int) image.get(0), (int) image.get(1), (int) image.get(2)),
            List.of()));
    for (Operation operation : operations) {
      nodes.add(new Node("n" + nodes.size(), operation, List.of(nodes.getLast().path())));
    }
    return new Circuit(new Network("circuit", nodes));
  }

  /** The network. */
  Network network() {
    return network;
  }

  /** Arrays that outlive a step. */
  int managedArrays() {
    return manager.getManagedArrays().size() + state.manager().getManagedArrays().size();
  }

  /** Its state. */
  StateStore state() {
    return state;
  }

  /** Sets a parameter. */
  Circuit with(String name, float... values) {
    state.set(name, values);
    return this;
  }

  /** Goes to a place of the run. */
  Circuit at(TrainingProgress place) {
    progress = place;
    return this;
  }

  /** A training pass with the gradient {@code upstream} at the output. */
  Result train(float[] images, float[] upstream) {
    try (NDManager step = manager.newSubManager()) {
      NDArray x = step.create(images, batch(images));
      x.setRequiresGradient(true);
      TrainingPass pass =
          executor.train(
              x, progress, output -> output.mul(step.create(upstream, output.getShape())).sum());
      Map<String, float[]> gradients = new LinkedHashMap<>();
      for (TrainedTensor tensor : pass.tensors()) {
        gradients.put(tensor.name(), tensor.gradient().toFloatArray());
      }
      return new Result(
          pass.logits().toFloatArray(), pass.loss(), x.getGradient().toFloatArray(), gradients);
    }
  }

  /** Shape of the output in a training pass, or in evaluation. */
  Shape outputShape(float[] images, boolean training) {
    try (NDManager step = manager.newSubManager()) {
      NDArray x = step.create(images, batch(images));
      x.setRequiresGradient(training);
      if (training) {
        return executor.train(x, progress, NDArray::sum).logits().getShape();
      }
      try (Predictor predictor = executor.predictor(step, progress, Evaluation.MODE)) {
        return predictor.logits(x).getShape();
      }
    }
  }

  /** The output in evaluation. */
  float[] infer(float[] images) {
    try (NDManager step = manager.newSubManager();
        Predictor predictor = executor.predictor(step, progress, Evaluation.MODE)) {
      return predictor.logits(step.create(images, batch(images))).toFloatArray();
    }
  }

  /** All tensors of the state. */
  Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    state
        .tensors(StateStore.Kind.MODEL)
        .forEach((name, tensor) -> values.put(name, tensor.toFloatArray()));
    return values;
  }

  private Shape batch(float[] images) {
    Shape image = network.inputShape();
    return new Shape(images.length / image.size()).addAll(image);
  }

  @Override
  public void close() {
    manager.close();
  }
}
