package org.bnnlab.models.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.models.zoo.Blocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of BinaryDenseNet, MeliusNet and ResNetE against the numbers of the papers' cards. */
class DenseBlocksTest {

  private static final double EPSILON = 1e-5;

  static Stream<Arguments> windows() {
    return Stream.of(
        Arguments.of(1.3, new float[] {0, 2, 3, 4, 5, 6, 0}),
        Arguments.of(1.0, new float[] {0, 0, 3, 4, 5, 0, 0}));
  }

  @ParameterizedTest(name = "threshold {0}")
  @MethodSource("windows")
  void a_sign_passes_its_gradient_on_up_to_the_threshold(double threshold, float[] gradient) {
    for (String id : List.of("binarydensenet", "meliusnet")) {
      Method method = method(id, Map.of("threshold", threshold));
      try (Circuit circuit =
          Circuit.chain(new Shape(1, 1, 7), new Operation.Sign(1, method.activationEstimator()))) {
        Circuit.Result found =
            circuit.train(
                new float[] {-1.5f, -1.3f, -0.4f, 0, 0.7f, 1.3f, 1.31f},
                new float[] {1, 2, 3, 4, 5, 6, 7});

        assertThat(found.output()).containsExactly(-1, -1, -1, 1, 1, 1, 1);
        assertThat(found.imageGradient()).containsExactly(gradient);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,     -1.568929, 0, 0.392232, 1.176697",
    "0.231, -1.568923, 0, 0.392231, 1.176693",
    "0.001, -1.333333, 0, 0.333333, 1.000000"
  })
  void a_batch_norm_cancels_a_scale_but_for_its_epsilon(
      double scale, float first, float second, float third, float fourth) {
    try (Circuit circuit = scaledNormalization(scale)) {
      Circuit.Result found = circuit.train(new float[] {-6, 2, 4, 8}, new float[4]);

      assertThat(found.output())
          .containsExactly(new float[] {first, second, third, fourth}, within(1e-6f));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,     0.023383, -0.068641, 0.021120, 0.024137",
    "0.231, 0.023383, -0.068640, 0.021120, 0.024137"
  })
  void a_batch_norm_cancels_a_scale_in_the_gradient_too(
      double scale, float first, float second, float third, float fourth) {
    try (Circuit circuit = scaledNormalization(scale)) {
      Circuit.Result found =
          circuit.train(new float[] {-6, 2, 4, 8}, new float[] {0.1f, -0.2f, 0.3f, 0.4f});

      assertThat(found.imageGradient())
          .containsExactly(new float[] {first, second, third, fourth}, within(1e-6f));
    }
  }

  private static Circuit scaledNormalization(double scale) {
    return Circuit.chain(
        new Shape(1, 1, 4),
        new Operation.Affine(scale, 0),
        new Operation.BatchNormalization(1, EPSILON, 0.9, true, 1));
  }

  @ParameterizedTest
  @CsvSource({"official, 9, 7", "dot, 0, -4", "larq, 2, -2"})
  void a_dense_block_keeps_its_input_and_adds_its_convolution(
      String form, float first, float second) {
    float[] weight = new float[2 * 2 * 9];
    for (int i = 0; i < weight.length; i++) {
      int o = i / 18;
      int c = i / 9 % 2;
      weight[i] = ((7 * o + 5 * c + 3 * (i / 3 % 3) + 2 * (i % 3)) % 9 - 4) / 10f;
    }
    Network network =
        Blocks.dense(method("binarydensenet", Map.of("form", form)), new Shape(2, 1, 1), 2, 1);
    try (Circuit circuit = new Circuit(frozen(network))) {
      freeze(
          circuit,
          "block0.bn",
          new double[] {0.1, -0.5},
          new double[] {0.49, 1},
          new double[] {1, 2},
          new double[] {0, 0.3});
      circuit.with("block0.conv.weight", weight);

      assertThat(circuit.train(new float[] {0.4f, -1.1f}, new float[4]).output())
          .containsExactly(0.4f, -1.1f, first, second);
      assertThat(circuit.infer(new float[] {0.4f, -1.1f}))
          .containsExactly(0.4f, -1.1f, first, second);
    }
  }

  @Test
  void a_stage_is_its_input_followed_by_what_each_block_added() {
    Shape image = new Shape(4, 5, 3);
    Method method = method("binarydensenet", Map.of());
    float[] images = numbers(7, 2 * 4 * 15);
    float[] upstream = new float[2 * 13 * 15];
    try (Circuit stage = new Circuit(Blocks.dense(method, image, 3, 3));
        Circuit shorter = new Circuit(Blocks.dense(method, image, 3, 2))) {
      float[] output = stage.train(images, upstream).output();
      float[] before = shorter.train(images, new float[2 * 10 * 15]).output();

      for (int n = 0; n < 2; n++) {
        assertThat(Arrays.copyOfRange(output, n * 195, n * 195 + 60))
            .containsExactly(Arrays.copyOfRange(images, n * 60, n * 60 + 60));
        assertThat(Arrays.copyOfRange(output, n * 195, n * 195 + 150))
            .containsExactly(Arrays.copyOfRange(before, n * 150, n * 150 + 150));
      }
    }
  }

  static Stream<Arguments> forms() {
    return Stream.of(
        Arguments.of("official", new float[] {11.1f, 9.2f, 12.4f, 15.9f}, 1f),
        Arguments.of("dot", new float[] {-4.9f, -8.8f, -1.6f, 3.9f}, 2f));
  }

  /** Toy block of the card: three channels, one of which is new. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void an_improvement_block_has_the_published_values_and_gradients(
      String form, float[] improved, float factor) {
    float[] x = {0.5f, -1, 2, 0.25f, -0.3f, 0.8f, 1.4f, -2, 0.1f, 0.2f, -0.6f, 0.9f};
    float[] upstream = new float[12];
    for (int i = 0; i < 12; i++) {
      upstream[i] = (i + 1) / 10f;
    }
    Network network =
        Blocks.improvement(method("meliusnet", Map.of("form", form)), new Shape(3, 2, 2), 1);
    try (Circuit circuit = new Circuit(frozen(network))) {
      freeze(
          circuit,
          "block.bn",
          new double[] {0.2, 0, 0.1},
          new double[] {1, 1.44, 0.25},
          new double[] {1, 1.2, 0.5},
          new double[] {0, 0.1, -0.2});
      circuit.with("block.conv.weight", WEIGHT);
      Circuit.Result found = circuit.train(x, upstream);

      assertThat(Arrays.copyOf(found.output(), 8)).containsExactly(Arrays.copyOf(x, 8));
      assertThat(Arrays.copyOfRange(found.output(), 8, 12))
          .containsExactly(improved, within(1e-6f));
      assertThat(found.gradient("block.conv.weight"))
          .containsExactly(times(factor, WEIGHT_GRADIENT), within(1e-6f));
      assertThat(found.imageGradient())
          .containsExactly(imageGradient(upstream, factor), within(2e-6f));
    }
  }

  private static final float[] WEIGHT = {
    .3f, -.1f, .2f, -.4f, .5f, 0, .1f, -.2f, -.3f,
    -.6f, .1f, .1f, .2f, -.7f, .3f, -.1f, .4f, .2f,
    .5f, .5f, -.2f, -.3f, .1f, .6f, -.8f, .2f, -.1f
  };

  private static final float[] WEIGHT_GRADIENT = {
    -0.9f, -1, -2.1f, 0.1f, 1.1f, -1, -1.1f, -0.2f, -1.2f,
    -2.1f, -0.9f, -1, -0.9f, 0, -1.2f, -1.1f, -1.2f, -2.1f,
    -2.1f, -2.1f, -2.1f, -2.1f, -0.9f, -1, -2.1f, -1.1f, -1.2f
  };

  /** Gradient of the image in the counting form, from the card. */
  private static final float[] IMAGE_GRADIENT = {
    0.100000f, 1.099996f, 0.300000f, 0.599999f,
    0.500000f, 1.699996f, 0.700000f, 0.800000f,
    1.999978f, 1.999980f, 1.000002f, 2.399976f
  };

  /** What passes the block by stays; what goes through it is doubled by the dot form. */
  private static float[] imageGradient(float[] upstream, float factor) {
    float[] gradient = new float[12];
    for (int i = 0; i < 12; i++) {
      gradient[i] = upstream[i] + factor * (IMAGE_GRADIENT[i] - upstream[i]);
    }
    return gradient;
  }

  @ParameterizedTest
  @CsvSource({"official, 1", "dot, 2"})
  void the_normalized_input_of_a_block_has_the_published_gradient(String form, float factor) {
    float[] normalized = {
      0.299999f, -1.199994f, 1.799991f, 0.050000f,
      -0.199999f, 0.899997f, 1.499995f, -1.899993f,
      -0.200000f, -0.100002f, -0.899986f, 0.599984f
    };
    float[] expected = {0, 0.9f, 0, 0.2f, 0, 1.1f, 0, 0, 1.1f, 1.0f, -0.1f, 1.2f};
    try (Circuit circuit =
        new Circuit(
                Blocks.convolution(
                    method("meliusnet", Map.of("form", form)), new Shape(3, 2, 2), 1))
            .with("conv.weight", WEIGHT)) {
      Circuit.Result found = circuit.train(normalized, new float[] {0.9f, 1, 1.1f, 1.2f});

      assertThat(found.imageGradient()).containsExactly(times(factor, expected), within(1e-6f));
      assertThat(found.output())
          .containsExactly(
              form.equals("dot") ? new float[] {-5, -9, -1, 3} : new float[] {11, 9, 13, 15});
    }
  }

  /** Pairs of opposite weights on equal signs: every dot product is 0, at the border too. */
  @Test
  void a_correction_of_zero_leaves_the_block_the_identity() {
    Shape image = new Shape(6, 4, 4);
    float[] weight = new float[2 * 6 * 9];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = i / 9 % 2 == 0 ? 0.3f : -0.3f;
    }
    float[] x = new float[6 * 16];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 16; i++) {
      float magnitude = (float) random.nextDouble(0.1, 3);
      for (int c = 0; c < 6; c++) {
        x[16 * c + i] = i % 3 == 0 ? -magnitude : magnitude;
      }
    }
    float[] upstream = numbers(4, 6 * 16);
    Network network = Blocks.improvement(method("meliusnet", Map.of("form", "dot")), image, 2);
    try (Circuit circuit = new Circuit(frozen(network)).with("block.conv.weight", weight)) {
      Circuit.Result found = circuit.train(x, upstream);

      assertThat(found.output()).containsExactly(x);
      float[] older = Arrays.copyOf(upstream, 4 * 16);
      assertThat(newestAsideGradient(circuit, x, older))
          .as("without a gradient of the newest channels only the identity is left")
          .containsExactly(older);
    }
  }

  private static float[] newestAsideGradient(Circuit circuit, float[] x, float[] older) {
    return Arrays.copyOf(
        circuit.train(x, Arrays.copyOf(older, x.length)).imageGradient(), older.length);
  }

  @Test
  void matching_bits_are_counted_in_whole_numbers_and_disappear_in_a_batch_norm() {
    Shape image = new Shape(5, 6, 6);
    float[] images = numbers(11, 4 * 5 * 36);
    float[] upstream = numbers(12, 4 * 3 * 36);
    Method counting = method("meliusnet", Map.of());
    Method multiplying = method("meliusnet", Map.of("form", "dot"));
    try (Circuit counted = new Circuit(Blocks.convolution(counting, image, 3));
        Circuit dotted = new Circuit(Blocks.convolution(multiplying, image, 3));
        Circuit countedNorm = new Circuit(Blocks.normalizedConvolution(counting, image, 3));
        Circuit dottedNorm = new Circuit(Blocks.normalizedConvolution(multiplying, image, 3))) {
      float[] matches = counted.train(images, upstream).output();
      float[] products = dotted.train(images, upstream).output();

      for (int i = 0; i < matches.length; i++) {
        assertThat(matches[i]).isEqualTo((products[i] + 45) / 2).isBetween(0f, 45f);
        assertThat(matches[i]).isEqualTo((float) Math.rint(matches[i]));
      }
      assertThat(countedNorm.train(images, upstream).output())
          .containsExactly(dottedNorm.train(images, upstream).output(), within(1e-5f));
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {1e-3f, 7, 1024})
  void the_scale_of_latent_weights_changes_nothing(float factor) {
    Shape image = new Shape(4, 5, 5);
    float[] images = numbers(5, 2 * 4 * 25);
    float[] upstream = new float[2 * 3 * 25];
    try (Circuit circuit =
        new Circuit(Blocks.convolution(method("binarydensenet", Map.of()), image, 3))) {
      float[] expected = circuit.train(images, upstream).output();
      float[] weight = circuit.values().get("conv.weight");

      circuit.with("conv.weight", times(factor, weight));
      assertThat(circuit.train(images, upstream).output()).containsExactly(expected);
    }
  }

  @Test
  void a_transition_takes_the_maximum_before_it_cuts_off_below_zero() {
    Network network = Blocks.transition(method("meliusnet", Map.of()), new Shape(1, 2, 4), 1);
    try (Circuit circuit = new Circuit(frozen(network)).with("transition.conv.weight", 1)) {
      assertThat(circuit.infer(new float[] {-0.5f, -0.2f, 3, -4, -0.9f, -0.1f, -2, 1}))
          .containsExactly(0, 3);
    }
  }

  @Test
  void a_shortcut_of_resnete_is_a_mean_and_then_a_real_convolution_and_a_batch_norm() {
    Network network =
        Blocks.downsampling(method("binarydensenet", Map.of("form", "dot")), new Shape(1, 2, 2), 2);
    try (Circuit circuit =
        new Circuit(frozen(network)).with("block.shortcut.conv.weight", 0.5f, -2)) {
      assertThat(network.nodes())
          .extracting(Node::path)
          .containsSubsequence("block.shortcut.pool", "block.shortcut.conv", "block.shortcut.bn");
      circuit.with("block.conv.weight", constant(18, 1));
      // Four pixels of +1 under one window, whose other five taps lie on the border of -1.
      assertThat(circuit.infer(new float[] {1, 2, 3, 6}))
          .containsExactly(-1 + 0.5f * 3, -1 - 2 * 3);
    }
  }

  /** Batch norms replaced by a factor and an offset per channel, for examples that freeze them. */
  private static Network frozen(Network network) {
    List<Node> nodes = new ArrayList<>();
    for (Node node : network.nodes()) {
      if (node.operation() instanceof Operation.BatchNormalization norm) {
        String factor = node.path() + ".frozen";
        nodes.add(
            new Node(
                factor,
                new Operation.ChannelScale(norm.channels(), "factor", new Initializer.Constant(1)),
                node.inputs()));
        nodes.add(
            new Node(
                node.path(),
                new Operation.ChannelShift(norm.channels(), new Initializer.Constant(0)),
                List.of(factor)));
      } else {
        nodes.add(node);
      }
    }
    return new Network(network.id(), nodes);
  }

  private static void freeze(
      Circuit circuit,
      String path,
      double[] mean,
      double[] variance,
      double[] gamma,
      double[] beta) {
    float[] factor = new float[mean.length];
    float[] offset = new float[mean.length];
    for (int c = 0; c < mean.length; c++) {
      double scale = gamma[c] / Math.sqrt(variance[c] + EPSILON);
      factor[c] = (float) scale;
      offset[c] = (float) (beta[c] - mean[c] * scale);
    }
    circuit.with(path + ".frozen.factor", factor).with(path + ".bias", offset);
  }

  private static Method method(String id, Map<String, ?> options) {
    return Methods.load().create(id, options, null);
  }

  private static float[] times(float factor, float[] values) {
    float[] products = values.clone();
    for (int i = 0; i < products.length; i++) {
      products[i] *= factor;
    }
    return products;
  }

  private static float[] constant(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  private static float[] numbers(int seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
