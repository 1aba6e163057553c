package org.bnnlab.models.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.NetworkException;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.bnnlab.models.zoo.DenseFamilies;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DenseShapesTest {

  private static final Shape IMAGE = new Shape(3, 32, 32);

  /** All depths and stems with few channels; full width below. */
  static Stream<Arguments> narrow() {
    return DenseFamilies.members().map(net -> Arguments.of(net.id(), "binarydensenet", null));
  }

  /** Methods and bits on one net of each kind. */
  static Stream<Arguments> methods() {
    return Stream.of("binarydensenet37-dilated", "meliusnet-a-grouped-stem", "resnete18")
        .flatMap(
            id ->
                Stream.of(
                    Arguments.of(id, "meliusnet", new Bits(1, 32)),
                    Arguments.of(id, "meliusnet", new Bits(32, 1)),
                    Arguments.of(id, "float", null),
                    Arguments.of(id, "recu", null),
                    Arguments.of(id, "reactnet", null)));
  }

  @ParameterizedTest(name = "{0}, {1} {2}")
  @MethodSource({"narrow", "methods"})
  void every_node_gives_the_shape_that_was_inferred(String id, String method, @Nullable Bits bits) {
    Architecture net = Architectures.load().get(id);
    assertShapes(resolved(net, slim(net), method, bits, IMAGE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"e1", "e2"})
  void both_forms_of_resnete_give_the_shapes_that_were_inferred(String form) {
    Architecture net = Architectures.load().get("resnete18");
    Map<String, Object> options = new LinkedHashMap<>(slim(net));
    options.put("form", form);
    options.put("inputNorm", form.equals("e1"));
    assertShapes(resolved(net, options, "binarydensenet", null, IMAGE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"binarydensenet28", "meliusnet22", "meliusnet23", "resnete18"})
  void a_net_of_full_width_gives_the_shapes_that_were_inferred(String id) {
    Architecture net = Architectures.load().get(id);
    assertShapes(resolved(net, Map.of(), "meliusnet", null, IMAGE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          meliusnet22              | 4x4 | transition3.pool: window of 2 with padding 0 does not fit into (480, 1, 1)
          resnete18                | 9x8 | stage2.block0.add: cannot add shapes (128, 5, 4) and (128, 4, 4)
          binarydensenet28-imagenet-stem | 4x4 | transition1.pool: window of 2 with padding 0 does not fit into (448, 1, 1)
          """)
  void an_image_that_is_too_small_is_refused_at_the_node_where_it_does_not_fit(
      String id, String sides, String message) {
    List<Long> size = Stream.of(sides.split("x")).map(Long::valueOf).toList();
    Architecture net = Architectures.load().get(id);

    assertThatThrownBy(
            () ->
                resolved(net, Map.of(), "meliusnet", null, new Shape(3, size.get(0), size.get(1))))
        .isInstanceOf(NetworkException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          meliusnet-a      | growth  | 12 | transition2.shuffle: shuffle in 16 groups does not divide the channels of (220, 8, 8)
          meliusnet22-grouped-stem | width | 60 | stem: the grouped stem takes a width that 16 divides, found 60
          """)
  void sizes_that_do_not_fit_are_refused_with_their_place(
      String id, String option, int value, String message) {
    Architecture net = Architectures.load().get(id);

    assertThatThrownBy(() -> resolved(net, Map.of(option, value), "meliusnet", null, IMAGE))
        .isInstanceOf(NetworkException.class)
        .hasMessage(message);
  }

  private static void assertShapes(Network network) {
    Map<String, Shape> inferred = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      inferred.put(node.path(), network.shape(node.path()));
    }
    SplittableRandom random = new SplittableRandom(1);
    float[] images = new float[2 * (int) IMAGE.size()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    ShapeWitness witness = new ShapeWitness(network);
    try (Circuit circuit = new Circuit(witness.watched())) {
      circuit.outputShape(images, true);
      assertThat(witness.seen()).as("training").isEqualTo(inferred);
      circuit.outputShape(images, false);
      assertThat(witness.seen()).as("evaluation").isEqualTo(inferred);
    }
  }

  private static Network resolved(
      Architecture net, Map<String, ?> options, String method, @Nullable Bits bits, Shape image) {
    return Resolver.resolve(net, options, Methods.load().create(method, Map.of(), bits), image, 5);
  }

  /** One block of few channels for each two of the published ones. */
  private static Map<String, Object> slim(Architecture net) {
    Map<String, Object> options = new LinkedHashMap<>();
    for (OptionSpec option : net.options()) {
      if (option.name().equals("blocks") && option.defaultValue() instanceof List<?> blocks) {
        options.put("blocks", blocks.stream().map(n -> ((Integer) n + 1) / 2).toList());
        options.put(
            net.id().startsWith("resnete") ? "widths" : "transitions",
            net.id().startsWith("resnete")
                ? List.of(16, 16, 32, 32)
                : Collections.nCopies(blocks.size() - 1, 32));
      }
    }
    if (!net.id().startsWith("resnete")) {
      options.put("growth", 16);
      options.put("width", 16);
    }
    return options;
  }
}
