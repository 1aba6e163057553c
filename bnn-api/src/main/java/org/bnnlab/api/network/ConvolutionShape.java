package org.bnnlab.api.network;

import static org.bnnlab.api.check.Checks.requireArgument;

/**
 * Size of a convolution whose padding keeps the resolution at stride 1.
 *
 * @param outputs output channels
 * @param kernel side of the square kernel, odd
 * @param stride stride in both directions
 * @param dilation distance of kernel taps
 * @param groups groups of channels
 */
public record ConvolutionShape(int outputs, int kernel, int stride, int dilation, int groups) {

  /** Checks the sizes. */
  public ConvolutionShape {
    requireArgument(outputs >= 1, "output channels must be at least 1, found %d", outputs);
    requireArgument(kernel % 2 == 1, "kernel must be odd, found %d", kernel);
    requireArgument(stride >= 1, "stride must be at least 1, found %d", stride);
    requireArgument(dilation >= 1, "dilation must be at least 1, found %d", dilation);
    requireArgument(groups >= 1, "groups must be at least 1, found %d", groups);
  }

  /** Without dilation and groups. */
  public static ConvolutionShape of(int outputs, int kernel, int stride) {
    return new ConvolutionShape(outputs, kernel, stride, 1, 1);
  }

  /** The same in groups. */
  public ConvolutionShape grouped(int into) {
    return new ConvolutionShape(outputs, kernel, stride, dilation, into);
  }

  /** The same with taps further apart. */
  public ConvolutionShape dilated(int by) {
    return new ConvolutionShape(outputs, kernel, stride, by, groups);
  }

  /** Pixels of padding on each side. */
  public int padding() {
    return dilation * (kernel - 1) / 2;
  }
}
