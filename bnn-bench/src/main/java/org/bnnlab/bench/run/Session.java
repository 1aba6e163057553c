package org.bnnlab.bench.run;

import static org.bnnlab.api.check.Checks.requireFound;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.NetworkRole;
import org.bnnlab.api.training.NetworkRunner;
import org.bnnlab.api.training.Objective;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.RunFacts;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainingBatch;
import org.bnnlab.bench.objective.Objectives;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.ObjectiveSpec;
import org.bnnlab.bench.recipe.Stage;
import org.bnnlab.bench.recipe.TeacherSpec;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.pipeline.Batch;
import org.bnnlab.data.pipeline.BatchPipeline;
import org.bnnlab.data.pipeline.EpochBatches;
import org.bnnlab.models.djl.BackPropagation;
import org.bnnlab.models.djl.NetworkExecutor;
import org.bnnlab.models.djl.PartialTraining;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.jspecify.annotations.Nullable;

/** What one experiment trains: method, resolved network, state and learning rule. */
final class Session implements AutoCloseable {

  private final NDManager manager;
  private final StateStore state;
  private final Method method;
  private final Network network;
  private final NetworkExecutor executor;
  private final LearningRule rule;
  private final @Nullable Teacher teacher;

  private Session(
      NDManager manager,
      StateStore state,
      Method method,
      Network network,
      NetworkExecutor executor,
      LearningRule rule,
      @Nullable Teacher teacher) {
    this.manager = manager;
    this.state = state;
    this.method = method;
    this.network = network;
    this.executor = executor;
    this.rule = rule;
    this.teacher = teacher;
  }

  /** The method of an experiment. */
  static Method method(Experiment experiment) {
    return experiment.method().create();
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
   * Prepares an experiment for use: freshly initialized parameters, no teacher.
   *
   * @param data its images
   * @param device where tensors live
   * @throws FaultException if this machine has no such device
   */
  static Session open(Experiment experiment, DataSplits data, String device) {
    return open(experiment, data, NDManager.newBaseManager(device(device), "PyTorch"), null);
  }

  /**
   * Prepares an experiment for training, from the stage before where there is one.
   *
   * @param prerequisites what it starts and learns from
   * @throws FaultException if this machine has no such device, or what it starts or learns from
   *     does not fit
   */
  static Session open(
      Experiment experiment, DataSplits data, String device, Prerequisites prerequisites)
      throws IOException {
    NDManager manager = NDManager.newBaseManager(device(device), "PyTorch");
    try {
      Teacher teacher = teacher(experiment, data, manager, prerequisites);
      Session session = open(experiment, data, manager, teacher);
      if (StageStart.apply(experiment, session.method, session.state, prerequisites)) {
        session.rule.begin();
      }
      return session;
    } catch (FaultException | IOException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Prepares an experiment to see how long its steps take: freshly initialized parameters, its
   * teacher's too.
   *
   * @param data its images
   * @param device where tensors live
   * @throws FaultException if this machine has no such device
   */
  static Session untrained(Experiment experiment, DataSplits data, String device) {
    NDManager manager = NDManager.newBaseManager(device(device), "PyTorch");
    TeacherSpec spec = experiment.training().teacher();
    return open(
        experiment, data, manager, spec == null ? null : Teacher.untrained(spec, manager, data));
  }

  private static @Nullable Teacher teacher(
      Experiment experiment, DataSplits data, NDManager manager, Prerequisites prerequisites)
      throws IOException {
    TeacherSpec spec = experiment.training().teacher();
    boolean needed = objective(experiment, method(experiment)).needsTeacher();
    if (spec == null) {
      if (needed) {
        throw new FaultException(
            "the loss of method %s needs a teacher; name one in the recipe, such as teacher: { recipe: ID }"
                .formatted(experiment.method().id()));
      }
      return null;
    }
    Path weights = requireFound(prerequisites.teacher(), "the teacher has no parameters");
    return Teacher.load(spec, weights, manager, data, experiment.data());
  }

  private static Session open(
      Experiment experiment, DataSplits data, NDManager manager, @Nullable Teacher teacher) {
    int classes = data.description().classes();
    int trainingImages = data.training().samples().size();
    Method method = method(experiment);
    RunRequirements.views(experiment, method);
    Network network = network(experiment, method, data.input(), classes);
    RunRequirements.batches(experiment, network, trainingImages);
    if (teacher != null) {
      teacher.requireOutput(network.shape(network.output().path()));
    }
    RandomStreams streams = new RandomStreams(experiment.seed());
    StateStore state = new StateStore(manager);
    NetworkExecutor executor = new NetworkExecutor(network, state, streams);
    executor.initialize();
    RunFacts facts = new RunFacts(trainingImages, experiment.training().batch(), classes);
    LearningContext context =
        new LearningContext(
            student(experiment, executor, state),
            state,
            streams,
            StepOptimizer.of(experiment, method, state, facts),
            objective(experiment, method),
            method.gradientTransform(),
            method.afterStep(),
            facts,
            companions(method, network, state, streams, teacher));
    LearningRule rule =
        method
            .learningRule()
            .map(factory -> factory.create(context))
            .orElseGet(() -> new BackPropagation(context));
    return new Session(manager, state, method, network, executor, rule, teacher);
  }

  /** What the learning rule trains: all, or what the stage says. */
  private static NetworkRunner student(
      Experiment experiment, NetworkExecutor executor, StateStore state) {
    Stage<Experiment> stage = experiment.stage();
    return stage == null || stage.trainsAll()
        ? executor
        : PartialTraining.of(executor, state, stage.trains(), stage.name());
  }

  private static Map<NetworkRole, NetworkRunner> companions(
      Method method,
      Network network,
      StateStore state,
      RandomStreams streams,
      @Nullable Teacher teacher) {
    Map<NetworkRole, NetworkRunner> companions = new EnumMap<>(NetworkRole.class);
    if (teacher != null) {
      companions.put(NetworkRole.TEACHER, teacher.runner());
    }
    boolean keyed =
        method
            .learningRule()
            .map(rule -> rule.companions().contains(NetworkRole.KEY_ENCODER))
            .orElse(false);
    if (keyed) {
      NetworkExecutor encoder =
          NetworkExecutor.companion(NetworkRole.KEY_ENCODER, network, state, streams);
      encoder.initialize();
      companions.put(NetworkRole.KEY_ENCODER, encoder);
    }
    return companions;
  }

  /** The recipe's loss, or the method's own. */
  private static Objective objective(Experiment experiment, Method method) {
    ObjectiveSpec spec = experiment.training().loss();
    return spec == null ? method.objective() : Objectives.of(spec.id(), spec.settings());
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

  /** A batch with what the teacher says about its images, if there is one. */
  TrainingBatch batch(NDArray images, NDArray labels, int number) {
    List<NDArray> views = views(images);
    return new TrainingBatch(
        views, labels, teacher == null ? null : teacher.logits(views.getFirst()), number);
  }

  /** Views stand one after another in the channels. */
  private List<NDArray> views(NDArray images) {
    long channels = network.inputShape().get(0);
    long count = images.getShape().get(1) / channels;
    return count == 1 ? List.of(images) : images.split(count, 1);
  }

  /** Whether the network tells classes apart; else it learns without labels. */
  boolean classifies() {
    return method.head().classifies();
  }

  /** Predictions for all images of a pipeline. */
  TestResult test(BatchPipeline images, TrainingProgress progress, int classes) {
    LogitScores scores = new LogitScores(classes);
    OptionalDouble operations = predict(images, progress, Evaluation.MODE, classes, scores::add);
    return scores.result(operations);
  }

  /**
   * Predictions by networks drawn from the posterior: their probabilities are averaged.
   *
   * @return null where weights are not random
   */
  @Nullable TestResult ensemble(BatchPipeline images, TrainingProgress progress, int classes) {
    int networks = rule.ensembleSize();
    if (networks == 0) {
      return null;
    }
    EnsembleScores scores = new EnsembleScores(classes);
    double operations = 0;
    for (int draw = 0; draw < networks; draw++) {
      scores.nextNetwork();
      operations +=
          predict(images, progress, Evaluation.sample(draw), classes, scores::add).orElse(0);
    }
    return scores.result(operations == 0 ? OptionalDouble.empty() : OptionalDouble.of(operations));
  }

  /**
   * The probability of the second of two classes, mean over the networks of an ensemble where
   * weights are random.
   *
   * @param samples one after another, each of the network's input shape
   */
  List<Double> secondClass(float[] samples, TrainingProgress progress) {
    Shape input = network.inputShape();
    int count = (int) (samples.length / input.size());
    double[] sums = new double[count];
    int networks = Math.max(1, rule.ensembleSize());
    for (int draw = 0; draw < networks; draw++) {
      Evaluation evaluation = rule.ensembleSize() == 0 ? Evaluation.MODE : Evaluation.sample(draw);
      try (NDManager owner = manager.newSubManager();
          Predictor predictor = rule.predictor(manager, progress, evaluation)) {
        NDArray images = owner.create(samples, new Shape(count).addAll(input));
        float[] logits = predictor.logits(images).toFloatArray();
        for (int i = 0; i < count; i++) {
          sums[i] += 1 / (1 + Math.exp((double) logits[2 * i] - logits[2 * i + 1])) / networks;
        }
      }
    }
    return Arrays.stream(sums).boxed().toList();
  }

  private interface Scores {
    void add(FloatBuffer logits, int[] labels);
  }

  /** Gives all logits; returns what the predictor counted. */
  private OptionalDouble predict(
      BatchPipeline images,
      TrainingProgress progress,
      Evaluation evaluation,
      int classes,
      Scores scores) {
    BatchTensors tensors =
        new BatchTensors(images.settings().batchSize(), images.samples().shape(), classes);
    try (Predictor predictor = rule.predictor(manager, progress, evaluation);
        EpochBatches batches = images.epoch(0)) {
      while (batches.hasNext()) {
        try (Batch batch = batches.next();
            NDManager owner = manager.newSubManager()) {
          scores.add(
              FloatBuffer.wrap(predictor.logits(tensors.images(owner, batch)).toFloatArray()),
              batch.labels());
        }
      }
      return predictor.synapticOperations();
    }
  }

  @Override
  public void close() {
    if (teacher != null) {
      teacher.close();
    }
    state.close();
    manager.close();
  }
}
