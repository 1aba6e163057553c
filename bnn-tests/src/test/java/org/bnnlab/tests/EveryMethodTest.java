package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.TrainingPass;
import org.bnnlab.models.djl.PartProbe;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every registered method. */
class EveryMethodTest {

  private static final Methods METHODS = Methods.load();
  private static final Map<String, Object> SMALL = Map.of("widths", List.of(4, 8, 16), "blocks", 1);

  /** Methods that make no sense at some bits, and the reason that they give. */
  private static final Map<String, String> REFUSALS =
      Map.of(
          "bayesbinn 1/1", "its weights are binary and its activations real",
          "bayesbinn 32/1", "its weights are binary and its activations real",
          "float 1/1", "it binarizes nothing",
          "float 1/32", "it binarizes nothing",
          "float 32/1", "it binarizes nothing",
          "unbalanced 1/32", "leave no sign whose threshold could be shifted");

  static Stream<String> methods() {
    return METHODS.descriptors().stream().map(MethodDescriptor::id);
  }

  static Stream<Arguments> methodsAtBits() {
    return methods()
        .flatMap(
            id ->
                Stream.of(Bits.BINARY, new Bits(1, 32), new Bits(32, 1))
                    .map(bits -> Arguments.of(id, bits)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("methodsAtBits")
  void a_method_runs_at_all_bits_or_says_why_not(String id, Bits bits) {
    String reason = REFUSALS.get(id + " " + bits);
    if (reason != null) {
      assertThatThrownBy(() -> METHODS.create(id, Map.of(), bits))
          .isInstanceOf(FaultException.class)
          .hasMessageStartingWith("method " + id + ": ")
          .hasMessageContaining(reason);
      return;
    }
    Method method = METHODS.create(id, Map.of(), bits);
    try (TinyTraining training = new TinyTraining(method, SMALL, 4);
        NDManager owner = training.manager.newSubManager()) {
      Network network = training.executor.network();

      assertThat(network.nodes().stream().map(Node::operation))
          .filteredOn(
              o -> o instanceof Operation.Convolution c && c.purpose() == Operation.Purpose.BODY)
          .isNotEmpty()
          .allSatisfy(
              o ->
                  assertThat(((Operation.Convolution) o).weights().bits())
                      .isEqualTo(bits.weights()));
      assertThat(network.nodes().stream().anyMatch(n -> n.operation() instanceof Operation.Sign))
          .isEqualTo(bits.activations() == 1);
      TrainingPass pass = training.step(owner, TrainingProgress.ofEpoch(0, 1));
      assertThat(pass.loss()).isFinite();
      assertThat(pass.tensors())
          .allSatisfy(
              tensor ->
                  assertThat(tensor.gradient().abs().sum().getFloat())
                      .as(tensor.name())
                      .isFinite());
    }
  }

  static Stream<String> methodsOfPapers() {
    return methods().filter(id -> !id.equals("bnn"));
  }

  @ParameterizedTest
  @MethodSource("methodsOfPapers")
  void no_method_is_a_plain_sign_in_disguise(String id) {
    Method method = METHODS.create(id, Map.of(), null);

    assertThat(fingerprint(method))
        .isNotEqualTo(fingerprint(METHODS.create("bnn", Map.of(), null)));
  }

  static Stream<String> hosts() {
    return methods().filter(id -> !REFUSALS.containsKey(id + " 1/1") && !id.equals("unbalanced"));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void a_shifted_threshold_changes_its_host_and_only_before_the_sign(String host) {
    Method plain = METHODS.create(host, Map.of(), Bits.BINARY);
    Method shifted = METHODS.create("unbalanced", Map.of("host", host), Bits.BINARY);

    assertThat(fingerprint(shifted)).isNotEqualTo(fingerprint(plain));
    assertThat(operations(shifted))
        .filteredOn(o -> !o.startsWith("Affine"))
        .isEqualTo(operations(plain).stream().filter(o -> !o.startsWith("Affine")).toList());
  }

  /** Everything that may tell two methods apart: nodes, and both probes with their gradients. */
  private static List<String> fingerprint(Method method) {
    List<String> prints = new ArrayList<>(operations(method));
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      PartProbe probe = new PartProbe(manager, method, TrainingProgress.ofEpoch(0, 10), Map.of());
      if (method.bits().weights() == 1) {
        Shape shape = new Shape(3, 2, 3, 3);
        PartProbe.Result weight =
            probe.weight(noise(manager, shape, 0.6, 1), noise(manager, shape, 1, 2));
        prints.add("weight " + Arrays.toString(weight.output().toFloatArray()));
        prints.add("weight gradient " + Arrays.toString(weight.gradient().toFloatArray()));
      }
      if (method.bits().activations() == 1) {
        Shape shape = new Shape(2, 3, 4, 4);
        PartProbe.Result signs =
            probe.activation(noise(manager, shape, 0.8, 3), noise(manager, shape, 1, 4));
        prints.add("signs " + Arrays.toString(signs.output().toFloatArray()));
        prints.add("activation gradient " + Arrays.toString(signs.gradient().toFloatArray()));
      }
    }
    return prints;
  }

  private static List<String> operations(Method method) {
    return Resolver.resolve(
            Architectures.load().get("resnet20"), SMALL, method, new Shape(3, 32, 32), 10)
        .nodes()
        .stream()
        .map(node -> node.operation().getClass().getSimpleName() + " " + shape(node.operation()))
        .toList();
  }

  /** What a node computes beyond its kind, parts of the binarization left out. */
  private static String shape(Operation operation) {
    return switch (operation) {
      case Operation.Affine o -> o.toString();
      case Operation.Convolution o -> o.weights().bits() + " " + o.padding();
      default -> "";
    };
  }

  private static NDArray noise(NDManager manager, Shape shape, double size, int number) {
    RandomGenerator random = new RandomStreams(7).stream("noise", number, 0);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (size * random.nextGaussian());
    }
    return manager.create(values, shape);
  }
}
