package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.Methods;
import org.bnnlab.runtime.file.BnnFile;
import org.bnnlab.runtime.kernel.KernelChoice;
import org.bnnlab.runtime.kernel.Kernels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method packed, against the simulation, layer by layer on the simulation's own values. */
class PackedAgreementTest {

  private static final int IMAGES = 4;
  private static final Shape CIFAR = new Shape(3, 32, 32);
  private static final Kernels SCALAR = KernelChoice.named("scalar").kernels();
  private static final List<Kernels> VECTORS =
      Stream.of("vector256-adders", "vector256-popcount", "vector512-adders", "vector512-popcount")
          .map(name -> KernelChoice.named(name).kernels())
          .toList();
  private static final Map<String, Object> NORMAL =
      Map.of("shortcuts", "normal", "downsample", "convolution");

  static Stream<Arguments> networks() {
    Stream<Arguments> every =
        Methods.load().descriptors().stream()
            .map(MethodDescriptor::id)
            .map(id -> Arguments.of(id, Map.of()));
    return Stream.concat(
        every, Stream.of(Arguments.of("bnn", NORMAL), Arguments.of("xnornet", NORMAL)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("networks")
  void a_network_is_packed_as_the_simulation_computes_it(String method, Map<String, ?> options) {
    try (PackedNetwork net = new PackedNetwork(method, "resnet20", options, CIFAR)) {
      float[] images = net.images(IMAGES);
      PackedAgreement agreement = new PackedAgreement(net, images, IMAGES);

      agreement.assertSums();
      agreement.assertSigns();

      assertThat(agreement.near()).isLessThanOrEqualTo(agreement.signs() / 1000);
      assertThat(agreement.assertLogits())
          .as("images with a sign that fell the other way")
          .isLessThan(2);
      assertThat(net.compiled.plan().packedShare()).isEqualTo(1);
      assertThat(net.compiled.notes()).isEmpty();
      assertThat(BnnFile.bytes(net.program())).hasSize((int) BnnFile.size(net.program()));
      assertSameBits(net);
    }
  }

  private static void assertSameBits(PackedNetwork net) {
    float[] image = net.images(1);
    float[] scalar = PackedNetwork.packed(net.program(), SCALAR, image, 1);
    for (Kernels kernels : VECTORS) {
      assertThat(PackedNetwork.packed(net.program(), kernels, image, 1))
          .as(kernels.name())
          .isEqualTo(scalar);
    }
  }
}
