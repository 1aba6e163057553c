package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One network of every family, packed, against the simulation, layer by layer. */
class PackedZooTest {

  private static final int IMAGES = 2;

  @ParameterizedTest
  @CsvSource({
    "recu, resnet18, 3, 64",
    "irnet, resnet18-double, 3, 64",
    "birealnet, birealnet18, 3, 64",
    "sdbnn, birealnet18, 3, 64",
    "bnn, vgg-small, 3, 32",
    "reactnet, reactnet18, 3, 64",
    "bnfree, reactnet18, 3, 64",
    "reactnet, reactnet-a, 3, 64",
    "binarydensenet, binarydensenet28, 3, 64",
    "binarydensenet, resnete18, 3, 64",
    "meliusnet, meliusnet22, 3, 64",
    "bnn, mlp, 1, 28",
  })
  void a_network_is_packed_as_a_whole_as_the_simulation_computes_it(
      String method, String id, int channels, int side) {
    Shape image = new Shape(channels, side, side);
    try (PackedNetwork net = new PackedNetwork(method, id, Map.of(), image)) {
      PackedAgreement agreement = new PackedAgreement(net, net.images(IMAGES), IMAGES);

      agreement.assertSums();
      agreement.assertSigns();

      assertThat(agreement.near()).isLessThanOrEqualTo(agreement.signs() / 1000);
      assertThat(agreement.assertLogits())
          .as("images with a sign that fell the other way")
          .isLessThan(2);
      assertThat(net.compiled.plan().packedShare()).isEqualTo(1);
    }
  }
}
