package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.bnnlab.runtime.kernel.KernelChoice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One network of every family, packed, against the simulation. */
class PackedZooTest {

  private static final int IMAGES = 4;

  @ParameterizedTest
  @CsvSource({
    "recu, resnet18, 3, 64",
    "birealnet, birealnet18, 3, 64",
    "sdbnn, resnet18, 3, 64",
    "bnn, vgg-small, 3, 32",
    "reactnet, reactnet18, 3, 64",
    "bnfree, reactnet18, 3, 64",
    "reactnet, reactnet-a, 3, 64",
    "binarydensenet, binarydensenet28, 3, 64",
    "binarydensenet, resnete18, 3, 64",
    "meliusnet, meliusnet22, 3, 64",
    "unbalanced, resnet20, 3, 32",
    "bnn, mlp, 1, 28",
  })
  void a_network_is_packed_as_a_whole_and_gives_the_logits_of_the_simulation(
      String method, String id, int channels, int side) {
    Shape image = new Shape(channels, side, side);
    try (PackedNetwork net = new PackedNetwork(method, id, Map.of(), image)) {
      float[] images = net.images(IMAGES);
      float[] expected = net.simulated(net.network.output().path(), images, IMAGES);

      float[] logits =
          PackedNetwork.packed(net.program(), KernelChoice.best().kernels(), images, IMAGES);

      assertThat(net.compiled.packedShare()).isEqualTo(1);
      float size = 1;
      for (float value : expected) {
        size = Math.max(size, Math.abs(value));
      }
      for (int i = 0; i < expected.length; i++) {
        assertThat(Math.abs(logits[i] - expected[i])).as("logit %d", i).isLessThan(1e-3f * size);
      }
    }
  }
}
