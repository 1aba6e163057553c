package org.bnnlab.tests.golden;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.Targets;
import org.bnnlab.api.training.TrainingPass;
import org.bnnlab.models.djl.NetworkExecutor;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** BN-free networks and their two controls, at all bits, on both of their architectures. */
class BnFreeFormsTest {

  static Stream<Arguments> forms() {
    List<Arguments> forms = new ArrayList<>();
    for (String architecture : List.of("reactnet18", "reactnet-a")) {
      for (String normalization : List.of("replaced", "batch-norm", "nothing")) {
        for (Bits bits : List.of(Bits.BINARY, new Bits(32, 1), new Bits(1, 32))) {
          forms.add(Arguments.of(architecture, normalization, bits));
        }
      }
    }
    return forms.stream();
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("forms")
  void a_form_has_its_normalization_and_trains(
      String architecture, String normalization, Bits bits) {
    Method method = Methods.load().create("bnfree", Map.of("normalization", normalization), bits);
    boolean large = architecture.equals("reactnet-a");
    Network network =
        Resolver.resolve(
            Architectures.load().get(architecture),
            Map.of(
                "widths",
                large ? List.of(4, 8, 16) : List.of(4, 8),
                "depths",
                large ? List.of(1, 2) : List.of(2, 2)),
            method,
            new Shape(3, 16, 16),
            3);

    boolean replaced = normalization.equals("replaced");
    assertThat(count(network, Operation.BatchNormalization.class) > 0)
        .isEqualTo(normalization.equals("batch-norm"));
    assertThat(count(network, Operation.ChannelScale.class) > 0).isEqualTo(replaced);
    assertThat(count(network, Operation.Affine.class) > 0).isEqualTo(replaced);
    assertThat(count(network, Operation.Sign.class) > 0).isEqualTo(bits.activations() == 1);
    assertEveryWeightLearns(network, method);
  }

  private static long count(Network network, Class<? extends Operation> type) {
    return network.nodes().stream().filter(node -> type.isInstance(node.operation())).count();
  }

  private static void assertEveryWeightLearns(Network network, Method method) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        StateStore state = new StateStore(manager)) {
      NetworkExecutor executor = new NetworkExecutor(network, state, new RandomStreams(1));
      executor.initialize();
      NDArray images =
          manager.create(SmallNetwork.gaussian(1, 4 * 3 * 256), new Shape(4, 3, 16, 16));
      NDArray labels =
          manager.create(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0}, new Shape(4, 3));

      TrainingPass pass =
          executor.train(
              images,
              TrainingProgress.ofEpoch(0, 1),
              logits -> method.objective().loss(logits, new Targets(labels, null)));

      assertThat(pass.loss()).isFinite();
      assertThat(pass.tensors())
          .filteredOn(tensor -> tensor.name().matches(".*conv[0-9a-z]*\\.weight"))
          .isNotEmpty()
          .allSatisfy(
              tensor ->
                  assertThat(tensor.gradient().abs().max().getFloat())
                      .as(tensor.name())
                      .isFinite()
                      .isPositive());
    }
  }
}
