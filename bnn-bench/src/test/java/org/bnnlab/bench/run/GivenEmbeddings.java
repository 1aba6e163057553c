package org.bnnlab.bench.run;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.AfterStep;
import org.bnnlab.api.training.GradientTransform;
import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.NetworkRole;
import org.bnnlab.api.training.NetworkRunner;
import org.bnnlab.api.training.Objective;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.RunFacts;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainingPass;

/** A network without parameters whose "images" are its embeddings, with the gradient they get. */
final class GivenEmbeddings implements NetworkRunner {

  private final Network network;
  float[] gradient = {};

  GivenEmbeddings(int dimension) {
    network =
        new Network(
            "given",
            List.of(
                new Node("input", new Operation.Input(dimension, 1, 1), List.of()),
                new Node("flat", new Operation.Flatten(), List.of("input"))));
  }

  /** The rule of momentum contrast for such a network, alone or beside a teacher. */
  static LearningRule contrast(
      GivenEmbeddings network, StateStore state, Map<String, Object> options, int batch) {
    Map<String, Object> all = new HashMap<>(Map.of("variant", "contrastive"));
    all.putAll(options);
    var method = Methods.load().create("s2bnn", all, null);
    Objective objective = method.objective();
    return method
        .learningRule()
        .orElseThrow()
        .create(
            new LearningContext(
                network,
                state,
                new RandomStreams(1),
                (tensors, rate) -> {},
                objective,
                new GradientTransform.Identity(),
                new AfterStep.Nothing(),
                new RunFacts(batch, batch, 2),
                Map.of(NetworkRole.KEY_ENCODER, network)));
  }

  @Override
  public Network network() {
    return network;
  }

  @Override
  public TrainingPass train(
      NDArray images, TrainingProgress progress, int draw, Function<NDArray, NDArray> objective) {
    NDArray leaf = images.duplicate();
    leaf.setRequiresGradient(true);
    double loss;
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray value = objective.apply(forward(leaf, progress));
      loss = value.getFloat();
      collector.backward(value);
    }
    gradient = leaf.getGradient().toFloatArray();
    return new TrainingPass(loss, images.duplicate(), new ArrayList<>());
  }

  @Override
  public NDArray forward(NDArray images, TrainingProgress progress) {
    Shape shape = images.getShape();
    return images.reshape(shape.get(0), shape.get(1));
  }

  @Override
  public Predictor predictor(NDManager manager, TrainingProgress progress, Evaluation evaluation) {
    throw new UnsupportedOperationException();
  }
}
