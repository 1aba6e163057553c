package org.bnnlab.tests.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.bnnlab.models.zoo.ReActBlocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The worked examples for Bi-Real Net (Liu et al., 2018, arXiv 1808.00278) and ReActNet (Liu et
 * al., 2020, arXiv 2003.03488). Their losses and learning rates are tested with losses and
 * schedules, their parameter counts with the cost model.
 */
class ReActNetCardTest {

  private static final Offset<Float> SIX_DIGITS = within(1.5e-6f);

  /** F runs through -1, x² + 2x, 2x - x² and 1: the slope is its derivative. */
  @Test
  void the_slope_of_the_sign_is_the_derivative_of_the_quadratic_pieces() {
    float[] points = {-1.5f, -1, -0.5f, -0.2f, 0, 0.3f, 1, 1.2f};
    float[] f = {-1, -1, -0.75f, -0.36f, 0, 0.51f, 1, 1};
    int cells = 2700;
    float[] middles = new float[cells];
    for (int i = 0; i < cells; i++) {
      middles[i] = -1.5f + (i + 0.5f) / 1000;
    }
    float[] slopes = slopes(middles);

    assertThat(slopes(points))
        .containsExactly(new float[] {0, 0, 1, 1.6f, 2, 1.4f, 0, 0}, SIX_DIGITS);
    for (int i = 0; i < points.length; i++) {
      double integral = -1;
      for (int cell = 0; cell < cells && middles[cell] < points[i]; cell++) {
        integral += slopes[cell] / 1000.0;
      }
      assertThat(integral).as("F(%s)", points[i]).isCloseTo(f[i], within(2e-6));
    }
  }

  private static float[] slopes(float[] at) {
    try (SmallNetwork signs =
        new SmallNetwork(
            "birealnet",
            Bits.BINARY,
            new Shape(1, 1, at.length),
            slots -> slots.signs("s", slots.input()))) {
      float[] ones = new float[at.length];
      Arrays.fill(ones, 1);
      signs.run(at, ones);
      return signs.gradient("input");
    }
  }

  @ParameterizedTest
  @CsvSource({"birealnet", "reactnet"})
  void the_scale_of_a_weight_takes_no_part_in_its_gradient(String method) {
    try (SmallNetwork layer =
        new SmallNetwork(
            method,
            new Bits(1, 32),
            new Shape(4, 1, 1),
            slots -> {
              Edge flat = slots.nodes().add("flat", new Operation.Flatten(), slots.input());
              slots.dense("layer", flat, 2);
            })) {
      layer.with("layer.weight", 0.10f, -0.20f, 0.30f, 0.05f, -0.02f, 1.20f, 0.03f, -0.50f);
      float[] out =
          layer.run(
              new float[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1},
              1,
              0.4f,
              -2,
              -0.6f,
              0.5f,
              1.5f,
              0.25f,
              3);

      assertThat(out)
          .containsExactly(
              new float[] {
                0.1625f, -0.4375f, -0.1625f, 0.4375f, 0.1625f, 0.4375f, 0.1625f, -0.4375f
              },
              SIX_DIGITS);
      assertThat(layer.gradient("layer.weight"))
          .containsExactly(new float[] {1, -2, 0.5f, 0.25f, 0.4f, 0, 1.5f, 3}, SIX_DIGITS);
    }
  }

  @Test
  void a_learned_shift_moves_the_threshold_of_the_sign() {
    try (SmallNetwork signs =
        new SmallNetwork(
            "reactnet",
            Bits.BINARY,
            new Shape(1, 1, 4),
            slots -> slots.signs("s", slots.input()))) {
      signs.with("s.shift.bias", 0.15f);

      assertThat(signs.run(new float[] {-0.4f, -0.1f, 0.05f, 0.9f}, 1, 2, -1, 0.5f))
          .containsExactly(-1, 1, 1, 1);
      assertThat(signs.gradient("input"))
          .containsExactly(new float[] {1.5f, 3.8f, -1.6f, 0}, SIX_DIGITS);
      assertThat(signs.gradient("s.shift.bias")).containsExactly(new float[] {3.7f}, SIX_DIGITS);
    }
  }

  @Test
  void the_activation_shifts_bends_and_shifts_again() {
    try (SmallNetwork activation =
        new SmallNetwork(
            "reactnet",
            Bits.BINARY,
            new Shape(1, 1, 4),
            slots -> slots.activation("act", slots.input()))) {
      activation.with("act.shift1.bias", 0.25f).with("act.shift2.bias", -0.1f);

      assertThat(activation.run(new float[] {-1, -0.3f, 0.2f, 0.7f}, 1, -2, 0.5f, 3))
          .containsExactly(new float[] {-0.2875f, -0.1125f, 0.35f, 0.85f}, SIX_DIGITS);
      assertThat(activation.gradient("input"))
          .containsExactly(new float[] {0.25f, -0.5f, 0.5f, 3}, SIX_DIGITS);
      assertThat(activation.gradient("act.shift1.bias"))
          .containsExactly(new float[] {3.25f}, SIX_DIGITS);
      assertThat(activation.gradient("act.weight"))
          .containsExactly(new float[] {-0.65f}, SIX_DIGITS);
      assertThat(activation.gradient("act.shift2.bias"))
          .containsExactly(new float[] {2.5f}, SIX_DIGITS);
    }
  }

  @Test
  void without_shifts_and_bends_a_block_of_reactnet_is_one_of_bi_real_net() {
    String path = "stage2.block0.";
    float[] images = SmallNetwork.gaussian(1, 3 * 4 * 36);
    float[] upstream = SmallNetwork.gaussian(2, 3 * 8 * 9);
    try (SmallNetwork react = block("reactnet");
        SmallNetwork biReal = block("birealnet")) {
      float[] weight = SmallNetwork.gaussian(3, 8 * 4 * 9);
      float[] shortcut = SmallNetwork.gaussian(4, 8 * 4);
      float[] ones = new float[8];
      Arrays.fill(ones, 1);
      for (SmallNetwork network : List.of(react, biReal)) {
        network.with(path + "conv.weight", weight).with(path + "shortcut.conv.weight", shortcut);
      }
      react.with(path + "act.weight", ones);

      assertThat(react.run(images, upstream))
          .containsExactly(biReal.run(images, upstream), within(1e-6f));
      assertThat(react.gradient(path + "conv.weight"))
          .containsExactly(biReal.gradient(path + "conv.weight"), within(1e-5f));
      assertThat(react.gradient("input")).containsExactly(biReal.gradient("input"), within(1e-5f));
    }
  }

  private static SmallNetwork block(String method) {
    return new SmallNetwork(
        method,
        Bits.BINARY,
        new Shape(4, 6, 6),
        slots -> ReActBlocks.residual(slots, new ReActBlocks.Place(1, 0, 4), slots.input(), 8, 2));
  }

  @ParameterizedTest
  @CsvSource({"4 4 4 4, 16", "6 8 12 6, 32"})
  void the_nets_have_their_numbers_of_binary_and_shortcut_convolutions(String depths, int binary) {
    Network network = network(depths);

    assertThat(convolutions(network, Operation.Purpose.BODY)).hasSize(binary);
    assertThat(convolutions(network, Operation.Purpose.SHORTCUT)).hasSize(3);
  }

  @Test
  void every_normalized_convolution_of_bi_real_net_reaches_the_output_of_its_block_unchanged() {
    Network network = network("4 4 4 4");

    for (Node convolution : convolutions(network, Operation.Purpose.BODY)) {
      String block = convolution.path().replaceFirst("\\.conv$", "");
      Node sum =
          network.nodes().stream()
              .filter(node -> node.path().equals(block + ".add"))
              .findFirst()
              .orElseThrow();
      assertThat(sum.operation()).isInstanceOf(Operation.Add.class);
      assertThat(sum.inputs()).contains(block + ".bn");
      assertThat(network.nodes())
          .filteredOn(node -> node.inputs().contains(block + ".bn"))
          .containsExactly(sum);
    }
  }

  private static Network network(String depths) {
    List<Integer> blocks =
        Pattern.compile(" ").splitAsStream(depths).map(Integer::valueOf).toList();
    return Resolver.resolve(
        Architectures.load().get("reactnet18"),
        Map.of("stem", "imagenet", "depths", blocks),
        Methods.load().create("birealnet", Map.of(), null),
        new Shape(3, 224, 224),
        1000);
  }

  private static List<Node> convolutions(Network network, Operation.Purpose purpose) {
    return network.nodes().stream()
        .filter(
            node ->
                node.operation() instanceof Operation.Convolution convolution
                    && convolution.purpose() == purpose)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"birealnet", "reactnet", "bnfree"})
  void binary_weights_start_positive_in_the_papers_own_networks(String method) {
    Network network =
        Resolver.resolve(
            Architectures.load().get("reactnet18"),
            Map.of("widths", List.of(4, 8), "depths", List.of(1, 1)),
            Methods.load().create(method, Map.of(), null),
            new Shape(3, 16, 16),
            10);

    for (Node node : convolutions(network, Operation.Purpose.BODY)) {
      Operation.Convolution convolution = (Operation.Convolution) node.operation();
      float[] start =
          convolution
              .weights()
              .initial()
              .values(new Shape(8, 8, 3, 3), RandomGenerator.of("SplittableRandom"));
      for (float value : start) {
        assertThat(value).isBetween(0f, 1e-3f);
      }
    }
  }
}
