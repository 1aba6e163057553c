package org.bnnlab.runtime.kernel;

/**
 * The arithmetic of a program. {@link ScalarKernels} is the specification; every other provider
 * gives the same bits.
 *
 * <p>Real values stand pixel by pixel, channels last, the distance of pixels a multiple of {@link
 * Blocks#SIZE}. Methods check nothing: layers and buffers were made for each other.
 */
public interface Kernels extends BinaryConvolution, Passes {

  /** Name for reports. */
  String name();

  /** Signs behind binary convolutions, for the layers that these kernels take so. */
  SignConvolution comparison();

  /**
   * All blocks of one group of a real convolution.
   *
   * @param in input with its border
   * @param room for {@link RealLayer#expanded} values
   * @param from first output pixel
   * @param to end of the output pixels
   * @param out where the sums go
   * @param at place of the first pixel's sum for the group's first channel
   * @param stride distance of pixels in {@code out}
   */
  void real(
      RealLayer layer,
      int group,
      float[] in,
      float[] room,
      int from,
      int to,
      float[] out,
      int at,
      int stride);

  /** {@code x *= y}. */
  void multiply(float[] x, float[] y, int at, int count);

  /**
   * Largest value of a window, channel by channel; infinity below where it is empty.
   *
   * @param in all pixels
   * @param first place of the window's first pixel
   * @param rowStep distance of its rows
   * @param rows its rows
   * @param columns its columns
   * @param stride distance of pixels: so many channels are computed
   * @param out receives one pixel
   * @param at its place
   */
  void max(
      float[] in, int first, int rowStep, int rows, int columns, int stride, float[] out, int at);

  /** Mean of a window, channel by channel: the sum, row by row, divided by the number of pixels. */
  void mean(
      float[] in, int first, int rowStep, int rows, int columns, int stride, float[] out, int at);

  /**
   * Keeps xor, bit count and add busy, without memory.
   *
   * @param seed makes the work depend on something
   * @return bits that were compared
   */
  long saturate(int steps, long seed);
}
