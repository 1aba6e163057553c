package org.bnnlab.bench.overhead;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.Optimizer;
import org.bnnlab.api.training.RunFacts;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainingBatch;
import org.bnnlab.bench.optimizer.Optimizers;
import org.bnnlab.bench.recipe.OptimizerSpec;
import org.bnnlab.models.djl.BackPropagation;
import org.bnnlab.models.djl.NetworkExecutor;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;

/**
 * Times training steps of several methods on one network in turns, so that whatever else the
 * machine does meets all of them alike. Forward, backward, optimizer and all parts of the method
 * are in; the data pipeline is not. A ratio is the median of the ratios of single rounds.
 */
public final class StepBenchmark {

  private static final int WARM_UP = 2;

  /** Where a run stands at a step without, and at one with a look at the activations. */
  private static final TrainingProgress PLAIN = new TrainingProgress(0, 10, 1, 1000, 0, 1);

  private static final TrainingProgress OBSERVED = new TrainingProgress(0, 10, 0, 1000, 0, 1);

  private final String network;
  private final int batch;
  private final int rounds;

  /**
   * A benchmark.
   *
   * @param network id of an architecture, with its default options
   * @param batch images in a batch
   * @param rounds steps of each kind that are timed
   */
  public StepBenchmark(String network, int batch, int rounds) {
    this.network = network;
    this.batch = batch;
    this.rounds = rounds;
  }

  /**
   * What was found of one method.
   *
   * @param method id of the method
   * @param milliseconds median time of a step
   * @param ratio median of its time over that of the first method in the same round
   * @param observed median of the time of a step whose activations are observed for the diagnostics
   *     over that of a plain one
   */
  public record Finding(String method, double milliseconds, double ratio, double observed) {}

  private record Lane(
      String method, LearningRule rule, int outputs, List<Double> plain, List<Double> observed) {
    double step(TrainingBatch given, TrainingProgress progress) {
      long start = System.nanoTime();
      rule.step(given, progress, 1e-3);
      return (System.nanoTime() - start) / 1e6;
    }
  }

  /**
   * Times methods.
   *
   * @param methods ids; the first is what the others are compared with
   */
  public List<Finding> run(List<String> methods) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      List<Lane> lanes = methods.stream().map(id -> lane(id, manager)).toList();
      for (int round = -WARM_UP; round < rounds; round++) {
        for (Lane lane : lanes) {
          try (NDManager owner = manager.newSubManager()) {
            TrainingBatch given = batch(owner, lane.outputs());
            double plain = lane.step(given, PLAIN);
            double observed = lane.step(given, OBSERVED);
            if (round >= 0) {
              lane.plain().add(plain);
              lane.observed().add(observed);
            }
          }
        }
      }
      List<Double> base = lanes.getFirst().plain();
      return lanes.stream()
          .map(
              lane ->
                  new Finding(
                      lane.method(),
                      median(lane.plain()),
                      median(ratios(lane.plain(), base)),
                      median(ratios(lane.observed(), lane.plain()))))
          .toList();
    }
  }

  private Lane lane(String id, NDManager manager) {
    Architecture architecture = Architectures.load().get(network);
    Method method = Methods.load().create(id, Map.of(), null);
    RandomStreams streams = new RandomStreams(1);
    StateStore state = new StateStore(manager);
    NetworkExecutor executor =
        new NetworkExecutor(
            Resolver.resolve(
                architecture,
                Map.of(),
                method,
                architecture.defaultInput(),
                architecture.defaultClasses()),
            state,
            streams);
    executor.initialize();
    RunFacts facts = new RunFacts(50_000, batch, architecture.defaultClasses());
    Optimizer optimizer =
        method
            .optimizer()
            .map(factory -> factory.create(state, facts))
            .orElseGet(
                () ->
                    Optimizers.of(
                        "sgd",
                        Map.of("momentum", 0.9, "weightDecay", 1e-4),
                        OptimizerSpec.ALL_ROLES,
                        state));
    LearningContext context =
        new LearningContext(
            executor,
            state,
            streams,
            optimizer,
            method.objective(),
            method.gradientTransform(),
            method.afterStep(),
            facts);
    LearningRule rule =
        method
            .learningRule()
            .map(factory -> factory.create(context))
            .orElseGet(() -> new BackPropagation(context));
    Network trained = executor.network();
    int outputs = (int) trained.shape(trained.output().path()).get(0);
    return new Lane(id, rule, outputs, new ArrayList<>(), new ArrayList<>());
  }

  /** Noise as images, outputs in turn, and the labels as what a teacher says. */
  private TrainingBatch batch(NDManager owner, int outputs) {
    Architecture architecture = Architectures.load().get(network);
    Shape image = architecture.defaultInput();
    RandomGenerator random = new RandomStreams(1).stream("images", 0, 0);
    float[] pixels = new float[Math.toIntExact(batch * image.size())];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    float[] hot = new float[batch * outputs];
    for (int i = 0; i < batch; i++) {
      hot[i * outputs + i % outputs] = 1;
    }
    NDArray labels = owner.create(FloatBuffer.wrap(hot), new Shape(batch, outputs));
    NDArray images =
        owner.create(
            FloatBuffer.wrap(pixels), new Shape(batch, image.get(0), image.get(1), image.get(2)));
    return new TrainingBatch(List.of(images), labels, labels, 0);
  }

  private static List<Double> ratios(List<Double> times, List<Double> others) {
    return IntStream.range(0, times.size()).mapToObj(i -> times.get(i) / others.get(i)).toList();
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
