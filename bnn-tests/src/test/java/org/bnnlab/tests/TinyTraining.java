package org.bnnlab.tests;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.Optimizer;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.StepContext;
import org.bnnlab.api.training.Targets;
import org.bnnlab.api.training.TrainingPass;
import org.bnnlab.bench.optimizer.Optimizers;
import org.bnnlab.bench.recipe.OptimizerSpec;
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
  private final int batch;
  private final Optimizer optimizer;

  TinyTraining(String id) {
    this(
        Methods.load().create(id, Map.of(), null),
        Map.of("widths", List.of(4, 8, 16), "blocks", 1),
        BATCH);
  }

  /** A ResNet-20 with options, filled by a method. */
  TinyTraining(Method method, Map<String, ?> options, int batch) {
    this.method = method;
    this.batch = batch;
    this.optimizer =
        Optimizers.of("adam", Map.of("weightDecay", 1e-4), OptimizerSpec.ALL_ROLES, state);
    Network network =
        Resolver.resolve(Architectures.load().get("resnet20"), options, method, IMAGE, CLASSES);
    executor = new NetworkExecutor(network, state, streams);
    executor.initialize();
  }

  /** One step of Adam, whose size does not depend on that of the gradients. */
  TrainingPass step(NDManager owner, TrainingProgress progress) {
    TrainingPass pass =
        executor.train(
            images(owner), progress, logits -> method.objective().loss(logits, targets(owner)));
    StepContext context = new StepContext(state, progress);
    method.gradientTransform().transform(pass.tensors(), context);
    optimizer.step(pass.tensors(), 1e-3);
    method.afterStep().apply(pass.tensors(), context);
    return pass;
  }

  /** The images of the batch, made anew. */
  NDArray images(NDManager owner) {
    RandomGenerator random = streams.stream("images", 0, 0);
    float[] values = new float[Math.toIntExact(batch * IMAGE.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return owner.create(
        FloatBuffer.wrap(values), new Shape(batch, IMAGE.get(0), IMAGE.get(1), IMAGE.get(2)));
  }

  /** Its labels, one-hot, one for each output of the network. */
  NDArray labels(NDManager owner) {
    Network network = executor.network();
    int outputs = (int) network.shape(network.output().path()).get(0);
    float[] hot = new float[batch * outputs];
    for (int i = 0; i < batch; i++) {
      hot[i * outputs + i % outputs] = 1;
    }
    return owner.create(FloatBuffer.wrap(hot), new Shape(batch, outputs));
  }

  /** Labels, and a teacher that says the same where the loss needs one. */
  Targets targets(NDManager owner) {
    NDArray labels = labels(owner);
    return new Targets(labels, method.objective().needsTeacher() ? labels : null);
  }

  @Override
  public void close() {
    state.close();
    manager.close();
  }
}
