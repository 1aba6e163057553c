package org.bnnlab.tests;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.NetworkBuilder;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.parameter.Initialization;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainedTensor;
import org.bnnlab.api.training.TrainingPass;
import org.bnnlab.models.djl.NetworkExecutor;

/** A few nodes behind an image, run on arrays of Java. */
final class SmallNetwork implements AutoCloseable {

  private static final TrainingProgress PROGRESS = TrainingProgress.ofEpoch(0, 10);

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final StateStore state = new StateStore(manager);
  private final Shape image;
  private final NetworkExecutor executor;

  /** Output, gradient of the image and of every parameter; the loss is Σ upstream · output. */
  static final class Result {
    private final float[] output;
    private final float[] gradient;
    private final Map<String, float[]> gradients;

    private Result(float[] output, float[] gradient, Map<String, float[]> gradients) {
      this.output = output;
      this.gradient = gradient;
      this.gradients = gradients;
    }

    float[] output() {
      return output;
    }

    float[] gradient() {
      return gradient;
    }

    float[] gradient(String name) {
      return gradients.get(name);
    }
  }

  /**
   * A network.
   *
   * @param image shape (C, H, W)
   * @param nodes adds the nodes behind the image
   */
  SmallNetwork(Shape image, BiFunction<NetworkBuilder, Edge, Edge> nodes) {
    this.image = image;
    NetworkBuilder builder =
        new NetworkBuilder(Initialization.ofConvolutions(new Initializer.Normal(0.5)));
    Edge input =
        builder.add(
            "input",
            new Operation.Input((int) image.get(0), (int) image.get(1), (int) image.get(2)));
    Edge output = nodes.apply(builder, input);
    Network network = builder.build("small ending in " + output.path());
    executor = new NetworkExecutor(network, state, new RandomStreams(1));
    executor.initialize();
  }

  /** Sets a parameter. */
  SmallNetwork with(String name, float... values) {
    state.set(name, values);
    return this;
  }

  /** A training pass. */
  Result train(float[] images, float[] upstream) {
    try (NDManager step = manager.newSubManager()) {
      NDArray x = batch(step, images);
      x.setRequiresGradient(true);
      TrainingPass pass =
          executor.train(
              x, PROGRESS, output -> output.mul(step.create(upstream, output.getShape())).sum());
      Map<String, float[]> gradients = new LinkedHashMap<>();
      for (TrainedTensor tensor : pass.tensors()) {
        gradients.put(tensor.name(), tensor.gradient().toFloatArray());
      }
      return new Result(pass.logits().toFloatArray(), x.getGradient().toFloatArray(), gradients);
    }
  }

  /** The output in evaluation. */
  float[] infer(float... images) {
    try (NDManager step = manager.newSubManager();
        Predictor predictor = executor.predictor(step, PROGRESS, Evaluation.MODE)) {
      return predictor.logits(batch(step, images)).toFloatArray();
    }
  }

  private NDArray batch(NDManager owner, float[] images) {
    return owner.create(images, new Shape(images.length / image.size()).addAll(image));
  }

  @Override
  public void close() {
    state.close();
    manager.close();
  }
}
