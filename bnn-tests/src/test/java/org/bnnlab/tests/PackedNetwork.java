package org.bnnlab.tests;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.bench.export.Compilation;
import org.bnnlab.bench.export.Compiler;
import org.bnnlab.models.djl.NetworkExecutor;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.bnnlab.runtime.engine.Engine;
import org.bnnlab.runtime.kernel.Kernels;
import org.bnnlab.runtime.program.Facts;
import org.bnnlab.runtime.program.Program;

/** A network with drawn parameters and statistics, simulated and packed. */
final class PackedNetwork implements AutoCloseable {

  private static final TrainingProgress PROGRESS = TrainingProgress.ofEpoch(3, 4);

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final StateStore state = new StateStore(manager);
  private final RandomStreams streams = new RandomStreams(7);
  final Network network;
  final Compilation compiled;

  PackedNetwork(String method, String architecture, Map<String, ?> options, Shape image) {
    network =
        Resolver.resolve(
            Architectures.load().get(architecture),
            options,
            Methods.load().create(method, Map.of(), null),
            image,
            10);
    NetworkExecutor executor = new NetworkExecutor(network, state, streams);
    executor.initialize();
    drawStatistics();
    Map<String, float[]> parameters = new LinkedHashMap<>();
    state
        .tensors(StateStore.Kind.MODEL)
        .forEach((name, tensor) -> parameters.put(name, tensor.toFloatArray()));
    compiled =
        Compiler.compile(
            network, parameters, executor.inferenceWeights(PROGRESS, Evaluation.MODE), Facts.NONE);
  }

  /** Normalizations as after a training: no factor is 1, some are negative. */
  private void drawStatistics() {
    SplittableRandom random = new SplittableRandom(11);
    state
        .tensors(StateStore.Kind.MODEL)
        .forEach(
            (name, tensor) -> {
              float[] values = tensor.toFloatArray();
              for (int i = 0; i < values.length; i++) {
                if (name.endsWith("running_mean")) {
                  values[i] = (float) random.nextGaussian();
                } else if (name.endsWith("running_var")) {
                  values[i] = 4 + 60 * (float) random.nextDouble();
                } else if (name.endsWith("bias")) {
                  values[i] = (float) (0.3 * random.nextGaussian());
                } else if (name.endsWith("bn1.weight") || name.endsWith("bn2.weight")) {
                  values[i] = (float) (1 + 0.8 * random.nextGaussian());
                }
              }
              state.set(name, values);
            });
  }

  Program program() {
    return compiled.program();
  }

  /** Drawn images (N, C, H, W). */
  float[] images(int count) {
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[Math.toIntExact(count * network.inputShape().size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** What the simulation has behind a node, sample after sample. */
  float[] simulated(String path, float[] images, int count) {
    int end = network.nodes().indexOf(network.node(path)) + 1;
    return simulated(network.nodes().subList(0, end), images, count);
  }

  /** What the simulation has behind some nodes, each sample after sample, from one pass. */
  Map<String, float[]> simulated(Set<String> paths, float[] images, int count) {
    if (paths.size() == 1) {
      String path = paths.iterator().next();
      return Map.of(path, simulated(path, images, count));
    }
    List<Node> nodes = new ArrayList<>(network.nodes());
    List<String> flattened = new ArrayList<>();
    for (String path : paths) {
      flattened.add(path + ".flattened");
      nodes.add(new Node(flattened.getLast(), new Operation.Flatten(), List.of(path)));
    }
    nodes.add(new Node("all", new Operation.Concatenate(), flattened));
    float[] together = simulated(nodes, images, count);
    Map<String, float[]> values = new HashMap<>();
    int length = together.length / count;
    int from = 0;
    for (String path : paths) {
      int size = Math.toIntExact(network.shape(path).size());
      float[] own = new float[count * size];
      for (int i = 0; i < count; i++) {
        System.arraycopy(together, i * length + from, own, i * size, size);
      }
      values.put(path, own);
      from += size;
    }
    return values;
  }

  private float[] simulated(List<Node> nodes, float[] images, int count) {
    NetworkExecutor executor =
        new NetworkExecutor(new Network(network.id(), nodes), state, streams);
    try (NDManager owner = manager.newSubManager();
        Predictor predictor = executor.predictor(owner, PROGRESS, Evaluation.MODE)) {
      NDArray in =
          owner.create(FloatBuffer.wrap(images), new Shape(count).addAll(network.inputShape()));
      return predictor.logits(in).toFloatArray();
    }
  }

  /** What a program gives for each sample. */
  static float[] packed(Program program, Kernels kernels, float[] inputs, int count) {
    try (Engine engine = new Engine(program, kernels, 1)) {
      int size = inputs.length / count;
      float[] all = new float[count * program.outputs()];
      float[] image = new float[size];
      float[] logits = new float[program.outputs()];
      for (int i = 0; i < count; i++) {
        System.arraycopy(inputs, i * size, image, 0, size);
        engine.run(image, logits);
        System.arraycopy(logits, 0, all, i * logits.length, logits.length);
      }
      return all;
    }
  }

  @Override
  public void close() {
    state.close();
    manager.close();
  }
}
