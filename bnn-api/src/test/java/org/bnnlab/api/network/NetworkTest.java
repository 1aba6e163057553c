package org.bnnlab.api.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.binarization.Sign;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.parameter.ClipUnit;
import org.bnnlab.api.parameter.Initialization;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.parameter.ParameterKind;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.parameter.ParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

  private static final Initializer ZERO = new Initializer.Constant(0);
  private static final Node INPUT = new Node("input", new Operation.Input(4, 6, 6), List.of());

  @Test
  void every_edge_has_a_shape() {
    Network network =
        new Network(
            "toy",
            List.of(
                INPUT,
                node("pool", new Operation.AveragePool(2, 2), "input"),
                node("pad", new Operation.PadChannels(1, 1), "pool"),
                node("features", new Operation.GlobalAveragePool(), "pad")));

    assertThat(network.inputShape()).isEqualTo(new Shape(4, 6, 6));
    assertThat(network.shape("pool")).isEqualTo(new Shape(4, 3, 3));
    assertThat(network.inputShape(network.node("pad"))).isEqualTo(new Shape(4, 3, 3));
    assertThat(network.shape("features")).isEqualTo(new Shape(6));
    assertThat(network.output().path()).isEqualTo("features");
    assertThat(network.id()).isEqualTo("toy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inptu", "later", "act"})
  void an_input_that_does_not_come_before_is_refused(String input) {
    List<Node> nodes =
        List.of(
            INPUT,
            node("act", new Operation.HardTanh(), input),
            node("later", new Operation.HardTanh(), "input"));

    assertThatThrownBy(() -> new Network("toy", nodes))
        .isInstanceOf(NetworkException.class)
        .hasMessage("act: input \"" + input + "\" is unknown");
  }

  @Test
  void a_path_is_used_once() {
    List<Node> nodes =
        List.of(
            INPUT,
            node("act", new Operation.HardTanh(), "input"),
            node("act", new Operation.Relu(), "act"));

    assertThatThrownBy(() -> new Network("toy", nodes))
        .isInstanceOf(NetworkException.class)
        .hasMessage("act: this path is used twice");
  }

  @Test
  void a_shape_that_does_not_fit_names_its_node() {
    List<Node> nodes = List.of(INPUT, node("shuffle", new Operation.ChannelShuffle(3), "input"));

    assertThatThrownBy(() -> new Network("toy", nodes))
        .isInstanceOf(NetworkException.class)
        .hasMessage("shuffle: shuffle in 3 groups does not divide the channels of (4, 6, 6)");
  }

  @Test
  void a_network_without_nodes_is_refused() {
    assertThatThrownBy(() -> new Network("toy", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("network toy has no nodes");
  }

  @Test
  void asking_for_a_node_that_is_not_there_names_it() {
    Network network = new Network("toy", List.of(INPUT));

    assertThatThrownBy(() -> network.node("stem")).hasMessage("network toy has no node \"stem\"");
    assertThatThrownBy(() -> network.shape("stem")).hasMessage("network toy has no node \"stem\"");
  }

  @Test
  void a_network_does_not_change_with_the_list_it_was_made_from() {
    List<Node> nodes = new ArrayList<>(List.of(INPUT));
    Network network = new Network("toy", nodes);
    nodes.add(node("act", new Operation.HardTanh(), "input"));

    assertThat(network.nodes()).containsExactly(INPUT);
  }

  /** Operations on one edge that keep one bit, and those that do not. */
  static Stream<Arguments> bits() {
    return Stream.of(
        Arguments.of(new Operation.Slice(1, 3), 1),
        Arguments.of(new Operation.Subsample(2), 1),
        Arguments.of(new Operation.ChannelShuffle(2), 1),
        Arguments.of(new Operation.Flatten(), 1),
        Arguments.of(new Operation.MaxPool(3, 2, 1), 1),
        Arguments.of(new Operation.PadChannels(1, 1), 32),
        Arguments.of(new Operation.AveragePool(2, 2), 32),
        Arguments.of(new Operation.GlobalAveragePool(), 32),
        Arguments.of(new Operation.HardTanh(), 32),
        Arguments.of(new Operation.Affine(0.5, 0), 32),
        Arguments.of(binaryConvolution(4, 4), 32));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("bits")
  void only_what_moves_signs_keeps_them_at_one_bit(Operation operation, int behindSign) {
    Network network =
        new Network(
            "toy",
            List.of(
                INPUT,
                node("sign", sign(), "input"),
                node("binary", operation, "sign"),
                node("real", operation, "input")));

    assertThat(network.bits("input")).isEqualTo(32);
    assertThat(network.bits("sign")).isEqualTo(1);
    assertThat(network.bits("binary")).isEqualTo(behindSign);
    assertThat(network.bits("real")).isEqualTo(32);
    assertThat(network.inputBits(network.node("binary"))).isEqualTo(1);
  }

  @Test
  void a_concatenation_has_the_bits_of_its_widest_part() {
    Network network =
        new Network(
            "toy",
            List.of(
                INPUT,
                node("sign", sign(), "input"),
                node("signs", new Operation.Concatenate(), "sign", "sign"),
                node("mixed", new Operation.Concatenate(), "signs", "input")));

    assertThat(network.bits("signs")).isEqualTo(1);
    assertThat(network.bits("mixed")).isEqualTo(32);
  }

  @Test
  void parameters_have_full_names_in_forward_order_and_roles() {
    Network network =
        new Network(
            "toy",
            List.of(
                INPUT,
                node("sign", sign(), "input"),
                node("conv", binaryConvolution(4, 8), "sign"),
                node("scale", new Operation.ChannelScale(8, "alpha", ZERO), "conv"),
                node("bn", new Operation.BatchNormalization(8, 1e-5, 0.9, true, 1), "scale"),
                node("plain", new Operation.BatchNormalization(8, 1e-5, 0.9, false, 1), "bn"),
                node("shift", new Operation.ChannelShift(8, ZERO), "plain"),
                node("prelu", new Operation.PRelu(8, 0.25), "shift"),
                node("pool", new Operation.GlobalAveragePool(), "prelu"),
                node(
                    "fc",
                    new Operation.Linear(
                        8, 3, Weights.real(ZERO), ZERO, Operation.Purpose.CLASSIFIER),
                    "pool")));

    var parameters = NodeParameters.of(network);

    assertThat(parameters.keySet())
        .containsExactly(
            "conv.weight",
            "scale.alpha",
            "bn.weight",
            "bn.bias",
            "bn.running_mean",
            "bn.running_var",
            "plain.running_mean",
            "plain.running_var",
            "shift.bias",
            "prelu.weight",
            "fc.weight",
            "fc.bias");
    assertThat(parameters.values())
        .extracting(ParameterSpec::role)
        .containsExactly(
            ParameterRole.WEIGHT,
            ParameterRole.SCALE,
            ParameterRole.NORM_FACTOR,
            ParameterRole.NORM_OFFSET,
            ParameterRole.STATISTIC,
            ParameterRole.STATISTIC,
            ParameterRole.STATISTIC,
            ParameterRole.STATISTIC,
            ParameterRole.SHIFT,
            ParameterRole.SLOPE,
            ParameterRole.CLASSIFIER_WEIGHT,
            ParameterRole.CLASSIFIER_BIAS);
    assertThat(parameters.get("conv.weight").kind()).isEqualTo(ParameterKind.LATENT);
    assertThat(parameters.get("conv.weight").shape()).isEqualTo(new Shape(8, 4, 3, 3));
    assertThat(parameters.get("scale.alpha").shape()).isEqualTo(new Shape(8, 1, 1, 1));
    assertThat(parameters.get("fc.weight").kind()).isEqualTo(ParameterKind.FLOAT);
    assertThat(parameters.get("fc.weight").clipUnit()).isEqualTo(ClipUnit.NONE);
  }

  @Test
  void two_parts_of_a_layer_may_not_declare_one_parameter() {
    Normalizer normalizer =
        new Normalizer() {
          @Override
          public NDArray normalize(NDArray latent, LayerContext layer) {
            return latent;
          }

          @Override
          public List<ParameterSpec> parameters(LayerGeometry geometry) {
            return List.of(
                ParameterSpec.learned("weight", new Shape(1), ParameterRole.AUXILIARY, ZERO));
          }
        };
    Network network =
        new Network(
            "toy",
            List.of(
                INPUT,
                node(
                    "conv",
                    new Operation.Convolution(
                        4,
                        4,
                        1,
                        1,
                        Padding.NONE,
                        1,
                        1,
                        new Weights.Real(normalizer, ZERO),
                        Operation.Purpose.BODY),
                    "input")));

    assertThatThrownBy(() -> NodeParameters.of(network))
        .isInstanceOf(NetworkException.class)
        .hasMessage("conv: two parts declare the parameter \"weight\"");
  }

  @Test
  void a_builder_refuses_what_does_not_fit_at_once() {
    NetworkBuilder builder = new NetworkBuilder(Initialization.ofConvolutions(ZERO));
    Edge input = builder.add("input", new Operation.Input(3, 8, 8));
    Edge pooled = builder.add("pool", new Operation.AveragePool(2, 2), input);

    assertThat(pooled).isEqualTo(new Edge("pool", new Shape(3, 4, 4)));
    assertThat(new int[] {pooled.channels(), pooled.height(), pooled.width()})
        .containsExactly(3, 4, 4);
    assertThatThrownBy(() -> builder.add("sum", new Operation.Add(), input, pooled))
        .isInstanceOf(NetworkException.class)
        .hasMessage("sum: cannot add shapes (3, 8, 8) and (3, 4, 4)");
    assertThatThrownBy(() -> builder.add("pool", new Operation.Relu(), input))
        .isInstanceOf(NetworkException.class)
        .hasMessage("pool: this path is used twice");
  }

  @Test
  void a_builder_closes_the_network_it_was_given() {
    NetworkBuilder builder = new NetworkBuilder(Initialization.ofConvolutions(ZERO));
    Edge input = builder.add("input", new Operation.Input(3, 8, 8));
    builder.add("act", new Operation.HardTanh(), input);

    Network network = builder.build("toy");

    assertThat(network.nodes())
        .containsExactly(
            new Node("input", new Operation.Input(3, 8, 8), List.of()),
            new Node("act", new Operation.HardTanh(), List.of("input")));
  }

  @Test
  void contributions_follow_one_another_and_have_names() {
    NetworkBuilder builder = new NetworkBuilder(Initialization.ofConvolutions(ZERO));
    Edge input = builder.add("input", new Operation.Input(3, 8, 8));
    Edge out =
        Contributions.channelScale("alpha", ZERO)
            .then(Contributions.batchNormalization())
            .contribute(builder, "conv1", input);

    assertThat(out.path()).isEqualTo("conv1");
    assertThat(builder.build("toy").nodes())
        .extracting(Node::path)
        .containsExactly("input", "conv1.scale", "conv1");
    assertThat(Contributions.nothing().contribute(builder, "x", input)).isEqualTo(input);
    assertThat(
            List.of(
                Contributions.batchNormalization(),
                Contributions.hardTanh(),
                Contributions.relu(),
                Contributions.channelScale("alpha", ZERO)))
        .extracting(Object::toString)
        .containsExactly("batch norm", "hardtanh", "ReLU", "learned alpha");
  }

  private static Node node(String path, Operation operation, String... inputs) {
    return new Node(path, operation, List.of(inputs));
  }

  private static Operation sign() {
    return new Operation.Sign(4, new GradientEstimator.Identity());
  }

  private static Operation binaryConvolution(int inputs, int outputs) {
    return new Operation.Convolution(
        inputs,
        outputs,
        3,
        1,
        Padding.zeros(1),
        1,
        1,
        new Weights.Binary(
            new Normalizer.Identity(), new Sign(), new GradientEstimator.Identity(), ZERO),
        Operation.Purpose.BODY);
  }
}
