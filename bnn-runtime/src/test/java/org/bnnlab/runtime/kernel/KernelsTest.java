package org.bnnlab.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Border;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Floats;
import org.bnnlab.runtime.program.Window;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scalar kernels against sums over single signs; vector kernels against scalar ones. */
class KernelsTest {

  private static final Kernels SCALAR = new ScalarKernels();

  /** Both widths, with and without an instruction that counts bits. */
  private static final List<Kernels> VECTORS =
      Stream.of("vector512-popcount", "vector512-adders", "vector256-popcount", "vector256-adders")
          .map(name -> KernelChoice.named(name).kernels())
          .toList();

  /** A convolution of random size on a random image. */
  record Case(long seed, Window window, Extent input) {

    /** Small enough that single signs can be summed up. */
    static Case small(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int groups = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 1;
      int kernel = new int[] {1, 3, 3, 5}[random.nextInt(4)];
      int dilation = random.nextInt(5) == 0 ? 2 : 1;
      Window window =
          new Window(
              groups * (1 + random.nextInt(80)),
              groups * (1 + random.nextInt(40)),
              groups,
              kernel,
              1 + random.nextInt(2),
              dilation,
              random.nextInt(dilation * (kernel - 1) / 2 + 1),
              List.of(Border.values()).get(random.nextInt(3)));
      int reach = dilation * (kernel - 1) + 1;
      return new Case(
          seed,
          window,
          new Extent(window.inputs(), reach + random.nextInt(7), reach + random.nextInt(7)));
    }

    /** Up to 1030 channels and 40 rows and columns. */
    static Case large(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int channels = new int[] {1, 5, 16, 33, 63, 64, 65, 127, 256, 577, 1030}[random.nextInt(11)];
      int groups = random.nextInt(5) == 0 ? 2 : 1;
      int kernel = 1 + 2 * random.nextInt(2);
      Window window =
          new Window(
              groups * channels,
              groups * (1 + random.nextInt(70)),
              groups,
              kernel,
              1 + random.nextInt(2),
              1,
              kernel / 2,
              List.of(Border.values()).get(random.nextInt(3)));
      int side = channels > 300 ? 9 : 40;
      return new Case(
          seed,
          window,
          new Extent(
              window.inputs(),
              kernel + random.nextInt(side - 2),
              kernel + random.nextInt(side - 2)));
    }
  }

  static Stream<Case> small() {
    return IntStream.range(0, 150).mapToObj(Case::small);
  }

  static Stream<Case> large() {
    return IntStream.range(0, 60).mapToObj(Case::large);
  }

  @ParameterizedTest
  @MethodSource("small")
  void the_scalar_convolution_is_a_sum_of_products_of_signs(Case test) {
    Operands operands = Operands.of(test);

    assertThat(operands.run(SCALAR)).isEqualTo(operands.sumsOfSingleSigns());
  }

  @ParameterizedTest
  @MethodSource({"small", "large"})
  void vector_convolutions_equal_the_scalar_one_on_every_bit(Case test) {
    Operands operands = Operands.of(test);
    float[] expected = operands.run(SCALAR);

    for (Kernels kernels : VECTORS) {
      assertThat(operands.run(kernels)).as(kernels.name()).isEqualTo(expected);
    }
  }

  static IntStream compared() {
    return IntStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("compared")
  void counts_compared_with_limits_are_the_signs_of_the_sums(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Case some = Case.large(seed);
    int outputs = 64 * (1 + random.nextInt(3));
    int inputs = Math.max(33, some.window().groupInputs());
    Window window =
        new Window(
            inputs,
            outputs,
            1,
            some.window().kernel(),
            some.window().stride(),
            1,
            some.window().padding(),
            some.window().border());
    Extent input = some.input().withChannels(inputs);
    assertThat(compared(new Case(seed, window, input))).isEqualTo(3);
  }

  /** Few channels, and sizes around those of vectors: lanes are pixels where they fit. */
  @ParameterizedTest
  @MethodSource("compared")
  void counts_of_few_channels_compared_with_limits_are_the_signs_of_the_sums(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int padding = random.nextInt(3);
    Border border = List.of(Border.values()).get(random.nextInt(3));
    int inputs = random.nextBoolean() ? 16 : 1 + random.nextInt(32);
    int outputs = random.nextBoolean() ? 16 : 1 + random.nextInt(32);
    Window window = new Window(inputs, outputs, 1, 3, 1, 1, padding, border);
    Extent input = new Extent(inputs, 3 + random.nextInt(38), 3 + random.nextInt(38));
    Extent output = window.output(input);
    int fits = output.height() < 2 ? 0 : output.width() < 8 ? 0 : output.width() < 16 ? 1 : 2;

    assertThat(compared(new Case(seed, window, input))).isEqualTo(1 + fits);
  }

  /** Compares the kernels that take a layer with thresholds on sums; how many do. */
  private static int compared(Case test) {
    SplittableRandom random = new SplittableRandom(test.seed());
    Operands operands = Operands.of(test);
    BinaryLayer layer = new BinaryLayer(test.window(), test.input(), operands.weights());
    Extent output = layer.output();
    int outputs = output.channels();
    float[] thresholds = gaussians(random, outputs);
    for (int c = 0; c < outputs; c++) {
      thresholds[c] *= 10;
    }
    float[] special = {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.NaN};
    System.arraycopy(special, 0, thresholds, 0, Math.min(outputs, special.length));
    SignLayer sign =
        new SignLayer(
            new SignLayout(output, 1, 1, Border.PLUS_ONE),
            Floats.of(thresholds),
            Bits.signs(gaussians(random, outputs)));
    Pointwise points = new Pointwise(outputs);
    if (random.nextBoolean()) {
      points.affine(floats(random, outputs), floats(random, outputs));
      if (random.nextBoolean()) {
        points.clamp(-20, 20);
      } else {
        points.prelu(Floats.constant(outputs, random.nextInt(3) * 0.25f));
      }
      points.affine(floats(random, outputs), floats(random, outputs));
    }
    assertThat(points.ordered()).isTrue();
    int pixels = output.pixels();
    float[] sums = new float[pixels * Blocks.stride(outputs)];
    float[] found = operands.run(SCALAR);
    for (int i = 0; i < found.length; i++) {
      int at = i / outputs * Blocks.stride(outputs) + i % outputs;
      sums[at] = ScalarKernels.value(points, i % outputs, found[i], new float[0], 0);
    }
    int[] expected = sign.layout().buffer();
    ScalarKernels.sign(sign, sums, 0, 0, pixels, expected);
    int taken = 0;
    for (Kernels kernels : Stream.concat(Stream.of(SCALAR), VECTORS.stream()).toList()) {
      SignConvolution comparison = kernels.comparison();
      if (comparison.takes(layer)) {
        int[] bits = sign.layout().buffer();
        CountLayer counts = new CountLayer(layer, points, sign, comparison);
        int middle = pixels / 2;
        int[] packed = operands.packed(layer);
        int[] windows = new int[layer.windowWords(pixels)];
        comparison.signs(counts, packed, windows, middle, pixels, bits);
        if (middle > 0) {
          comparison.signs(counts, packed, windows, 0, middle, bits);
        }
        assertThat(bits).as(kernels.name()).isEqualTo(expected);
        taken++;
      }
    }
    return taken;
  }

  @ParameterizedTest
  @MethodSource("small")
  void vector_convolutions_of_real_values_equal_the_scalar_one_on_every_bit(Case test) {
    float[] expected = real(test, SCALAR);

    for (Kernels kernels : VECTORS) {
      assertThat(real(test, kernels)).as(kernels.name()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("small")
  void weights_that_are_bits_give_the_sums_of_the_same_values(Case test) {
    Bits weights = weights(test);
    float[] expected = real(test, real(test, weights.toSigns()), SCALAR);

    for (Kernels kernels : Stream.concat(Stream.of(SCALAR), VECTORS.stream()).toList()) {
      RealLayer layer = new RealLayer(test.window(), test.input(), stride(test), weights);
      assertThat(real(test, layer, kernels)).as(kernels.name()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("large")
  void vector_passes_equal_the_scalar_ones_on_every_bit(Case test) {
    float[] expected = passes(test, SCALAR);

    for (Kernels kernels : VECTORS) {
      assertThat(passes(test, kernels)).as(kernels.name()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("compared")
  void the_pass_of_residual_networks_equals_the_scalar_one_on_every_bit(int seed) {
    float[] expected = residual(seed, SCALAR);

    for (Kernels kernels : VECTORS) {
      assertThat(residual(seed, kernels)).as(kernels.name()).isEqualTo(expected);
    }
  }

  private static float[] residual(int seed, Kernels kernels) {
    SplittableRandom random = new SplittableRandom(seed);
    int channels = 16 * (1 + random.nextInt(8));
    Extent extent = new Extent(channels, 1 + random.nextInt(9), 1 + random.nextInt(9));
    Pointwise points = new Pointwise(channels);
    if (random.nextBoolean()) {
      points.affine(floats(random, channels), floats(random, channels));
    }
    points.add();
    if (random.nextBoolean()) {
      points.clamp(-1, 1);
    }
    if (random.nextBoolean()) {
      points.keep();
    }
    Bits inverted = Bits.signs(gaussians(random, channels));
    SignLayout layout = new SignLayout(extent, 1, 1, Border.ZERO);
    points.sign(new SignLayer(layout, floats(random, channels), inverted));
    points.ends();
    float[] x = gaussians(random, extent.values());
    x[random.nextInt(x.length)] = Float.NaN;
    float[] other = gaussians(random, x.length);
    float[] kept = new float[x.length];
    int[] signs = layout.buffer();
    int middle = extent.pixels() / 2;
    float[] second = Arrays.copyOfRange(x, middle * channels, x.length);
    kernels.pointwise(points, x, 0, middle, other, kept, signs);
    kernels.pointwise(points, second, middle, extent.pixels(), other, kept, signs);
    return joined(new float[0], kept, new float[0], signs);
  }

  private static float[] real(Case test, Kernels kernels) {
    SplittableRandom random = new SplittableRandom(test.seed());
    return real(test, real(test, gaussians(random, test.window().weights())), kernels);
  }

  private static Bits weights(Case test) {
    SplittableRandom random = new SplittableRandom(test.seed());
    return Bits.signs(gaussians(random, test.window().weights()));
  }

  private static int stride(Case test) {
    return test.input().channels();
  }

  private static RealLayer real(Case test, float[] weights) {
    return new RealLayer(test.window(), test.input(), stride(test), weights);
  }

  private static float[] real(Case test, RealLayer layer, Kernels kernels) {
    SplittableRandom random = new SplittableRandom(test.seed() + 1);
    float[] room = new float[layer.expanded()];
    float[] in = new float[layer.size()];
    layer.surround(gaussians(random, test.input().values()), in);
    return Operands.groups(
        layer.blocks(),
        layer.output(),
        (group, from, to, out, step) ->
            kernels.real(layer, group, in, room, from, to, out, 0, step));
  }

  private static float[] passes(Case test, Kernels kernels) {
    SplittableRandom random = new SplittableRandom(test.seed());
    int channels = test.input().channels();
    int stride = Blocks.stride(channels);
    int pixels = test.input().pixels();
    Pointwise points = new Pointwise(channels);
    if (random.nextBoolean()) {
      points.affine(floats(random, channels), floats(random, channels));
    }
    if (random.nextBoolean()) {
      points.add();
    }
    if (random.nextBoolean()) {
      points.affine(floats(random, channels), floats(random, channels));
    }
    int kind = random.nextInt(3);
    boolean activation =
        kind == 0 || (kind == 1 ? points.clamp(-1, 1) : points.prelu(floats(random, channels)));
    if (random.nextBoolean()) {
      points.affine(floats(random, channels), floats(random, channels));
    }
    assertThat(activation && points.keep()).isTrue();
    SignLayout layout = SignLayout.of(test.input(), test.window());
    Bits inverted = Bits.signs(gaussians(random, channels));
    points.sign(new SignLayer(layout, floats(random, channels), inverted));
    float[] x = gaussians(random, pixels * stride);
    x[random.nextInt(x.length)] = Float.NaN;
    float[] kept = new float[x.length];
    int[] signs = layout.buffer();
    float[] other = gaussians(random, x.length);
    kernels.pointwise(points, x, 0, pixels, other, kept, signs);
    kernels.multiply(x, other, 0, x.length);
    float[] pooled = new float[2 * stride];
    Extent input = test.input();
    int rows = 1 + random.nextInt(input.height());
    int columns = 1 + random.nextInt(input.width());
    int first = random.nextInt(input.width() - columns + 1) * stride;
    kernels.max(x, first, input.width() * stride, rows, columns, stride, pooled, 0);
    kernels.mean(x, first, input.width() * stride, rows, columns, stride, pooled, stride);
    return joined(x, kept, pooled, signs);
  }

  /** Signs are compared as halves of words, which floats hold exactly. */
  private static float[] joined(float[] x, float[] kept, float[] pooled, int[] signs) {
    FloatBuffer all =
        FloatBuffer.allocate(x.length + kept.length + pooled.length + 2 * signs.length);
    all.put(x).put(kept).put(pooled);
    for (int word : signs) {
      all.put(word & 0xFFFF).put(word >>> 16);
    }
    return all.array();
  }

  private static Floats floats(SplittableRandom random, int count) {
    return Floats.of(gaussians(random, count));
  }

  static float[] gaussians(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
