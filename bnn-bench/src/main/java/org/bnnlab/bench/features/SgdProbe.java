package org.bnnlab.bench.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.AfterStep;
import org.bnnlab.api.training.GradientTransform;
import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.Objective;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.RunFacts;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainingBatch;
import org.bnnlab.bench.optimizer.Optimizers;
import org.bnnlab.bench.recipe.OptimizerSpec;
import org.bnnlab.bench.schedule.LearningRateSchedule;
import org.bnnlab.models.djl.BackPropagation;
import org.bnnlab.models.djl.NetworkExecutor;

/**
 * The linear classifier of self-supervised papers: one dense layer on the feature as it is, weight
 * N(0, 0.01), bias 0, SGD without decay, the rate falling by ten at two epochs (MoCo;
 * main_lincls.py of S2-BNN's code with its README's rate).
 *
 * @param rate learning rate
 * @param epochs epochs
 * @param falls epochs at which the rate falls
 * @param batch images in a batch
 */
record SgdProbe(double rate, int epochs, List<Integer> falls, int batch) implements Probe {

  static final SgdProbe PUBLISHED = new SgdProbe(0.1, 100, List.of(60, 80), 256);

  private static final double MOMENTUM = 0.9;
  private static final int SHORT_LIST = 5;

  @Override
  public ProbeResult run(IntFunction<FeatureSet> training, FeatureSet test, long seed) {
    int classes = test.classNames().size();
    FeatureSet seen = training.apply(0);
    RandomStreams streams = new RandomStreams(seed);
    LearningRateSchedule schedule =
        LearningRateSchedule.of("steps", Map.of("at", falls, "factor", 0.1), rate, epochs);
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        StateStore state = new StateStore(manager)) {
      NetworkExecutor layer = new NetworkExecutor(layer(test.dimension(), classes), state, streams);
      layer.initialize();
      BackPropagation rule =
          new BackPropagation(
              new LearningContext(
                  layer,
                  state,
                  streams,
                  Optimizers.of(
                      "sgd",
                      Map.of("momentum", MOMENTUM, "weightDecay", 0.0),
                      OptimizerSpec.ALL_ROLES,
                      state),
                  new Objective.CrossEntropy(),
                  new GradientTransform.Identity(),
                  new AfterStep.Nothing(),
                  new RunFacts(seen.size(), batch, classes)));
      NDArray tested =
          manager.create(test.features(), new Shape(test.size(), test.dimension(), 1, 1));
      double best = 0;
      int[] ranks = {};
      for (int epoch = 0; epoch < epochs; epoch++) {
        seen = epoch == 0 ? seen : training.apply(epoch);
        int[] order = order(seen.size(), streams.stream("probe.order", epoch, 0));
        TrainingProgress progress = TrainingProgress.ofEpoch(epoch, epochs);
        for (int start = 0; start < order.length; start += batch) {
          try (NDManager owner = manager.newSubManager()) {
            rule.step(batch(owner, seen, order, start, classes), progress, schedule.at(epoch));
          }
        }
        ranks = ranks(layer, manager, tested, test, classes);
        best = Math.max(best, share(ranks, 1));
      }
      return new ProbeResult(
          share(ranks, 1),
          classes > SHORT_LIST ? share(ranks, SHORT_LIST) : null,
          best,
          Map.of(
              "rate", rate,
              "epochs", epochs,
              "falls", falls,
              "batch", batch,
              "momentum", MOMENTUM),
          null);
    }
  }

  private static Network layer(int dimension, int classes) {
    return new Network(
        "probe",
        List.of(
            new Node("input", new Operation.Input(dimension, 1, 1), List.of()),
            new Node("flat", new Operation.Flatten(), List.of("input")),
            new Node(
                "classifier",
                new Operation.Linear(
                    dimension,
                    classes,
                    Weights.real(new Initializer.Normal(0.01)),
                    new Initializer.Constant(0),
                    Operation.Purpose.CLASSIFIER),
                List.of("flat"))));
  }

  private static int[] order(int size, RandomGenerator random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  private TrainingBatch batch(
      NDManager owner, FeatureSet features, int[] order, int start, int classes) {
    int count = Math.min(batch, order.length - start);
    int dimension = features.dimension();
    float[] values = new float[count * dimension];
    float[] hot = new float[count * classes];
    for (int i = 0; i < count; i++) {
      int image = order[start + i];
      System.arraycopy(features.feature(image), 0, values, i * dimension, dimension);
      hot[i * classes + features.label(image)] = 1;
    }
    return TrainingBatch.of(
        owner.create(FloatBuffer.wrap(values), new Shape(count, dimension, 1, 1)),
        owner.create(FloatBuffer.wrap(hot), new Shape(count, classes)),
        start / batch);
  }

  /**
   * The place of each image's class among all, from 1; of equal logits the lower class is first.
   */
  private static int[] ranks(
      NetworkExecutor layer, NDManager manager, NDArray tested, FeatureSet test, int classes) {
    try (Predictor predictor =
        layer.predictor(manager, TrainingProgress.ofEpoch(0, 1), Evaluation.MODE)) {
      float[] logits = predictor.logits(tested).toFloatArray();
      int[] ranks = new int[test.size()];
      for (int i = 0; i < ranks.length; i++) {
        int label = test.label(i);
        float own = logits[i * classes + label];
        ranks[i] = 1;
        for (int c = 0; c < classes; c++) {
          float logit = logits[i * classes + c];
          ranks[i] += logit > own || (logit == own && c < label) ? 1 : 0;
        }
      }
      return ranks;
    }
  }

  private static double share(int[] ranks, int places) {
    int within = 0;
    for (int rank : ranks) {
      within += rank <= places ? 1 : 0;
    }
    return 100.0 * within / ranks.length;
  }
}
