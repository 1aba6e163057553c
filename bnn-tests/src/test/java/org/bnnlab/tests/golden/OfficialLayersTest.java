package org.bnnlab.tests.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.bnnlab.bench.SharedFolder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every block and layer that was recorded of the official code of ReActNet and of BN-free networks,
 * whatever its widths, strides and constants: outputs, all gradients, running statistics and the
 * evaluation.
 */
class OfficialLayersTest {

  private static final double ROUNDING = 1e-5;
  private static final double ROUNDING_OF_BLOCKS = 1e-4;

  static Stream<String> recordings() throws IOException {
    return LayerRecording.names(SharedFolder.require("golden"));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void a_layer_computes_what_the_official_code_does(String name) throws IOException {
    LayerRecording recording = LayerRecording.read(SharedFolder.require("golden"), name);

    Map<String, Double> differences = LayerReplay.differences(recording);

    assertThat(differences.keySet())
        .as("everything that was recorded is compared")
        .hasSize(
            (int)
                recording.arrays().keySet().stream()
                    .filter(array -> array.matches("out|grad/.*|after/.*|eval/.*"))
                    .count());
    assertThat(differences)
        .allSatisfy(
            (array, difference) ->
                assertThat(difference)
                    .as(array)
                    .isLessThan(recording.isBlock() ? ROUNDING_OF_BLOCKS : ROUNDING));
  }
}
