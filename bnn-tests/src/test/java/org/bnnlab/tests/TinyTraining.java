package org.bnnlab.tests;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.Targets;
import org.bnnlab.models.djl.NetworkExecutor;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;

/** A small network of a method with its state, and one batch of noise. */
final class TinyTraining implements AutoCloseable {

  static final Shape IMAGE = new Shape(3, 32, 32);
  static final int CLASSES = 10;
  static final int BATCH = 8;

  final NDManager manager = NDManager.newBaseManager("PyTorch");
  final RandomStreams streams = new RandomStreams(1);
  final StateStore state = new StateStore(manager);
  final Method method;
  final NetworkExecutor executor;

  TinyTraining(String id) {
    method = Methods.load().create(id, Map.of(), null);
    Network network =
        Resolver.resolve(
            Architectures.load().get("resnet20"),
            Map.of("widths", List.of(4, 8, 16), "blocks", 1),
            method,
            IMAGE,
            CLASSES);
    executor = new NetworkExecutor(network, state, streams);
    executor.initialize();
  }

  /** The images of the batch, made anew. */
  NDArray images(NDManager owner) {
    RandomGenerator random = streams.stream("images", 0, 0);
    float[] values = new float[Math.toIntExact(BATCH * IMAGE.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return owner.create(
        FloatBuffer.wrap(values), new Shape(BATCH, IMAGE.get(0), IMAGE.get(1), IMAGE.get(2)));
  }

  /** Its labels, one-hot. */
  NDArray labels(NDManager owner) {
    float[] hot = new float[BATCH * CLASSES];
    for (int i = 0; i < BATCH; i++) {
      hot[i * CLASSES + i % CLASSES] = 1;
    }
    return owner.create(FloatBuffer.wrap(hot), new Shape(BATCH, CLASSES));
  }

  Targets targets(NDManager owner) {
    return new Targets(labels(owner), null);
  }

  @Override
  public void close() {
    state.close();
    manager.close();
  }
}
