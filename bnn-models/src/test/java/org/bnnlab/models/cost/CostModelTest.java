package org.bnnlab.models.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.NodeParameters;
import org.bnnlab.api.network.Operation;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.bnnlab.models.zoo.ResNet20;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostModelTest {

  /** 3·16 kernels of 3×3 at 32×32. */
  private static final long STEM = 3 * 16 * 9 * 32 * 32;

  /** Six convolutions of 16 channels at 32×32; 16 to 32, then five of 32 at 16×16; and so on. */
  private static final long BODY =
      6L * 16 * 16 * 9 * 32 * 32
          + (16 * 32 + 5L * 32 * 32) * 9 * 16 * 16
          + (32 * 64 + 5L * 64 * 64) * 9 * 8 * 8;

  private static final Pattern BLANK = Pattern.compile(" ");

  private static final long BODY_WEIGHTS = 267_264;

  @ParameterizedTest(name = "{0}, {1} shortcuts, {2}: {3} parameters, {4} binary")
  @CsvSource({
    "recu, double, average-pool, 270522, 267264",
    "recu, normal, average-pool, 270522, 267264",
    "recu, double, subsample, 270522, 267264",
    "bnn, double, subsample, 269850, 267264",
    "bnn, double, average-pool, 269850, 267264",
    "float, double, average-pool, 269850, 0",
    "recu, double, convolution, 273274, 267264"
  })
  void resnet20_has_the_published_number_of_parameters(
      String method, String shortcuts, String downsample, long total, long binary) {
    Network network = resnet20(method, shortcuts, downsample, null);
    NetworkCost cost = CostModel.of(network);
    long trained =
        NodeParameters.of(network).values().stream()
            .filter(spec -> spec.isTrained())
            .mapToLong(spec -> spec.shape().size())
            .sum();

    assertThat(cost.paramsFloat() + cost.paramsBinary()).isEqualTo(total);
    assertThat(cost.paramsBinary()).isEqualTo(binary);
    assertThat(trained).isEqualTo(total);
  }

  @ParameterizedTest(name = "{0} {1} at depths {2}: {3} parameters, {4} binary")
  @CsvSource({
    "birealnet, reactnet18, 4 4 4 4, 11689512, 10985472, 137281536, 1676279808, 163473408",
    "birealnet, reactnet18, 6 8 12 6, 21797672, 21086208, 137281536, 3525967872, 192374784",
    "reactnet, reactnet18, 4 4 4 4, 11704424, 10985472, 137281536, 1676279808, 163473408",
    "reactnet, reactnet18, 6 8 12 6, 21827432, 21086208, 137281536, 3525967872, 192374784",
    "reactnet, reactnet-a, 1 2 2 6 2, 29343592, 28253184, 10838016, 4816896000, 86102016"
  })
  void the_networks_of_bi_real_net_and_reactnet_cost_what_their_papers_say(
      String method,
      String architecture,
      String depths,
      long total,
      long binary,
      long flops,
      long bops,
      double ops) {
    Map<String, Object> options = new HashMap<>();
    options.put("depths", BLANK.splitAsStream(depths).map(Integer::valueOf).toList());
    if (architecture.equals("reactnet18")) {
      options.put("stem", "imagenet");
    }
    NetworkCost cost =
        CostModel.of(
            Resolver.resolve(
                Architectures.load().get(architecture),
                options,
                Methods.load().create(method, Map.of(), null),
                new Shape(3, 224, 224),
                1000));

    assertThat(cost.paramsFloat() + cost.paramsBinary()).isEqualTo(total);
    assertThat(cost.paramsBinary()).isEqualTo(binary);
    assertThat(cost.flops()).isEqualTo(flops);
    assertThat(cost.bops()).isEqualTo(bops);
    assertThat(cost.ops()).isEqualTo(ops);
  }

  @Test
  void resnet20_has_the_operations_worked_out_by_hand() {
    NetworkCost cost = CostModel.of(resnet20("recu", "double", "average-pool", null));

    assertThat(cost.flops()).isEqualTo(STEM).isEqualTo(442_368);
    assertThat(cost.bops()).isEqualTo(BODY).isEqualTo(40_108_032);
    assertThat(cost.ops()).isEqualTo(442_368 + 626_688);
    assertThat(cost.classifierMacs()).isEqualTo(640);
    assertThat(cost.sizeMb()).isCloseTo((4 * 3258 + 267_264 / 8) / 1048576.0, within(1e-12));
    assertThat(cost.floatSizeMb()).isCloseTo(4 * 270_522 / 1048576.0, within(1e-12));
  }

  @Test
  void convolutions_on_shortcuts_are_real() {
    NetworkCost cost = CostModel.of(resnet20("recu", "double", "convolution", null));

    assertThat(cost.flops()).isEqualTo(STEM + 16 * 32 * 16 * 16 + 32 * 64 * 8 * 8);
    assertThat(cost.bops()).isEqualTo(BODY);
  }

  @Test
  void binary_weights_on_real_activations_are_float_operations_with_binary_parameters() {
    NetworkCost cost = CostModel.of(resnet20("bnn", "double", "average-pool", new Bits(1, 32)));

    assertThat(cost.bops()).isZero();
    assertThat(cost.flops()).isEqualTo(STEM + BODY);
    assertThat(cost.ops()).isEqualTo(STEM + BODY);
    assertThat(cost.paramsBinary()).isEqualTo(BODY_WEIGHTS);
  }

  @Test
  void real_weights_on_signs_are_float_operations_with_real_parameters() {
    NetworkCost cost = CostModel.of(resnet20("bnn", "double", "average-pool", new Bits(32, 1)));

    assertThat(cost.bops()).isZero();
    assertThat(cost.flops()).isEqualTo(STEM + BODY);
    assertThat(cost.paramsBinary()).isZero();
    assertThat(cost.paramsFloat()).isEqualTo(269_850);
  }

  @Test
  void nothing_of_the_float_baseline_is_binary() {
    Network network = resnet20("float", "double", "average-pool", null);
    NetworkCost cost = CostModel.of(network);

    assertThat(network.nodes()).noneMatch(node -> node.operation() instanceof Operation.Sign);
    assertThat(cost.nodes())
        .allSatisfy(
            node -> {
              assertThat(node.activationBits()).isEqualTo(32);
              assertThat(node.weightBits()).isIn(0, 32);
              assertThat(node.binaryMacs()).isZero();
            });
    assertThat(cost.flops()).isEqualTo(STEM + BODY);
  }

  @Test
  void eighteen_convolutions_of_the_binary_networks_are_binary_and_stem_and_classifier_are_not() {
    NetworkCost cost = CostModel.of(resnet20("bnn", "double", "average-pool", null));

    assertThat(cost.nodes())
        .filteredOn(node -> node.weightBits() == 1)
        .hasSize(18)
        .allSatisfy(
            node -> {
              assertThat(node.activationBits()).isEqualTo(1);
              assertThat(node.floatMacs()).isZero();
              assertThat(node.binaryMacs()).isPositive();
            });
    assertThat(cost.nodes())
        .filteredOn(node -> node.weightBits() == 32)
        .extracting(node -> node.node().path())
        .containsExactly("stem.conv", "head.classifier");
  }

  private static Network resnet20(
      String method, String shortcuts, String downsample, @Nullable Bits bits) {
    return Resolver.resolve(
        new ResNet20(),
        Map.of("shortcuts", shortcuts, "downsample", downsample),
        Methods.load().create(method, Map.of(), bits),
        new Shape(3, 32, 32),
        10);
  }
}
