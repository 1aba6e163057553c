package org.bnnlab.models.zoo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.stream.Stream;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.NetworkException;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that cannot be: refused while they are built, with node and shapes. */
class ImpossibleNetworksTest {

  @ParameterizedTest(name = "{0} on {3} pixels with {1} = {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vgg-small      |             |              | 4  | stage3.layer1.pool: window of 2 with padding 0 does not fit into (512, 1, 1)
          birealnet18    |             |              | 66 | stage2.block0.add: cannot add shapes (128, 9, 9) and (128, 8, 8)
          resnet18-cifar | downsample  | average-pool | 9  | stage2.block0.residual.add: cannot add shapes (128, 5, 5) and (128, 4, 4)
          meliusnet-a    | growth      | 63           | 64 | transition1.shuffle: shuffle in 16 groups does not divide the channels of (316, 8, 8)
          meliusnet-a    | transitions | 161 256 288  | 64 | transition1.conv: 4 groups do not divide 320 input and 161 output channels
          resnet18       | blocks      | 2 2          | 64 | resnet18: takes for each stage at least one block and a width, found blocks [2, 2] and widths [64, 128, 256, 512]
          resnet50       | widths      | 30 40 50 60  | 64 | resnet50: takes for each stage at least one block and a width divisible by 4, found blocks [3, 4, 6, 3] and widths [30, 40, 50, 60]
          vgg-small      | widths      | 1 2 3        | 32 | vgg-small: takes two widths of at least 1 for each resolution, found [1, 2, 3]
          """)
  void an_impossible_network_is_refused_with_node_and_shapes(
      String model, String option, String value, int side, String message) {
    Map<String, ?> options = option == null ? Map.of() : Map.of(option, value(value));

    assertThatThrownBy(
            () ->
                Resolver.resolve(
                    Architectures.load().get(model),
                    options,
                    Methods.load().create("bnn", Map.of(), null),
                    new Shape(3, side, side),
                    10))
        .isInstanceOf(NetworkException.class)
        .hasMessage(message);
  }

  /** A number, or a list of numbers, or a word. */
  private static Object value(String text) {
    if (text.contains(" ")) {
      return Stream.of(text.split(" ", -1)).map(Integer::valueOf).toList();
    }
    return text.matches("[0-9]+") ? Integer.valueOf(text) : text;
  }
}
