package org.bnnlab.bench.replay;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.Objective;
import org.bnnlab.api.training.Optimizer;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.StepContext;
import org.bnnlab.api.training.Targets;
import org.bnnlab.api.training.TrainedTensor;
import org.bnnlab.api.training.TrainingPass;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.bench.optimizer.Optimizers;
import org.bnnlab.models.djl.NetworkExecutor;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.jspecify.annotations.Nullable;

/**
 * Replays a recorded training trajectory: the same initial parameters, batches and settings, step
 * by step, compared with what the other framework computed.
 */
public final class Replay {

  /** Relative difference from which on a step counts as diverged. */
  public static final double TOLERANCE = 1e-4;

  private static final String EVALUATION = "eval/logits";

  private final Trajectory trajectory;
  private final Method method;
  private final Network network;

  private Replay(Trajectory trajectory, Method method, Network network) {
    this.trajectory = trajectory;
    this.method = method;
    this.network = network;
  }

  /**
   * Prepares a replay.
   *
   * @param file trajectory ({@code .npz} with its {@code .json} beside it)
   * @param names map from the official parameter names to ours
   * @param methodOptions options that override the sidecar's
   * @param networkOptions options that override the sidecar's
   * @throws IOException if a file cannot be read
   * @throws FaultException if trajectory, names or options do not fit
   */
  public static Replay prepare(
      Path file, Path names, Map<String, Object> methodOptions, Map<String, Object> networkOptions)
      throws IOException {
    Trajectory trajectory = Trajectory.read(file, names);
    Methods methods = Methods.load();
    Architecture architecture = Architectures.load().get(trajectory.networkId());
    Map<String, Object> ofMethod =
        trajectory.methodOptions(names(methods.descriptor(trajectory.methodId()).options()));
    ofMethod.putAll(methodOptions);
    Map<String, Object> ofNetwork = trajectory.networkOptions(names(architecture.options()));
    ofNetwork.putAll(networkOptions);
    Method method = methods.create(trajectory.methodId(), ofMethod, trajectory.bits());
    List<Integer> input = trajectory.input();
    Network network =
        Resolver.resolve(
            architecture,
            ofNetwork,
            method,
            new Shape(input.get(0), input.get(1), input.get(2)),
            trajectory.classes());
    return new Replay(trajectory, method, network);
  }

  private static Set<String> names(List<OptionSpec> options) {
    return options.stream().map(OptionSpec::name).collect(Collectors.toSet());
  }

  /** What is replayed, in one line. */
  public String title() {
    return "%s: %s %s on %s, %d steps with %s"
        .formatted(
            trajectory.name(),
            method.descriptor().id(),
            method.bits(),
            network.id(),
            trajectory.steps(),
            trajectory.optimizerId());
  }

  /** Runs all steps. */
  public ReplayReport run() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        StateStore state = new StateStore(manager)) {
      NetworkExecutor executor = new NetworkExecutor(network, state, new RandomStreams(0));
      executor.initialize();
      restore(state);
      Optimizer optimizer = optimizer(state);
      Objective objective = trajectory.objective().orElseGet(method::objective);
      List<ReplayReport.Step> steps = new ArrayList<>();
      List<ReplayReport.Tensor> gradients = List.of();
      List<ReplayReport.Tensor> transformed = List.of();
      List<ReplayReport.Tensor> parameters = List.of();
      for (int step = 0; step < trajectory.steps(); step++) {
        try (NDManager owner = manager.newSubManager()) {
          Targets targets = new Targets(labels(owner, step), teacher(owner, step));
          TrainingPass pass =
              executor.train(
                  images(owner, step),
                  trajectory.progress(step),
                  logits -> objective.loss(logits, targets));
          if (step == 0) {
            gradients = compared("grad0/", pass, TrainedTensor::gradient);
          }
          steps.add(compared(step, pass));
          StepContext context = new StepContext(state, trajectory.progress(step));
          method.gradientTransform().transform(pass.tensors(), context);
          if (step == 0) {
            transformed = compared("clipped0/", pass, TrainedTensor::gradient);
          }
          optimizer.step(pass.tensors(), trajectory.learningRate());
          method.afterStep().apply(pass.tensors(), context);
          if (step == trajectory.steps() - 1) {
            parameters = compared("final/", pass, TrainedTensor::value);
          }
        }
      }
      Double evaluation = trajectory.has(EVALUATION) ? evaluated(executor, manager) : null;
      return report(steps, gradients, transformed, parameters, evaluation);
    }
  }

  private static ReplayReport report(
      List<ReplayReport.Step> steps,
      List<ReplayReport.Tensor> gradients,
      List<ReplayReport.Tensor> transformed,
      List<ReplayReport.Tensor> parameters,
      @Nullable Double evaluation) {
    Integer divergence =
        steps.stream()
            .filter(s -> !(s.lossDifference() <= TOLERANCE && s.logitsMaxDiff() <= TOLERANCE))
            .map(ReplayReport.Step::step)
            .findFirst()
            .orElse(null);
    return new ReplayReport(
        steps,
        steps.getFirst().logitsMaxDiff(),
        steps.stream().mapToDouble(ReplayReport.Step::logitsMaxDiff).max().orElseThrow(),
        gradients,
        transformed,
        parameters,
        evaluation,
        divergence);
  }

  /** Overwrites every parameter with the recorded one; none may be left over on either side. */
  private void restore(StateStore state) {
    Map<String, StoredArray> recorded = trajectory.named("init/");
    List<String> faults = new ArrayList<>();
    state
        .tensors(StateStore.Kind.MODEL)
        .forEach(
            (name, tensor) -> {
              StoredArray array = recorded.get(name);
              if (array == null) {
                faults.add("parameter %s %s is not recorded".formatted(name, tensor.getShape()));
              } else if (array.size() != tensor.size()) {
                faults.add(
                    "parameter %s has shape %s, recorded is %s"
                        .formatted(name, tensor.getShape(), Arrays.toString(array.shape())));
              } else {
                state.set(name, array.asFloats());
              }
            });
    for (String name : recorded.keySet()) {
      if (!state.contains(name)) {
        faults.add("recorded parameter %s is not in the network".formatted(name));
      }
    }
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
  }

  private Optimizer optimizer(StateStore state) {
    return Optimizers.of(
        trajectory.optimizerId(), trajectory.optimizerSettings(), trajectory.decays(), state);
  }

  private NDArray images(NDManager owner, int step) {
    return ofStep(owner, "steps/x", step);
  }

  private @Nullable NDArray teacher(NDManager owner, int step) {
    return trajectory.has(Trajectory.TEACHER) ? ofStep(owner, Trajectory.TEACHER, step) : null;
  }

  /** One step's part of an array whose first axis counts the steps. */
  private NDArray ofStep(NDManager owner, String name, int step) {
    StoredArray array = trajectory.array(name);
    long[] shape = array.shape();
    Shape batch = new Shape(Arrays.copyOfRange(shape, 1, shape.length));
    int size = Math.toIntExact(batch.size());
    return owner.create(FloatBuffer.wrap(array.asFloats(), step * size, size).slice(), batch);
  }

  private NDArray labels(NDManager owner, int step) {
    StoredArray y = trajectory.array("steps/y");
    int batch = (int) y.shape()[1];
    int classes = trajectory.classes();
    float[] hot = new float[batch * classes];
    for (int i = 0; i < batch; i++) {
      hot[i * classes + y.asInts()[step * batch + i]] = 1;
    }
    return owner.create(FloatBuffer.wrap(hot), new Shape(batch, classes));
  }

  private ReplayReport.Step compared(int step, TrainingPass pass) {
    float[] here = pass.logits().toFloatArray();
    float[] there =
        Arrays.copyOfRange(
            trajectory.array("steps/logits").asFloats(),
            step * here.length,
            (step + 1) * here.length);
    return new ReplayReport.Step(
        step,
        trajectory.array("steps/loss").asFloats()[step],
        pass.loss(),
        largestDifference(there, here) / largest(there));
  }

  /** What was recorded of the trained tensors below a folder, against ours. */
  private List<ReplayReport.Tensor> compared(
      String folder, TrainingPass pass, Function<TrainedTensor, NDArray> ours) {
    Map<String, StoredArray> recorded = trajectory.named(folder);
    List<ReplayReport.Tensor> compared = new ArrayList<>();
    for (TrainedTensor tensor : pass.tensors()) {
      StoredArray array = recorded.get(tensor.name());
      if (array != null) {
        float[] there = array.asFloats();
        compared.add(
            new ReplayReport.Tensor(
                tensor.name(),
                tensor.spec().role(),
                largest(there),
                largestDifference(there, ours.apply(tensor).toFloatArray())));
      }
    }
    return compared;
  }

  private double evaluated(NetworkExecutor executor, NDManager manager) {
    TrainingProgress last = trajectory.progress(trajectory.steps() - 1);
    try (NDManager owner = manager.newSubManager();
        Predictor predictor = executor.predictor(owner, last, Evaluation.MODE)) {
      float[] there = trajectory.array(EVALUATION).asFloats();
      float[] here = predictor.logits(images(owner, 0)).toFloatArray();
      return largestDifference(there, here) / largest(there);
    }
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static double largestDifference(float[] there, float[] here) {
    double largest = 0;
    for (int i = 0; i < there.length; i++) {
      double difference = Math.abs((double) there[i] - here[i]);
      largest =
          difference >= largest ? difference : Double.isNaN(difference) ? Double.NaN : largest;
    }
    return largest;
  }
}
