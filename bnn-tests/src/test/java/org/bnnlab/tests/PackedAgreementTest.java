package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bnnlab.api.network.Node;
import org.bnnlab.runtime.kernel.KernelChoice;
import org.bnnlab.runtime.kernel.Kernels;
import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Border;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Floats;
import org.bnnlab.runtime.program.Op;
import org.bnnlab.runtime.program.Program;
import org.bnnlab.runtime.program.Step;
import org.bnnlab.runtime.program.Window;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Packed networks against the simulation, layer by layer on the simulation's own values. */
class PackedAgreementTest {

  private static final int IMAGES = 8;
  private static final double NEAR = 1e-5;

  static Stream<Arguments> networks() {
    Map<String, Object> plain = Map.of();
    Map<String, Object> normal = Map.of("shortcuts", "normal", "downsample", "convolution");
    return Stream.of(
        Arguments.of("bnn", "resnet20", normal),
        Arguments.of("bnn", "resnet20", plain),
        Arguments.of("recu", "resnet20", plain),
        Arguments.of("irnet", "resnet20", plain),
        Arguments.of("sdbnn", "resnet20", plain),
        Arguments.of("xnornet", "resnet20", normal),
        Arguments.of("birealnet", "resnet20", plain),
        Arguments.of("reactnet", "resnet20", plain),
        Arguments.of("bnfree", "resnet20", plain),
        Arguments.of("float", "resnet20", plain));
  }

  private static PackedNetwork network(String method, String id, Map<String, ?> options) {
    return new PackedNetwork(method, id, options, new Shape(3, 32, 32));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void every_sum_of_signs_is_the_integer_of_the_simulation(
      String method, String id, Map<String, ?> options) {
    try (PackedNetwork net = network(method, id, options)) {
      float[] images = net.images(IMAGES);
      for (Step step : net.program().steps()) {
        if (step.op() instanceof Op.BinaryConvolution convolution) {
          Node node = net.network.node(step.path());
          float[] signs = net.simulated(node.inputs().getFirst(), images, IMAGES);
          float[] scaled = net.simulated(step.path(), images, IMAGES);

          float[] sums = sums(net, step, convolution, signs);

          assertIntegers(step.path(), sums, scaled, convolution.window().outputs());
        }
      }
      assertThat(net.compiled.packedShare()).isEqualTo(1);
    }
  }

  private static float[] sums(
      PackedNetwork net, Step step, Op.BinaryConvolution convolution, float[] signs) {
    int channels = convolution.window().inputs();
    Extent input = net.program().extent(step.inputs().getFirst());
    Program alone =
        new Program(
            PackedNetwork.NO_FACTS,
            List.of(
                new Step("in", new Op.Input(input), List.of()),
                new Step(
                    "sign",
                    new Op.Sign(Floats.constant(channels, 0), Bits.zeros(channels)),
                    List.of(0)),
                new Step("conv", convolution, List.of(1)),
                new Step("flat", new Op.Flatten(), List.of(2))));
    return PackedNetwork.packed(alone, KernelChoice.best().kernels(), signs, IMAGES);
  }

  /** The simulation's sums carry one scale per channel; without it they are the integers. */
  private static void assertIntegers(String path, float[] sums, float[] scaled, int channels) {
    int pixels = sums.length / IMAGES / channels;
    for (int c = 0; c < channels; c++) {
      double products = 0;
      double squares = 0;
      for (int i = 0; i < sums.length; i++) {
        if (i / pixels % channels == c) {
          products += (double) sums[i] * scaled[i];
          squares += (double) sums[i] * sums[i];
        }
      }
      double scale = squares == 0 ? 1 : products / squares;
      for (int i = 0; i < sums.length; i++) {
        if (i / pixels % channels == c && scale != 0) {
          assertThat((double) Math.round(scaled[i] / scale))
              .as("%s, value %d: %s / %s", path, i, scaled[i], scale)
              .isEqualTo(sums[i]);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void every_sign_is_that_of_the_simulation_unless_it_lies_at_the_threshold(
      String method, String id, Map<String, ?> options) {
    try (PackedNetwork net = network(method, id, options)) {
      float[] images = net.images(IMAGES);
      for (Step step : net.program().steps()) {
        if (step.op() instanceof Op.Sign sign) {
          Node node = net.network.node(step.path());
          float[] before = net.simulated(node.inputs().getFirst(), images, IMAGES);

          float[] signs = signs(net, step, sign, images);

          assertSigns(step.path(), signs, before);
        }
      }
    }
  }

  /** The packed signs as numbers: a convolution of one product for each channel. */
  private static float[] signs(PackedNetwork net, Step step, Op.Sign sign, float[] images) {
    int channels = sign.thresholds().size();
    Window each = new Window(channels, channels, channels, 1, 1, 1, 0, Border.ZERO);
    float[] ones = Floats.constant(channels, 1).toArray();
    Op read = new Op.BinaryConvolution(each, Bits.signs(ones));
    Step source = net.program().steps().get(step.inputs().getFirst());
    Node node = net.network.node(source.path());
    if (source.op() instanceof Op.BinaryConvolution convolution) {
      int inputs = convolution.window().inputs();
      Program alone =
          new Program(
              PackedNetwork.NO_FACTS,
              List.of(
                  new Step(
                      "in",
                      new Op.Input(net.program().extent(source.inputs().getFirst())),
                      List.of()),
                  new Step(
                      "sign",
                      new Op.Sign(Floats.constant(inputs, 0), Bits.zeros(inputs)),
                      List.of(0)),
                  new Step("conv", convolution, List.of(1)),
                  new Step("threshold", sign, List.of(2)),
                  new Step("read", read, List.of(3)),
                  new Step("flat", new Op.Flatten(), List.of(4))));
      return PackedNetwork.packed(
          alone,
          KernelChoice.best().kernels(),
          net.simulated(node.inputs().getFirst(), images, IMAGES),
          IMAGES);
    }
    Program alone =
        new Program(
            PackedNetwork.NO_FACTS,
            List.of(
                new Step(
                    "in", new Op.Input(net.program().extent(step.inputs().getFirst())), List.of()),
                new Step("threshold", sign, List.of(0)),
                new Step("read", read, List.of(1)),
                new Step("flat", new Op.Flatten(), List.of(2))));
    return PackedNetwork.packed(
        alone, KernelChoice.best().kernels(), net.simulated(source.path(), images, IMAGES), IMAGES);
  }

  private static void assertSigns(String path, float[] signs, float[] before) {
    double size = 0;
    for (float value : before) {
      size += Math.abs(value) / before.length;
    }
    int near = 0;
    for (int i = 0; i < signs.length; i++) {
      if (Math.abs(before[i]) <= NEAR * size) {
        near++;
      } else {
        assertThat(signs[i])
            .as("%s, value %d: sign of %s", path, i, before[i])
            .isEqualTo(before[i] >= 0 ? 1 : -1);
      }
    }
    assertThat(near).as("%s: values at the threshold", path).isLessThan(1 + signs.length / 100);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void the_whole_network_gives_the_logits_of_the_simulation(
      String method, String id, Map<String, ?> options) {
    try (PackedNetwork net = network(method, id, options)) {
      float[] images = net.images(IMAGES);
      float[] expected = net.simulated(net.network.output().path(), images, IMAGES);
      Kernels scalar = KernelChoice.named("scalar").kernels();

      float[] logits = PackedNetwork.packed(net.program(), scalar, images, IMAGES);

      for (String kernels :
          List.of(
              "vector256-adders", "vector256-popcount", "vector512-adders", "vector512-popcount")) {
        assertThat(
                PackedNetwork.packed(
                    net.program(), KernelChoice.named(kernels).kernels(), images, IMAGES))
            .as(kernels)
            .isEqualTo(logits);
      }
      int away = 0;
      for (int image = 0; image < IMAGES; image++) {
        double farthest = 0;
        for (int i = 10 * image; i < 10 * image + 10; i++) {
          farthest = Math.max(farthest, Math.abs(logits[i] - expected[i]));
        }
        away += farthest > 1e-3 ? 1 : 0;
      }
      assertThat(away).as("images with a sign that fell the other way").isLessThan(2);
    }
  }
}
