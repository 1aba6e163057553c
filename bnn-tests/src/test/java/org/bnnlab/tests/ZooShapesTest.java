package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.models.djl.NetworkExecutor;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Inferred shapes against execution, for every architecture on the class path. The executor itself
 * compares every node with what was inferred; here it gets the occasion.
 */
class ZooShapesTest {

  private static final int IMAGES = 2;
  private static final int SIDE = 32;
  private static final int DEPTH = 2;
  private static final int CLASSES = 7;

  static Stream<String> models() {
    // Spiking networks run over time, by their learning rule and not by the executor.
    return Architectures.load().all().stream()
        .map(Architecture::id)
        .filter(id -> !id.startsWith("spiking-"));
  }

  @ParameterizedTest
  @MethodSource("models")
  void every_node_gives_the_inferred_shape_in_training_and_evaluation(String id) {
    Network network = small(Architectures.load().get(id));
    Shape images = new Shape(IMAGES).addAll(network.inputShape());
    Shape expected = new Shape(IMAGES, CLASSES);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      StateStore state = new StateStore(manager.newSubManager());
      NetworkExecutor executor = new NetworkExecutor(network, state, new RandomStreams(1));
      executor.initialize();
      NDArray x = manager.create(noise(images), images);
      TrainingProgress progress = TrainingProgress.ofEpoch(0, 10);

      assertThat(executor.train(x, progress, NDArray::sum).logits().getShape()).isEqualTo(expected);
      try (Predictor predictor = executor.predictor(manager, progress, Evaluation.MODE)) {
        assertThat(predictor.logits(x).getShape()).isEqualTo(expected);
      }
    }
  }

  /** Every kind of block at full width: images of 32 pixels, at most two blocks in a stage. */
  private static Network small(Architecture architecture) {
    Map<String, Object> options = new LinkedHashMap<>();
    for (OptionSpec option : architecture.options()) {
      if (option.name().equals("blocks") && option.defaultValue() instanceof List<?> blocks) {
        options.put(
            "blocks", blocks.stream().map(depth -> Math.min(DEPTH, (Integer) depth)).toList());
      }
    }
    Shape input = architecture.defaultInput();
    return Resolver.resolve(
        architecture,
        options,
        Methods.load().create("bnn", Map.of(), null),
        new Shape(input.get(0), Math.min(SIDE, input.get(1)), Math.min(SIDE, input.get(2))),
        CLASSES);
  }

  private static float[] noise(Shape shape) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
