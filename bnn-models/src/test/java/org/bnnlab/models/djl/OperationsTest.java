package org.bnnlab.models.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.NodeParameters;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.methods.estimator.ClippedIdentity;
import org.bnnlab.methods.estimator.Polynomial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation against plain loops, forward and, by central differences of those, backward. */
class OperationsTest {

  private static final int N = 3;
  private static final int C = 4;
  private static final int H = 5;
  private static final int W = 4;
  private static final Initializer ZERO = new Initializer.Constant(0);

  /** An operation in plain loops; parameters by full name. */
  interface Plain {
    PlainTensor of(PlainTensor x, Map<String, double[]> parameters);
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        chain("hardtanh", (x, p) -> x.map(v -> Math.clamp(v, -1, 1)), new Operation.HardTanh()),
        chain("relu", (x, p) -> x.map(v -> Math.max(v, 0)), new Operation.Relu()),
        chain("sigmoid", (x, p) -> x.map(v -> 1 / (1 + Math.exp(-v))), new Operation.Sigmoid()),
        chain("affine", (x, p) -> x.map(v -> -2.5 * v + 0.75), new Operation.Affine(-2.5, 0.75)),
        chain("affine without change", (x, p) -> x.map(v -> v), new Operation.Affine(1, 0)),
        chain(
            "channel shift",
            (x, p) -> x.perChannel(p.get("n1.bias"), Double::sum),
            new Operation.ChannelShift(C, ZERO)),
        chain(
            "channel scale",
            (x, p) -> x.perChannel(p.get("n1.alpha"), (v, a) -> v * a),
            new Operation.ChannelScale(C, "alpha", ZERO)),
        chain(
            "prelu",
            (x, p) -> x.perChannel(p.get("n1.weight"), (v, a) -> v > 0 ? v : a * v),
            new Operation.PRelu(C, 0.25)),
        chain(
            "prelu on vectors",
            (x, p) -> x.globalAverage().perChannel(p.get("n2.weight"), (v, a) -> v > 0 ? v : a * v),
            new Operation.GlobalAveragePool(),
            new Operation.PRelu(C, 0.25)),
        chain(
            "batch norm",
            (x, p) -> x.batchNormalized(p.get("n1.weight"), p.get("n1.bias"), 1e-5),
            new Operation.BatchNormalization(C, 1e-5, 0.9, true, 1)),
        chain(
            "batch norm without factors",
            (x, p) -> x.batchNormalized(new double[] {1, 1, 1, 1}, new double[] {0, 0, 0, 0}, 1e-3),
            new Operation.BatchNormalization(C, 1e-3, 0.9, false, 1)),
        chain(
            "batch norm on vectors",
            (x, p) -> x.globalAverage().batchNormalized(p.get("n2.weight"), p.get("n2.bias"), 1e-5),
            new Operation.GlobalAveragePool(),
            new Operation.BatchNormalization(C, 1e-5, 0.9, true, 1)),
        chain(
            "standardization per sample",
            (x, p) -> x.standardized(1e-5),
            new Operation.SampleStandardization(1e-5)),
        chain(
            "standardization per sample with a large epsilon",
            (x, p) -> x.standardized(0.5),
            new Operation.SampleStandardization(0.5)),
        chain(
            "euclidean norm",
            (x, p) -> x.l2Normalized(1e-12),
            new Operation.L2Normalization(1e-12)),
        chain(
            "euclidean norm below epsilon",
            (x, p) -> x.l2Normalized(100),
            new Operation.L2Normalization(100)),
        chain(
            "euclidean norm of vectors",
            (x, p) -> x.globalAverage().l2Normalized(1e-12),
            new Operation.GlobalAveragePool(),
            new Operation.L2Normalization(1e-12)),
        chain("slice", (x, p) -> x.channels(2, j -> j + 1), new Operation.Slice(1, 3)),
        chain(
            "slice of vectors",
            (x, p) -> x.globalAverage().channels(3, j -> j),
            new Operation.GlobalAveragePool(),
            new Operation.Slice(0, 3)),
        chain(
            "zero channels on both sides",
            (x, p) -> x.channels(C + 3, j -> j - 1),
            new Operation.PadChannels(1, 2)),
        chain(
            "zero channels behind vectors",
            (x, p) -> x.globalAverage().channels(C + 2, j -> j),
            new Operation.GlobalAveragePool(),
            new Operation.PadChannels(0, 2)),
        chain("every second pixel", (x, p) -> x.subsampled(2), new Operation.Subsample(2)),
        chain("every third pixel", (x, p) -> x.subsampled(3), new Operation.Subsample(3)),
        chain(
            "shuffle",
            (x, p) -> x.channels(C, j -> j % 2 * (C / 2) + j / 2),
            new Operation.ChannelShuffle(2)),
        chain("max pool", (x, p) -> x.pooled(2, 2, 0, true), new Operation.MaxPool(2, 2, 0)),
        chain(
            "max pool with border",
            (x, p) -> x.map(v -> v - 9).pooled(3, 2, 1, true),
            new Operation.Affine(1, -9),
            new Operation.MaxPool(3, 2, 1)),
        chain("average pool", (x, p) -> x.pooled(2, 2, 0, false), new Operation.AveragePool(2, 2)),
        chain(
            "average pool with overlap",
            (x, p) -> x.pooled(3, 1, 0, false),
            new Operation.AveragePool(3, 1)),
        chain("global average", (x, p) -> x.globalAverage(), new Operation.GlobalAveragePool()),
        chain(
            "dense",
            (x, p) -> x.flat().dense(p.get("n2.weight"), p.get("n2.bias")),
            new Operation.Flatten(),
            new Operation.Linear(
                C * H * W, 3, Weights.real(ZERO), ZERO, Operation.Purpose.CLASSIFIER)),
        chain(
            "dense without bias",
            (x, p) -> x.flat().dense(p.get("n2.weight"), new double[2]),
            new Operation.Flatten(),
            new Operation.Linear(C * H * W, 2, Weights.real(ZERO), null, Operation.Purpose.BODY)),
        convolution("3×3", 6, 3, 1, 1, Padding.Value.ZERO, 1, 1),
        convolution("3×3, stride 2", 2, 3, 2, 1, Padding.Value.ZERO, 1, 1),
        convolution("3×3, -1 around", 6, 3, 1, 1, Padding.Value.MINUS_ONE, 1, 1),
        convolution("3×3, +1 around, stride 2", 6, 3, 2, 1, Padding.Value.PLUS_ONE, 1, 1),
        convolution("3×3, -1 around by 2, dilation 2", 3, 3, 1, 2, Padding.Value.MINUS_ONE, 2, 1),
        convolution("3×3, -1 around, groups", 6, 3, 1, 1, Padding.Value.MINUS_ONE, 1, 2),
        convolution("3×3 depthwise", 4, 3, 1, 1, Padding.Value.ZERO, 1, 4),
        convolution("1×1 without border", 3, 1, 1, 0, Padding.Value.PLUS_ONE, 1, 1),
        merge("add", new Operation.Add(), false, (x, y) -> x.with(y, Double::sum)),
        merge("add vectors", new Operation.Add(), true, (x, y) -> x.with(y, Double::sum)),
        merge("multiply", new Operation.Multiply(), false, (x, y) -> x.with(y, (a, b) -> a * b)),
        merge(
            "multiply by vectors",
            new Operation.Multiply(),
            true,
            (x, y) -> x.with(y, (a, b) -> a * b)),
        merge("concatenate", new Operation.Concatenate(), false, PlainTensor::concatenated));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void an_operation_has_the_values_and_gradients_of_plain_loops(
      String name, Network network, Plain plain) {
    SplittableRandom random = new SplittableRandom(20);
    try (Circuit circuit = new Circuit(network)) {
      Map<String, double[]> parameters = new LinkedHashMap<>();
      NodeParameters.of(network)
          .forEach(
              (parameter, spec) -> {
                if (spec.isTrained()) {
                  float[] values = numbers(random, (int) spec.shape().size());
                  circuit.with(parameter, values);
                  parameters.put(parameter, doubles(values));
                }
              });
      float[] image = numbers(random, N * C * H * W);
      PlainTensor x = new PlainTensor(doubles(image), N, C, H, W);
      double[] expected = plain.of(x, parameters).values();
      float[] upstream = numbers(random, expected.length);

      Circuit.Result found = circuit.train(image, upstream);

      assertClose("output", found.output(), expected);
      assertClose(
          "gradient of the image",
          found.imageGradient(),
          slopes(x.values(), () -> plain.of(x, parameters).values(), upstream));
      parameters.forEach(
          (parameter, values) ->
              assertClose(
                  "gradient of " + parameter,
                  found.gradient(parameter),
                  slopes(values, () -> plain.of(x, parameters).values(), upstream)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_border_is_written_behind_the_sign(Padding.Value border) {
    float[] x = {0.3f, -0.2f, -5, 0, 0.1f, -0.4f};
    try (Circuit circuit =
        Circuit.chain(
            new Shape(1, 2, 3),
            new Operation.Sign(1, new GradientEstimator.Identity()),
            new Operation.Convolution(
                1,
                1,
                3,
                1,
                new Padding(1, border),
                1,
                1,
                Weights.real(new Initializer.Constant(1)),
                Operation.Purpose.BODY))) {
      int b = border.number();
      // Signs: + - - / + + -; each output is the sum of its 3×3 neighbourhood.
      float[] expected = {2 + 5 * b, 3 * b, -2 + 5 * b, 2 + 5 * b, 3 * b, -2 + 5 * b};

      assertThat(circuit.infer(x)).containsExactly(expected);
      assertThat(circuit.train(x, new float[6]).output()).containsExactly(expected);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shiftedSigns")
  void the_window_of_a_sign_moves_with_its_threshold(
      String name, GradientEstimator estimator, float[] expected) {
    float[] x = {-1.2f, -0.7f, -0.2f, 0, 0.3f, 0.5f, 0.9f, 1.4f, 1.6f};
    float[] upstream = {0.1f, -0.2f, 0.3f, -0.4f, 0.5f, -0.6f, 0.7f, -0.8f, 0.9f};
    try (Circuit circuit =
        Circuit.chain(
            new Shape(1, 3, 3),
            new Operation.ChannelShift(1, new Initializer.Constant(-0.5)),
            new Operation.Sign(1, estimator))) {
      Circuit.Result found = circuit.train(x, upstream);

      assertThat(found.output()).containsExactly(-1, -1, -1, -1, -1, 1, 1, 1, 1);
      assertThat(found.imageGradient()).containsExactly(expected, within(1e-6f));
      float sum = 0;
      for (float slope : expected) {
        sum += slope;
      }
      assertThat(found.gradient("n1.bias")[0]).isCloseTo(sum, within(1e-6f));
      assertThat(circuit.infer(x)).containsExactly(found.output());
    }
  }

  static Stream<Arguments> shiftedSigns() {
    return Stream.of(
        Arguments.of(
            "hardtanh window",
            new ClippedIdentity(),
            new float[] {0, 0, 0.3f, -0.4f, 0.5f, -0.6f, 0.7f, -0.8f, 0}),
        Arguments.of(
            "polynomial",
            new Polynomial(),
            new float[] {0, 0, 0.18f, -0.40f, 0.80f, -1.20f, 0.84f, -0.16f, 0}));
  }

  @ParameterizedTest(name = "{0} channels in {1} groups start with {2}")
  @CsvSource({
    "8, 2, 0 4 1 5 2 6 3 7",
    "12, 4, 0 3 6 9 1 4 7 10 2 5 8 11",
    "320, 16, 0 20 40 60 80 100 120 140 160 180 200 220 240 260 280 300 1 21 41"
  })
  void a_shuffle_has_the_published_order(int channels, int groups, String order) {
    float[] image = new float[channels];
    for (int i = 0; i < channels; i++) {
      image[i] = i;
    }
    try (Circuit circuit =
        Circuit.chain(new Shape(channels, 1, 1), new Operation.ChannelShuffle(groups))) {
      float[] shuffled = circuit.infer(image);
      List<Integer> found = new ArrayList<>();
      for (float value : shuffled) {
        found.add((int) value);
      }

      assertThat(found)
          .startsWith(
              Pattern.compile(" ")
                  .splitAsStream(order)
                  .map(Integer::valueOf)
                  .toArray(Integer[]::new))
          .doesNotHaveDuplicates();
      if (channels == 320) {
        assertThat(found.subList(16, 19)).containsExactly(1, 21, 41);
      }
    }
  }

  @Test
  void standardization_is_the_identity_in_evaluation() {
    float[] image = numbers(new SplittableRandom(2), 2 * 12);
    try (Circuit circuit =
        Circuit.chain(new Shape(3, 2, 2), new Operation.SampleStandardization(1e-5))) {
      assertThat(circuit.infer(image)).containsExactly(image);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25, 0.5})
  void dropout_zeroes_its_share_in_training_and_nothing_in_evaluation(double rate) {
    float[] image = new float[20_000];
    Arrays.fill(image, 2);
    try (Circuit circuit = Circuit.chain(new Shape(2, 100, 100), new Operation.Dropout(rate))) {
      Circuit.Result found = circuit.train(image, image);
      int zeros = 0;
      for (int i = 0; i < image.length; i++) {
        float value = found.output()[i];
        zeros += value == 0 ? 1 : 0;
        assertThat(value).isIn(0f, (float) (2 / (1 - rate)));
        assertThat(found.imageGradient()[i]).isEqualTo(value);
      }

      assertThat((double) zeros / image.length).isCloseTo(rate, within(0.02));
      assertThat(circuit.infer(image)).containsOnly(2f);
    }
  }

  @Test
  void dropout_draws_from_the_streams_of_the_run() {
    float[] image = numbers(new SplittableRandom(4), 2 * 16);
    float[] upstream = new float[image.length];
    try (Circuit first = Circuit.chain(new Shape(1, 4, 4), new Operation.Dropout(0.5));
        Circuit resumed = Circuit.chain(new Shape(1, 4, 4), new Operation.Dropout(0.5))) {
      first.train(image, upstream);
      float[] undisturbed =
          first.at(TrainingProgress.ofEpoch(1, 10)).train(image, upstream).output();
      float[] afterResumption =
          resumed.at(TrainingProgress.ofEpoch(1, 10)).train(image, upstream).output();

      assertThat(afterResumption).containsExactly(undisturbed);
    }
  }

  private static Arguments chain(String name, Plain plain, Operation... operations) {
    List<Node> nodes = new ArrayList<>(List.of(input()));
    for (Operation operation : operations) {
      nodes.add(new Node("n" + nodes.size(), operation, List.of(nodes.getLast().path())));
    }
    return Arguments.of(name, new Network("chain", nodes), plain);
  }

  private static Arguments convolution(
      String name,
      int outputs,
      int kernel,
      int stride,
      int padding,
      Padding.Value border,
      int dilation,
      int groups) {
    return chain(
        name,
        (x, p) ->
            x.convolved(
                p.get("n1.weight"),
                outputs,
                kernel,
                stride,
                padding,
                border.number(),
                dilation,
                groups),
        new Operation.Convolution(
            C,
            outputs,
            kernel,
            stride,
            new Padding(padding, border),
            dilation,
            groups,
            Weights.real(ZERO),
            Operation.Purpose.BODY));
  }

  /** Two inputs: hardtanh of the image, and its double or its average per channel. */
  private static Arguments merge(
      String name, Operation operation, boolean vector, BinaryOperator<PlainTensor> plain) {
    Operation second = vector ? new Operation.GlobalAveragePool() : new Operation.Affine(2, 0);
    Network network =
        new Network(
            "merge",
            List.of(
                input(),
                new Node("left", new Operation.HardTanh(), List.of("input")),
                new Node("right", second, List.of("input")),
                new Node("out", operation, List.of("left", "right"))));
    Plain expected =
        (x, p) ->
            plain.apply(
                x.map(v -> Math.clamp(v, -1, 1)), vector ? x.globalAverage() : x.map(v -> 2 * v));
    return Arguments.of(name, network, expected);
  }

  private static Node input() {
    return new Node("input", new Operation.Input(C, H, W), List.of());
  }

  /** Central differences of Σ upstream · function in every entry of {@code argument}. */
  private static double[] slopes(double[] argument, Supplier<double[]> function, float[] upstream) {
    double distance = 1e-5;
    double[] slopes = new double[argument.length];
    for (int i = 0; i < argument.length; i++) {
      double value = argument[i];
      argument[i] = value + distance;
      double[] above = function.get();
      argument[i] = value - distance;
      double[] below = function.get();
      argument[i] = value;
      for (int k = 0; k < upstream.length; k++) {
        slopes[i] += upstream[k] * (above[k] - below[k]) / (2 * distance);
      }
    }
    return slopes;
  }

  private static void assertClose(String what, float[] found, double[] expected) {
    assertThat(found).as(what).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i])
          .as("%s, entry %d", what, i)
          .isCloseTo(expected[i], within(2e-5 * Math.max(1, Math.abs(expected[i]))));
    }
  }

  /** Numbers of magnitude 0.1 to 1.9, away from the kinks at 0 but on both sides of 1. */
  private static float[] numbers(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) ((random.nextBoolean() ? 1 : -1) * (0.1 + 1.8 * random.nextDouble()));
    }
    return values;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
