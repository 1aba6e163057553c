package org.bnnlab.bench.run;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.Optimizer;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.RunFacts;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.bench.optimizer.Optimizers;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.OptimizerSpec;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.pipeline.Batch;
import org.bnnlab.data.pipeline.BatchPipeline;
import org.bnnlab.data.pipeline.EpochBatches;
import org.bnnlab.models.djl.BackPropagation;
import org.bnnlab.models.djl.NetworkExecutor;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;

/** What one experiment trains: method, resolved network, state and learning rule. */
final class Session implements AutoCloseable {

  private final NDManager manager;
  private final StateStore state;
  private final Method method;
  private final Network network;
  private final NetworkExecutor executor;
  private final LearningRule rule;

  private Session(
      NDManager manager,
      StateStore state,
      Method method,
      Network network,
      NetworkExecutor executor,
      LearningRule rule) {
    this.manager = manager;
    this.state = state;
    this.method = method;
    this.network = network;
    this.executor = executor;
    this.rule = rule;
  }

  /** The method of an experiment. */
  static Method method(Experiment experiment) {
    return Methods.load()
        .create(
            experiment.method().id(), experiment.method().options(), experiment.method().bits());
  }

  /** The network of an experiment for images of the shape {@code input}. */
  static Network network(Experiment experiment, Method method, ImageShape input, int classes) {
    return Resolver.resolve(
        Architectures.load().get(experiment.network().id()),
        experiment.network().options(),
        method,
        new Shape(input.channels(), input.height(), input.width()),
        classes);
  }

  /**
   * Prepares an experiment with freshly initialized parameters.
   *
   * @param data its images
   * @param device where tensors live
   * @throws FaultException if this machine has no such device
   */
  static Session open(Experiment experiment, DataSplits data, String device) {
    int classes = data.description().classes();
    int trainingImages = data.training().samples().size();
    Method method = method(experiment);
    Network network = network(experiment, method, data.input(), classes);
    RandomStreams streams = new RandomStreams(experiment.seed());
    NDManager manager = NDManager.newBaseManager(device(device), "PyTorch");
    StateStore state = new StateStore(manager);
    NetworkExecutor executor = new NetworkExecutor(network, state, streams);
    executor.initialize();
    RunFacts facts = new RunFacts(trainingImages, experiment.training().batch(), classes);
    LearningContext context =
        new LearningContext(
            executor,
            state,
            streams,
            optimizer(experiment, method, state, facts),
            method.objective(),
            method.gradientTransform(),
            method.afterStep(),
            facts);
    LearningRule rule =
        method
            .learningRule()
            .map(factory -> factory.create(context))
            .orElseGet(() -> new BackPropagation(context));
    return new Session(manager, state, method, network, executor, rule);
  }

  private static Device device(String name) {
    if (name.equals("cpu")) {
      return Device.cpu();
    }
    int number = Integer.parseInt(name.substring("gpu".length()));
    int found = Engine.getEngine("PyTorch").getGpuCount();
    if (number >= found) {
      throw new FaultException(
          "device %s is not there: the tensor engine sees %d graphics processors; bnn doctor --deep tells more"
              .formatted(name, found));
    }
    return Device.gpu(number);
  }

  /** The method's own optimizer, or the recipe's. */
  private static Optimizer optimizer(
      Experiment experiment, Method method, StateStore state, RunFacts facts) {
    OptimizerSpec spec = experiment.training().optimizer();
    return method
        .optimizer()
        .map(factory -> factory.create(state, facts))
        .orElseGet(() -> Optimizers.of(spec.id(), spec.settings(), spec.decays(), state));
  }

  NDManager manager() {
    return manager;
  }

  StateStore state() {
    return state;
  }

  Method method() {
    return method;
  }

  Network network() {
    return network;
  }

  NetworkExecutor executor() {
    return executor;
  }

  LearningRule rule() {
    return rule;
  }

  /** Predictions for all images of a pipeline. */
  TestResult test(BatchPipeline images, TrainingProgress progress, int classes) {
    LogitScores scores = new LogitScores(classes);
    BatchTensors tensors =
        new BatchTensors(images.settings().batchSize(), images.samples().shape(), classes);
    try (Predictor predictor = rule.predictor(manager, progress, Evaluation.MODE);
        EpochBatches batches = images.epoch(0)) {
      while (batches.hasNext()) {
        try (Batch batch = batches.next();
            NDManager owner = manager.newSubManager()) {
          scores.add(
              java.nio.FloatBuffer.wrap(
                  predictor.logits(tensors.images(owner, batch)).toFloatArray()),
              batch.labels());
        }
      }
    }
    return scores.result();
  }

  @Override
  public void close() {
    state.close();
    manager.close();
  }
}
