package org.bnnlab.models.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.NetworkException;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.TensorFunction;
import org.bnnlab.models.resolve.Resolver;
import org.bnnlab.models.zoo.ResNet20;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The executor compares the shape of every node with what was inferred. */
class ResolvedShapesTest {

  static Stream<Arguments> networks() {
    return Stream.of("double", "normal")
        .flatMap(
            shortcuts ->
                Stream.of("average-pool", "subsample", "convolution")
                    .flatMap(
                        downsample ->
                            Stream.of("float", "bnn", "recu")
                                .map(method -> Arguments.of(shortcuts, downsample, method))));
  }

  @ParameterizedTest(name = "{2}, {0} shortcuts, {1}")
  @MethodSource("networks")
  void every_node_gives_the_shape_that_was_inferred(
      String shortcuts, String downsample, String method) {
    Network network =
        Resolver.resolve(
            new ResNet20(),
            Map.of(
                "shortcuts",
                shortcuts,
                "downsample",
                downsample,
                "widths",
                List.of(4, 8, 16),
                "blocks",
                1),
            Methods.load().create(method, Map.of(), null),
            new Shape(3, 12, 8),
            5);
    SplittableRandom random = new SplittableRandom(1);
    float[] images = new float[2 * 3 * 12 * 8];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    try (Circuit circuit = new Circuit(network)) {
      assertThat(circuit.outputShape(images, true)).isEqualTo(new Shape(2, 5));
      assertThat(circuit.outputShape(images, false)).isEqualTo(new Shape(2, 5));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_node_that_gives_another_shape_than_it_said_is_an_error(boolean training) {
    TensorFunction halved =
        new TensorFunction() {
          @Override
          public NDArray apply(List<NDArray> inputs, LayerContext layer) {
            return inputs.getFirst().get(new NDIndex(":, :, ::2"));
          }

          @Override
          public Shape outputShape(List<Shape> inputs) {
            return inputs.getFirst();
          }
        };
    try (Circuit circuit =
        Circuit.chain(new Shape(3, 4, 4), new Operation.Open("halved", halved))) {
      assertThatThrownBy(() -> circuit.outputShape(new float[2 * 3 * 4 * 4], training))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("n1: gave shape (2, 3, 2, 4) for 2 samples, inferred was (3, 4, 4) for each");
    }
  }

  @ParameterizedTest
  @CsvSource({"double, stage2.block0.residual1.add", "normal, stage2.block0.residual.add"})
  void an_average_pool_does_not_fit_an_odd_height(String shortcuts, String node) {
    Method method = Methods.load().create("recu", Map.of(), null);

    assertThatThrownBy(
            () ->
                Resolver.resolve(
                    new ResNet20(), Map.of("shortcuts", shortcuts), method, new Shape(3, 9, 8), 5))
        .isInstanceOf(NetworkException.class)
        .hasMessage(node + ": cannot add shapes (32, 5, 4) and (32, 4, 4)");
  }
}
