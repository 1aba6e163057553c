package org.bnnlab.models.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.NetworkException;
import org.bnnlab.api.network.Node;
import org.bnnlab.models.resolve.Resolver;
import org.bnnlab.models.zoo.ResNet20;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
    for (int i = 0; i < network.nodes().size(); i++) {
      Node node = network.nodes().get(i);
      Shape expected = new Shape(2).addAll(network.shape(node.path()));
      try (Circuit circuit =
          new Circuit(new Network(network.id(), network.nodes().subList(0, i + 1)))) {
        assertThat(circuit.outputShape(images, true)).as(node.path()).isEqualTo(expected);
        assertThat(circuit.outputShape(images, false)).as(node.path()).isEqualTo(expected);
      }
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
