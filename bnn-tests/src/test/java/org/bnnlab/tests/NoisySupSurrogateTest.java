package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.method.Slot;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkBuilder;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.parameter.Initialization;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.tensor.Tensors;
import org.bnnlab.api.training.AfterStep;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainedTensor;
import org.bnnlab.api.training.TrainingPass;
import org.bnnlab.bench.optimizer.Optimizers;
import org.bnnlab.bench.recipe.OptimizerSpec;
import org.bnnlab.methods.binarizer.LayerScaledSign;
import org.bnnlab.methods.estimator.ClippedGradient;
import org.bnnlab.models.djl.NetworkExecutor;
import org.bnnlab.models.djl.PartProbe;
import org.junit.jupiter.api.Test;

/** Noisy supervision in the executor: its surrogate, its control run, its effect. */
class NoisySupSurrogateTest {

  private static final Methods METHODS = Methods.load();
  private static final int OUTPUTS = 3;
  private static final int INPUTS = 2;
  private static final int HIDDEN = 2 * INPUTS;
  private static final double RHO = 0.1;
  private static final double ALPHA = 0.7;

  private static double[] noise(String name, int count, double size) {
    RandomGenerator random = new RandomStreams(4).stream(name, 0, 0);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (size * random.nextGaussian());
    }
    return values;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** f in plain Java and double precision. */
  private static double[] mapped(Map<String, double[]> p) {
    double[] first = rectified(convolved(p, "weight", "map1", INPUTS, HIDDEN), p, "map1");
    double[] second = rectified(convolved(first, p, "map2", HIDDEN, HIDDEN), p, "map2");
    return convolved(second, p, "map3", HIDDEN, INPUTS);
  }

  private static double[] convolved(
      Map<String, double[]> p, String input, String taps, int from, int to) {
    return convolved(values(p, input), p, taps, from, to);
  }

  private static double[] values(Map<String, double[]> p, String name) {
    double[] found = p.get(name);
    assertThat(found).as(name).isNotNull();
    return found;
  }

  /** A 3×3 convolution with a border of zeros on OUTPUTS images of 3×3. */
  private static double[] convolved(
      double[] x, Map<String, double[]> p, String name, int from, int to) {
    double[] taps = values(p, name);
    double[] y = new double[OUTPUTS * to * 9];
    for (int image = 0; image < OUTPUTS; image++) {
      for (int out = 0; out < to; out++) {
        for (int at = 0; at < 9; at++) {
          double sum = 0;
          for (int in = 0; in < from; in++) {
            for (int tap = 0; tap < 9; tap++) {
              int row = at / 3 + tap / 3 - 1;
              int column = at % 3 + tap % 3 - 1;
              if (row >= 0 && row < 3 && column >= 0 && column < 3) {
                sum +=
                    taps[(out * from + in) * 9 + tap]
                        * x[(image * from + in) * 9 + row * 3 + column];
              }
            }
          }
          y[(image * to + out) * 9 + at] = sum;
        }
      }
    }
    return y;
  }

  private static double[] rectified(double[] x, Map<String, double[]> p, String name) {
    double[] y = new double[x.length];
    for (int channel = 0; channel < HIDDEN; channel++) {
      double mean = 0;
      double square = 0;
      for (int i = 0; i < OUTPUTS * 9; i++) {
        double value = x[(i / 9 * HIDDEN + channel) * 9 + i % 9];
        mean += value / (OUTPUTS * 9);
        square += value * value / (OUTPUTS * 9);
      }
      double deviation = Math.sqrt(square - mean * mean + 1e-5);
      for (int i = 0; i < OUTPUTS * 9; i++) {
        int at = (i / 9 * HIDDEN + channel) * 9 + i % 9;
        double normalized =
            (x[at] - mean) / deviation * values(p, name + "_factor")[channel]
                + values(p, name + "_offset")[channel];
        y[at] = Math.max(0, normalized);
      }
    }
    return y;
  }

  /** Σ clip(E·D)·f(W) + α·Σ l̃(f(W), sign(W)); E, D and the labels are constants. */
  private static double surrogate(Map<String, double[]> p, double[] clipped, double[] labels) {
    double[] predicted = mapped(p);
    double sum = 0;
    for (int i = 0; i < predicted.length; i++) {
      double right = Math.pow(predicted[i] - labels[i], 2);
      double wrong = Math.pow(predicted[i] + labels[i], 2);
      sum += clipped[i] * predicted[i] + ALPHA * ((1 - RHO) * right - RHO * wrong) / (1 - 2 * RHO);
    }
    return sum;
  }

  @Test
  void every_gradient_is_that_of_the_stated_surrogate() {
    Map<String, double[]> parameters = new LinkedHashMap<>();
    parameters.put("weight", noise("weight", OUTPUTS * INPUTS * 9, 0.4));
    parameters.put("map1", noise("map1", HIDDEN * INPUTS * 9, 0.4));
    parameters.put("map1_factor", new double[] {1, 0.75, 1.25, 0.5});
    parameters.put("map1_offset", new double[] {0.5, 0.25, 0, -0.25});
    parameters.put("map2", noise("map2", HIDDEN * HIDDEN * 9, 0.3));
    parameters.put("map2_factor", new double[] {1.5, 1, 0.5, 1});
    parameters.put("map2_offset", new double[] {0, 0.5, 0.25, -0.25});
    parameters.put("map3", noise("map3", INPUTS * HIDDEN * 9, 0.3));
    double[] weight = values(parameters, "weight");
    double[] upstream = noise("upstream", weight.length, 5);
    double scale = 0;
    for (double value : weight) {
      scale += Math.abs(value) / weight.length;
    }
    double[] clipped = new double[weight.length];
    double[] labels = new double[weight.length];
    int beyond = 0;
    for (int i = 0; i < weight.length; i++) {
      clipped[i] = Math.max(-1, Math.min(1, scale * upstream[i]));
      labels[i] = weight[i] >= 0 ? 1 : -1;
      beyond += Math.abs(clipped[i]) == 1 ? 1 : 0;
    }
    assertThat(beyond).isBetween(5, weight.length - 5);

    Method method =
        METHODS.create(
            "noisysup", Map.of("rhoPositive", RHO, "rhoNegative", RHO, "alpha", ALPHA), null);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Map<String, NDArray> given = new LinkedHashMap<>();
      parameters.forEach(
          (name, values) -> given.put(name, manager.create(floats(values), shape(name))));
      given.remove("weight");
      Shape shape = new Shape(OUTPUTS, INPUTS, 3, 3);
      PartProbe.Result result =
          new PartProbe(manager, method, TrainingProgress.ofEpoch(0, 1), given)
              .weight(
                  manager.create(floats(weight), shape), manager.create(floats(upstream), shape));
      double[] predicted = mapped(parameters);
      float[] output = result.output().toFloatArray();
      for (int i = 0; i < output.length; i++) {
        assertThat((double) output[i]).isCloseTo(predicted[i] >= 0 ? scale : -scale, within(1e-6));
      }
      parameters.forEach(
          (name, values) -> {
            NDArray found =
                name.equals("weight") ? result.gradient() : result.parameters().get(name);
            assertThat(found).as(name).isNotNull();
            float[] gradient = found.toFloatArray();
            for (int i = 0; i < values.length; i++) {
              double expected = centralDifference(parameters, values, i, clipped, labels);
              assertThat((double) gradient[i])
                  .as("%s[%d]", name, i)
                  .isCloseTo(expected, within(1e-4 * Math.max(1, Math.abs(expected))));
            }
          });
    }
  }

  private static Shape shape(String name) {
    return switch (name) {
      case "weight" -> new Shape(OUTPUTS, INPUTS, 3, 3);
      case "map1" -> new Shape(HIDDEN, INPUTS, 3, 3);
      case "map2" -> new Shape(HIDDEN, HIDDEN, 3, 3);
      case "map3" -> new Shape(INPUTS, HIDDEN, 3, 3);
      default -> new Shape(HIDDEN);
    };
  }

  private static double centralDifference(
      Map<String, double[]> p, double[] values, int at, double[] clipped, double[] labels) {
    double step = 1e-6;
    double kept = values[at];
    values[at] = kept + step;
    double above = surrogate(p, clipped, labels);
    values[at] = kept - step;
    double below = surrogate(p, clipped, labels);
    values[at] = kept;
    return (above - below) / (2 * step);
  }

  /** Item 11 of the card: without network and loss it is plain fine-tuning, step by step. */
  @Test
  void without_network_and_loss_it_is_the_plain_run_step_by_step() {
    Map<Slot, Object> parts = new EnumMap<>(Slot.class);
    parts.put(Slot.WEIGHT_BINARIZER, new LayerScaledSign(true));
    parts.put(Slot.WEIGHT_ESTIMATOR, new ClippedGradient());
    parts.put(Slot.AFTER_STEP, new AfterStep.Nothing());
    List<float[]> plain = trained(METHODS.create("bnn", Map.of(), null).with(parts));
    List<float[]> control =
        trained(METHODS.create("noisysup", Map.of("mapping", "none", "alpha", 0.0), null));
    List<float[]> supervised = trained(METHODS.create("noisysup", Map.of(), null));

    assertThat(control).hasSameSizeAs(plain);
    for (int i = 0; i < plain.size(); i++) {
      assertThat(control.get(i)).isEqualTo(plain.get(i));
    }
    assertThat(supervised.getFirst()).isNotEqualTo(plain.getFirst());
  }

  private static List<float[]> trained(Method method) {
    List<float[]> seen = new ArrayList<>();
    Map<String, Object> small = Map.of("widths", List.of(4, 8, 16), "blocks", 1);
    try (TinyTraining training = new TinyTraining(method, small, 4)) {
      for (int step = 0; step < 3; step++) {
        try (NDManager owner = training.manager.newSubManager()) {
          TrainingPass pass = training.step(owner, new TrainingProgress(0, 1, step, 3, 0, 1));
          seen.add(new float[] {(float) pass.loss()});
          for (TrainedTensor tensor : pass.tensors()) {
            seen.add(tensor.gradient().toFloatArray());
          }
        }
      }
    }
    return seen;
  }

  private static final int CHANNELS = 4;
  private static final int FILTERS = 8;
  private static final int SAMPLES = 64;
  private static final Shape IMAGE = new Shape(CHANNELS, 3, 3);
  private static final Shape FILTER = new Shape(FILTERS, CHANNELS, 3, 3);

  /** Share of signs that agree. */
  private static double agreement(float[] left, float[] right) {
    double agreeing = 0;
    for (int i = 0; i < left.length; i++) {
      agreeing += left[i] * right[i] > 0 ? 1 : 0;
    }
    return agreeing / left.length;
  }

  /**
   * The mechanism: a layer starts from planted signs of which one in ten is wrong; the loss of the
   * task sees what the planted layer gives. The predicted signs find back to the planted ones.
   */
  @Test
  void planted_signs_are_recovered_from_wrong_labels() {
    int count = Math.toIntExact(FILTER.size());
    double[] planted = noise("planted", count, 1);
    double[] start = noise("magnitude", count, 0.1);
    for (int i = 0; i < count; i++) {
      planted[i] = Math.signum(planted[i]);
      start[i] = Math.abs(start[i]) * (i % 10 == 3 ? -planted[i] : planted[i]);
    }
    Method method = METHODS.create("noisysup", Map.of("alpha", 0.01), null);

    double[] agreements = fit(method, planted, start);

    assertThat(agreements[0]).as("labels").isCloseTo(0.9, within(0.01));
    assertThat(agreements[1]).as("predicted").isGreaterThan(0.97);
  }

  /** Agreement with the planted signs at the start and after the training. */
  private static double[] fit(Method method, double[] planted, double[] start) {
    NetworkBuilder nodes =
        new NetworkBuilder(Initialization.ofConvolutions(new Initializer.Normal(0.1)));
    Edge input = nodes.add("input", new Operation.Input(CHANNELS, 3, 3));
    nodes.add(
        "layer",
        new Operation.Convolution(
            CHANNELS,
            FILTERS,
            3,
            1,
            Padding.NONE,
            1,
            1,
            new Weights.Binary(
                method.weightNormalizer(),
                method.weightBinarizer(),
                method.weightEstimator(),
                new Initializer.Normal(0.1)),
            Operation.Purpose.BODY),
        input);
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        StateStore state = new StateStore(manager)) {
      NetworkExecutor executor =
          new NetworkExecutor(nodes.build("planted"), state, new RandomStreams(1));
      executor.initialize();
      state.set("layer.weight", floats(start));
      var optimizer =
          Optimizers.of("adam", Map.of("weightDecay", 0.0), OptimizerSpec.ALL_ROLES, state);
      for (int step = 0; step < 600; step++) {
        try (NDManager owner = manager.newSubManager()) {
          float[] images = floats(noise("images" + step, SAMPLES * CHANNELS * 9, 1));
          NDArray wanted =
              owner.create(answers(images, planted), new Shape(SAMPLES, FILTERS, 1, 1));
          TrainingPass pass =
              executor.train(
                  owner.create(images, new Shape(SAMPLES).addAll(IMAGE)),
                  new TrainingProgress(0, 1, step, 600, 0, 1),
                  given -> {
                    NDArray error = Tensors.times(given, 1 / meanSize(start)).sub(wanted);
                    return Tensors.over(error.mul(error).sum(), SAMPLES);
                  });
          optimizer.step(pass.tensors(), 0.003);
        }
      }
      return new double[] {
        agreement(floats(start), floats(planted)),
        agreement(predicted(manager, method, state), floats(planted))
      };
    }
  }

  private static double meanSize(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += Math.abs(value);
    }
    return sum / values.length;
  }

  private static float[] answers(float[] images, double[] planted) {
    float[] answers = new float[SAMPLES * FILTERS];
    int size = CHANNELS * 9;
    for (int i = 0; i < answers.length; i++) {
      double sum = 0;
      for (int k = 0; k < size; k++) {
        sum += images[i / FILTERS * size + k] * planted[i % FILTERS * size + k];
      }
      answers[i] = (float) sum;
    }
    return answers;
  }

  /** The binary weight that would be deployed. */
  private static float[] predicted(NDManager manager, Method method, StateStore state) {
    Map<String, NDArray> learned = new LinkedHashMap<>();
    state
        .tensors(StateStore.Kind.MODEL)
        .forEach((name, tensor) -> learned.put(name.substring(6), tensor));
    float[] latent = state.tensor("layer.weight").toFloatArray();
    learned.remove("weight");
    NDArray weight = manager.create(latent, FILTER);
    return new PartProbe(manager, method, TrainingProgress.ofEpoch(0, 1), learned)
        .weight(weight, weight)
        .output()
        .toFloatArray();
  }
}
