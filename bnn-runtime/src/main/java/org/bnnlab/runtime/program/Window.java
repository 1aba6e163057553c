package org.bnnlab.runtime.program;

import static org.bnnlab.runtime.program.Limits.require;

/**
 * Geometry of a convolution; a dense layer is one with kernel 1 on a single pixel.
 *
 * @param inputs input channels
 * @param outputs output channels
 * @param groups groups of channels that are convolved apart
 * @param kernel side of the square kernel
 * @param stride stride in both directions
 * @param dilation distance of kernel taps
 * @param padding border in pixels on each side
 * @param border what the border holds
 */
public record Window(
    int inputs,
    int outputs,
    int groups,
    int kernel,
    int stride,
    int dilation,
    int padding,
    Border border) {

  /** Checks the sizes. */
  public Window {
    require(
        inputs >= 1 && outputs >= 1 && inputs <= Limits.SIDE && outputs <= Limits.SIDE,
        "a convolution has 1 to %d channels, found %d inputs and %d outputs",
        Limits.SIDE,
        inputs,
        outputs);
    require(
        groups >= 1 && inputs % groups == 0 && outputs % groups == 0,
        "%d groups do not divide %d inputs and %d outputs",
        groups,
        inputs,
        outputs);
    require(
        in(kernel) && in(stride) && in(dilation) && (padding == 0 || in(padding)),
        "kernel, stride and dilation lie in 1..%d, padding in 0..%d; found %d, %d, %d, %d",
        Limits.WINDOW,
        Limits.WINDOW,
        kernel,
        stride,
        dilation,
        padding);
    require(
        (long) outputs * (inputs / groups) * kernel * kernel <= Integer.MAX_VALUE - 64,
        "a weight of %d outputs, %d inputs and kernel %d is too large",
        outputs,
        inputs / groups,
        kernel);
  }

  private static boolean in(int length) {
    return length >= 1 && length <= Limits.WINDOW;
  }

  /** A dense layer. */
  public static Window dense(int inputs, int outputs) {
    return new Window(inputs, outputs, 1, 1, 1, 1, 0, Border.ZERO);
  }

  /** Input channels of one group. */
  public int groupInputs() {
    return inputs / groups;
  }

  /** Output channels of one group. */
  public int groupOutputs() {
    return outputs / groups;
  }

  /** Products that one output sums up, the border included. */
  public int taps() {
    return groupInputs() * kernel * kernel;
  }

  /** Values of the weight. */
  public int weights() {
    return outputs * taps();
  }

  /** Place of a weight: ordered by output, row, column, input, so that a tap's inputs adjoin. */
  public int weight(int output, int row, int column, int input) {
    return ((output * kernel + row) * kernel + column) * groupInputs() + input;
  }

  /** What comes out of an input. */
  public Extent output(Extent input) {
    require(
        input.channels() == inputs, "the convolution takes %d channels, found %s", inputs, input);
    return new Extent(outputs, slid(input.height()), slid(input.width()));
  }

  private int slid(int length) {
    long reach = (long) dilation * (kernel - 1) + 1;
    long room = length + 2L * padding - reach;
    require(room >= 0, "a window of %d does not fit into %d + 2·%d", reach, length, padding);
    return (int) (room / stride) + 1;
  }
}
