package org.bnnlab.runtime.kernel;

import java.util.SplittableRandom;
import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Floats;
import org.bnnlab.runtime.program.Window;

/** Random signs and weights of one binary convolution. */
record Operands(Window window, Extent input, Bits weights, Bits signs) {

  /** Computes one group, some pixels. */
  interface GroupKernel {
    void run(int group, int from, int to, float[] out, int stride);
  }

  static Operands of(KernelsTest.Case test) {
    SplittableRandom random = new SplittableRandom(test.seed() + 1);
    return new Operands(
        test.window(),
        test.input(),
        Bits.signs(KernelsTest.gaussians(random, test.window().weights())),
        Bits.signs(KernelsTest.gaussians(random, test.input().values())));
  }

  /** Sums of all outputs, pixel by pixel. */
  float[] run(Kernels kernels) {
    BinaryLayer layer = new BinaryLayer(window, input, weights);
    int[] packed = packed(layer);
    int pixels = layer.output().pixels();
    int[] windows = new int[layer.windowWords(pixels)];
    return groups(
        layer.blocks(),
        layer.output(),
        (group, from, to, out, stride) ->
            kernels.binary(layer, group, packed, windows, from, to, out, 0, stride));
  }

  /** The signs in the layout of a layer. */
  int[] packed(BinaryLayer layer) {
    int[] packed = layer.input().buffer();
    int channels = input.channels();
    SignLayer signLayer =
        new SignLayer(layer.input(), Floats.constant(channels, 0), Bits.zeros(channels));
    int stride = Blocks.stride(channels);
    float[] values = new float[input.pixels() * stride];
    for (int pixel = 0; pixel < input.pixels(); pixel++) {
      for (int c = 0; c < channels; c++) {
        values[pixel * stride + c] = signs.sign(pixel * channels + c);
      }
    }
    ScalarKernels.sign(signLayer, values, 0, 0, input.pixels(), packed);
    return packed;
  }

  /** What a kernel gives for all groups: the channels that exist, pixel by pixel. */
  static float[] groups(Blocks blocks, Extent output, GroupKernel kernel) {
    float[] all = new float[output.values()];
    int stride = blocks.groupStride();
    int groups = blocks.count() / blocks.perGroup();
    int width = output.channels() / groups;
    int middle = output.pixels() / 3;
    for (int group = 0; group < groups; group++) {
      float[] out = new float[output.pixels() * stride];
      kernel.run(group, middle, output.pixels(), out, stride);
      scatter(out, output, group * width, width, stride, middle, output.pixels(), all);
      if (middle > 0) {
        kernel.run(group, 0, middle, out, stride);
        scatter(out, output, group * width, width, stride, 0, middle, all);
      }
    }
    return all;
  }

  private static void scatter(
      float[] out,
      Extent output,
      int channel,
      int width,
      int stride,
      int from,
      int to,
      float[] all) {
    for (int pixel = from; pixel < to; pixel++) {
      int at = pixel * output.channels() + channel;
      System.arraycopy(out, (pixel - from) * stride, all, at, width);
    }
  }

  float[] sumsOfSingleSigns() {
    Extent output = window.output(input);
    float[] sums = new float[output.values()];
    for (int i = 0; i < sums.length; i++) {
      int pixel = i / output.channels();
      sums[i] =
          sum(
              i % output.channels(),
              pixel / output.width() * window.stride() - window.padding(),
              pixel % output.width() * window.stride() - window.padding());
    }
    return sums;
  }

  private int sum(int output, int top, int left) {
    int sum = 0;
    int first = output / window.groupOutputs() * window.groupInputs();
    for (int row = 0; row < window.kernel(); row++) {
      for (int column = 0; column < window.kernel(); column++) {
        for (int i = 0; i < window.groupInputs(); i++) {
          sum +=
              weights.sign(window.weight(output, row, column, i))
                  * sign(
                      top + row * window.dilation(), left + column * window.dilation(), first + i);
        }
      }
    }
    return sum;
  }

  private int sign(int row, int column, int channel) {
    if (row < 0 || column < 0 || row >= input.height() || column >= input.width()) {
      return switch (window.border()) {
        case ZERO -> 0;
        case MINUS_ONE -> -1;
        case PLUS_ONE -> 1;
      };
    }
    return signs.sign((row * input.width() + column) * input.channels() + channel);
  }
}
