package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.Targets;
import org.bnnlab.api.training.TrainedTensor;
import org.bnnlab.api.training.TrainingPass;
import org.bnnlab.models.djl.NetworkExecutor;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a graph needs in its backward pass must not lie in memory that the JVM may free before.
 *
 * <p>Numbers that DJL turns into tensors do: a run of ReCU lost its first weights to that.
 */
class GraphMemoryTest {

  private static final int BATCH = 4;
  private static final int CLASSES = 10;

  static Stream<String> methods() {
    return Methods.load().descriptors().stream().map(MethodDescriptor::id);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void gradients_survive_a_garbage_collection_between_forward_and_backward(String id) {
    // given
    Method method = Methods.load().create(id, Map.of(), null);
    Network network =
        Resolver.resolve(
            Architectures.load().get("resnet20"),
            Map.of("widths", List.of(4, 8, 16)),
            method,
            new Shape(3, 32, 32),
            CLASSES);
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        StateStore state = new StateStore(manager)) {
      NetworkExecutor executor = new NetworkExecutor(network, state, new RandomStreams(1));
      executor.initialize();

      // when
      Map<String, float[]> undisturbed = gradients(executor, method, manager, () -> {});
      Map<String, float[]> disturbed =
          gradients(executor, method, manager, GraphMemoryTest::collectAndOverwrite);

      // then
      undisturbed.forEach((name, gradient) -> assertThat(disturbed.get(name)).isEqualTo(gradient));
    }
  }

  private static Map<String, float[]> gradients(
      NetworkExecutor executor, Method method, NDManager manager, Runnable beforeBackward) {
    RandomGenerator random = new RandomStreams(2).stream("images", 0, 0);
    float[] pixels = new float[BATCH * 3 * 32 * 32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    Network network = executor.network();
    int outputs = Math.toIntExact(network.shape(network.output().path()).size());
    float[] hot = new float[BATCH * outputs];
    for (int i = 0; i < BATCH; i++) {
      hot[i * outputs + i % outputs] = 1;
    }
    try (NDManager owner = manager.newSubManager()) {
      NDArray labels = owner.create(hot, new Shape(BATCH, outputs));
      Targets targets = new Targets(labels, method.objective().needsTeacher() ? labels : null);
      TrainingPass pass =
          executor.train(
              owner.create(pixels, new Shape(BATCH, 3, 32, 32)),
              TrainingProgress.ofEpoch(0, 10),
              logits -> {
                NDArray loss = method.objective().loss(logits, targets);
                beforeBackward.run();
                return loss;
              });
      Map<String, float[]> gradients = new LinkedHashMap<>();
      for (TrainedTensor tensor : pass.tensors()) {
        gradients.put(tensor.name(), tensor.gradient().toFloatArray());
      }
      return gradients;
    }
  }

  /** Frees the JVM's unreachable direct memory and fills what is handed out anew with NaN. */
  private static void collectAndOverwrite() {
    System.gc();
    List<ByteBuffer> overwriting = new ArrayList<>();
    long end = System.nanoTime() + 200_000_000;
    while (System.nanoTime() < end) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder());
      buffer.putFloat(0, Float.NaN);
      overwriting.add(buffer);
    }
    assertThat(overwriting).isNotEmpty();
  }
}
