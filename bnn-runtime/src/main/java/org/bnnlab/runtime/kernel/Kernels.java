package org.bnnlab.runtime.kernel;

/**
 * The arithmetic of a program. {@link ScalarKernels} is the specification; every other provider
 * gives the same bits.
 *
 * <p>Real values stand pixel by pixel, channels last, the distance of pixels a multiple of {@link
 * Blocks#SIZE}. Methods check nothing: layers and buffers were made for each other.
 */
public interface Kernels extends BinaryConvolution {

  /** Name for reports. */
  String name();

  /**
   * Puts the windows of some output pixels one behind the other.
   *
   * @param signs input in the layer's layout
   * @param from first output pixel
   * @param to end of the output pixels
   * @param windows receives {@link BinaryLayer#windowWords} words per pixel
   */
  void gather(BinaryLayer layer, int group, int[] signs, int from, int to, int[] windows);

  /**
   * Puts the windows of some output pixels one behind the other.
   *
   * @param in input with its border
   * @param from first output pixel
   * @param to end of the output pixels
   * @param windows receives {@link RealLayer#windowValues} values per pixel
   */
  void gather(RealLayer layer, int group, float[] in, int from, int to, float[] windows);

  /**
   * One block of a real convolution.
   *
   * @param windows gathered windows of the output pixels {@code from} to {@code to}
   */
  void real(
      RealLayer layer,
      int block,
      float[] windows,
      int from,
      int to,
      float[] out,
      int at,
      int stride);

  /**
   * What follows pixel by pixel.
   *
   * @param x the values, pixel {@code from} at its begin; what they become
   * @param other what is added, if anything is: all pixels
   * @param kept receives the values where they are kept: all pixels
   * @param signs receives the signs where they are kept
   */
  void pointwise(
      Pointwise points, float[] x, int from, int to, float[] other, float[] kept, int[] signs);

  /** {@code x *= y}. */
  void multiply(float[] x, float[] y, int at, int count);

  /** {@code x = max(x, y)}. */
  void max(float[] x, int to, float[] y, int at, int count);

  /**
   * Keeps xor, bit count and add busy, without memory.
   *
   * @param seed makes the work depend on something
   * @return bits that were compared
   */
  long saturate(int steps, long seed);
}
