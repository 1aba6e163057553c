package org.bnnlab.runtime.kernel;

/**
 * The arithmetic of a program. {@link ScalarKernels} is the specification; every other provider
 * gives the same bits.
 *
 * <p>Real values stand pixel by pixel, channels last, the distance of pixels a multiple of {@link
 * Blocks#SIZE}. Methods check nothing: layers and buffers were made for each other.
 */
public interface Kernels {

  /** Name for reports. */
  String name();

  /**
   * One block of a binary convolution.
   *
   * @param signs input in the layer's layout
   * @param from first output pixel
   * @param to end of the output pixels
   * @param out where the sums go
   * @param at place of the first pixel's sum for the block's first channel
   * @param stride distance of pixels in {@code out}
   */
  void binary(
      BinaryLayer layer,
      int block,
      long[] signs,
      int from,
      int to,
      float[] out,
      int at,
      int stride);

  /** One block of a real convolution; the input has its border. */
  void real(
      RealLayer layer, int block, float[] in, int from, int to, float[] out, int at, int stride);

  /** {@code x = fma(factor, x, offset)} per channel, for {@code pixels} pixels from 0. */
  void affine(float[] x, int pixels, float[] factor, float[] offset);

  /** {@code x += y}. */
  void add(float[] x, float[] y, int at, int count);

  /** {@code x *= y}. */
  void multiply(float[] x, float[] y, int at, int count);

  /** {@code x = min(max(x, low), high)}. */
  void clamp(float[] x, int count, float low, float high);

  /** {@code x = x > 0 ? x : slope * x} per channel. */
  void prelu(float[] x, int pixels, float[] slope);

  /** Takes signs and packs them. */
  void sign(SignLayer layer, float[] x, int from, int to, long[] out);

  /**
   * Keeps xor, bit count and add busy, without memory.
   *
   * @param seed makes the work depend on something
   * @return bits that were compared
   */
  long saturate(int steps, long seed);
}
