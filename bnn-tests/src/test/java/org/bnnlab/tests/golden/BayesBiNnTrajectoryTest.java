package org.bnnlab.tests.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.parameter.ClipUnit;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.parameter.ParameterKind;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.Optimizer;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.RunFacts;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.StepReport;
import org.bnnlab.api.training.TrainedTensor;
import org.bnnlab.api.training.TrainingBatch;
import org.bnnlab.bench.SharedFolder;
import org.bnnlab.bench.file.Npz;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.models.djl.LayerNoise;
import org.bnnlab.models.djl.NetworkExecutor;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * BayesBiNN beside what its official code recorded, step by step.
 *
 * <p>The mean that a step leaves behind is compared and then taken from the recording: the tanh of
 * the recorded runs is 1 in float32 from |λ| = 8.66 on, where the correctly rounded one is below 1
 * up to 9.01, and in the denominator 1 − μ² + 1e-10 of the runs that start with λ = ±10 this last
 * bit is a factor of 1200.
 */
class BayesBiNnTrajectoryTest {

  private static final List<String> LAYERS =
      List.of("hidden.layer0", "hidden.layer1", "head.classifier");
  private static final int STEPS = 5;

  /** A recording: its settings, and its arrays cut along their first axes. */
  private record Recording(JsonNode about, Map<String, StoredArray> arrays) {

    static Recording read(String name) throws IOException {
      Path file = SharedFolder.require("golden/" + name + ".npz");
      Path sidecar = SharedFolder.require("golden/" + name + ".json");
      return new Recording(
          JsonMapper.builder().build().readTree(Files.readString(sidecar)), Npz.read(file));
    }

    double number(String key) {
      return about.get(key).asDouble();
    }

    int samples() {
      return about.get("num_samples").asInt();
    }

    float[] values(String name) {
      return arrays.get(name).asFloats();
    }

    /** One entry of an array along its first axes. */
    float[] at(String name, int... indices) {
      StoredArray array = arrays.get(name);
      int from = 0;
      int length = array.size();
      for (int axis = 0; axis < indices.length; axis++) {
        length /= (int) array.shape()[axis];
        from += indices[axis] * length;
      }
      return Arrays.copyOfRange(array.asFloats(), from, from + length);
    }

    Method method() {
      return Methods.load()
          .create(
              "bayesbinn",
              Map.of(
                  "temperature",
                  number("temperature"),
                  "samples",
                  samples(),
                  "momentum",
                  number("momentum"),
                  "klWeight",
                  number("kl_reweight"),
                  "prior",
                  about.get("prior").asBoolean() ? "previous" : "uniform",
                  "mean",
                  "lagging"),
              null);
    }

    RunFacts facts() {
      return new RunFacts(about.get("train_set_size").asInt(), about.get("batch").asInt(), 4);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bayesbinn-mlp2-t1-s1",
        "bayesbinn-mlp2-t0.5-s3",
        "bayesbinn-mlp2-prior-affine",
        "bayesbinn-mlp2-cl-defaults"
      })
  void the_optimizer_turns_recorded_gradients_into_the_recorded_posterior(String name)
      throws IOException {
    Recording recording = Recording.read(name);
    double bound = name.endsWith("defaults") ? 1e-4 : 1e-5;
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        StateStore state = new StateStore(manager)) {
      float[] start = recording.values("init/lamda");
      Shape shape = new Shape(start.length);
      state.create("all", StateStore.Kind.MODEL, shape, start);
      if (recording.about().get("prior").asBoolean()) {
        state.create(
            "optimizer.prior.all", StateStore.Kind.RUN, shape, recording.values("in/prior_lamda"));
      }
      Optimizer optimizer =
          recording.method().optimizer().orElseThrow().create(state, recording.facts());
      ParameterSpec spec =
          new ParameterSpec(
              "all",
              shape,
              ParameterRole.WEIGHT,
              ParameterKind.LATENT,
              ClipUnit.NONE,
              new Initializer.Constant(0));

      for (int step = 0; step < STEPS; step++) {
        TrainedTensor tensor =
            new TrainedTensor(
                "all", spec, state.tensor("all"), manager.create(reparameterized(recording, step)));
        optimizer.step(List.of(tensor), recording.number("lr"));

        assertClose(state.tensor("all").toFloatArray(), recording.at("steps/lamda", step), bound);
        if (recording.number("momentum") > 0) {
          assertClose(
              state.tensor("optimizer.momentum.all").toFloatArray(),
              recording.at("steps/momentum", step),
              bound);
        }
        float[] mean = recording.at("steps/mu", step);
        assertClose(state.tensor("optimizer.mean.all").toFloatArray(), mean, bound);
        state.set("optimizer.mean.all", mean);
      }
    }
  }

  /** The gradient through the recorded relaxed weights, mean over the samples, in float32. */
  private static float[] reparameterized(Recording recording, int step) {
    float[] mean = new float[recording.values("init/lamda").length];
    for (int sample = 0; sample < recording.samples(); sample++) {
      float[] weight = recording.at("steps/w", step, sample);
      float[] gradient = recording.at("steps/grad", step, sample);
      for (int i = 0; i < mean.length; i++) {
        float slope =
            (1 - weight[i] * weight[i] + 1e-10f) / (float) recording.number("temperature");
        mean[i] += slope * gradient[i] / recording.samples();
      }
    }
    return mean;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bayesbinn-mlp2-t1-s1", "bayesbinn-mlp2-t0.5-s3", "bayesbinn-mlp2-cl-defaults"})
  void a_network_trains_and_predicts_as_recorded(String name) throws IOException {
    Recording recording = Recording.read(name);
    double bound = name.endsWith("defaults") ? 1e-4 : 1e-5;
    try (Training training = new Training(recording)) {
      for (int step = 0; step < STEPS; step++) {
        StepReport report = training.step(step);

        assertThat(report.loss()).isCloseTo(recording.at("steps/loss", step)[0], within(bound * 2));
        assertClose(logits(report), meanOverSamples(recording, step), bound);
        assertClose(training.all(""), recording.at("steps/lamda", step), bound);
        float[] mean = recording.at("steps/mu", step);
        assertClose(training.all("optimizer.mean."), mean, bound);
        training.set("optimizer.mean.", mean);
        for (int layer = 0; layer < LAYERS.size(); layer++) {
          for (String statistic : List.of("running_mean", "running_var")) {
            assertClose(
                training.state.tensor(LAYERS.get(layer) + ".bn." + statistic).toFloatArray(),
                recording.values("step%d/bn%d.%s".formatted(step, layer + 1, statistic)),
                bound);
          }
        }
      }

      float[] images = recording.at("steps/x", 0);
      for (int sample = 0; sample < 3; sample++) {
        float[] uniform = recording.at("in/test_uniform", sample);
        assertClose(
            training.logits(images, Evaluation.sample(0), uniform),
            recording.at("eval/sample_logits", sample),
            bound);
      }
      // The official mode is the sign of the mean one step late.
      training.set("", recording.at("steps/lamda", STEPS - 2));
      assertClose(
          training.logits(images, Evaluation.MODE, new float[0]),
          recording.values("eval/mode_logits"),
          bound);
    }
  }

  private static float[] logits(StepReport report) {
    float[] values = new float[report.logits().remaining()];
    report.logits().duplicate().get(values);
    return values;
  }

  private static float[] meanOverSamples(Recording recording, int step) {
    float[] mean = recording.at("steps/logits", step, 0);
    for (int sample = 1; sample < recording.samples(); sample++) {
      float[] further = recording.at("steps/logits", step, sample);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += further[i];
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= recording.samples();
    }
    return mean;
  }

  /** Within a share of the largest recorded magnitude. */
  private static void assertClose(float[] found, float[] recorded, double bound) {
    double largest = 0;
    double difference = 0;
    assertThat(found).hasSameSizeAs(recorded);
    for (int i = 0; i < recorded.length; i++) {
      largest = Math.max(largest, Math.abs(recorded[i]));
      difference = Math.max(difference, Math.abs(found[i] - recorded[i]));
    }
    assertThat(difference).isLessThanOrEqualTo(bound * largest);
  }

  /** The recorded network with a learning rule whose noise is the recorded one. */
  private static final class Training implements AutoCloseable {

    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private final StateStore state = new StateStore(manager);
    private final Recording recording;
    private final LearningRule rule;
    private final Map<String, Integer> offsets = new LinkedHashMap<>();
    private LayerNoise noise =
        (path, progress, draw) -> {
          throw new IllegalStateException("no noise at " + path);
        };

    Training(Recording recording) {
      this.recording = recording;
      Method method = recording.method();
      NetworkExecutor executor =
          new NetworkExecutor(
                  Resolver.resolve(
                      Architectures.load().get("mlp"),
                      Map.of("widths", List.of(16, 16), "dropout", 0.0),
                      method,
                      new Shape(12, 1, 1),
                      4),
                  state,
                  new RandomStreams(1))
              .withNoise((path, progress, draw) -> noise.of(path, progress, draw));
      executor.initialize();
      int offset = 0;
      for (String layer : LAYERS) {
        offsets.put(denseOf(layer), offset);
        offset += (int) state.tensor(denseOf(layer) + ".weight").size();
      }
      set("", recording.values("init/lamda"));
      LearningContext context =
          new LearningContext(
              executor,
              state,
              new RandomStreams(1),
              method.optimizer().orElseThrow().create(state, recording.facts()),
              method.objective(),
              method.gradientTransform(),
              method.afterStep(),
              recording.facts());
      rule = method.learningRule().orElseThrow().create(context);
    }

    private static String denseOf(String layer) {
      return layer.equals("head.classifier") ? layer : layer + ".dense";
    }

    /** Sets a tensor of every layer: its weight, or what the optimizer keeps of it. */
    void set(String prefix, float[] all) {
      offsets.forEach(
          (path, offset) -> {
            int size = (int) state.tensor(path + ".weight").size();
            state.set(prefix + path + ".weight", Arrays.copyOfRange(all, offset, offset + size));
          });
    }

    /** The same tensors, one after another. */
    float[] all(String prefix) {
      float[] all = new float[recording.values("init/lamda").length];
      offsets.forEach(
          (path, offset) -> {
            float[] layer = state.tensor(prefix + path + ".weight").toFloatArray();
            System.arraycopy(layer, 0, all, offset, layer.length);
          });
      return all;
    }

    /** Noise that is one row of the recording, cut into its layers. */
    private LayerNoise row(IntFunction<float[]> rows) {
      return (path, progress, draw) ->
          (owner, shape) -> {
            int offset = offsets.get(path);
            float[] layer =
                Arrays.copyOfRange(rows.apply(draw), offset, offset + (int) shape.size());
            return owner.create(layer, shape);
          };
    }

    StepReport step(int step) {
      noise = row(draw -> recording.at("in/noise", step, draw));
      int batch = recording.about().get("batch").asInt();
      float[] hot = new float[batch * 4];
      float[] labels = recording.at("steps/y", step);
      for (int i = 0; i < batch; i++) {
        hot[i * 4 + (int) labels[i]] = 1;
      }
      try (NDManager owner = manager.newSubManager()) {
        return rule.step(
            TrainingBatch.of(
                owner.create(recording.at("steps/x", step), new Shape(batch, 12, 1, 1)),
                owner.create(hot, new Shape(batch, 4)),
                0),
            TrainingProgress.ofEpoch(0, 1),
            recording.number("lr"));
      }
    }

    float[] logits(float[] images, Evaluation evaluation, float[] uniform) {
      noise = row(draw -> uniform);
      try (NDManager owner = manager.newSubManager();
          Predictor predictor = rule.predictor(owner, TrainingProgress.ofEpoch(0, 1), evaluation)) {
        return predictor
            .logits(owner.create(images, new Shape(images.length / 12, 12, 1, 1)))
            .toFloatArray();
      }
    }

    @Override
    public void close() {
      state.close();
      manager.close();
    }
  }
}
