package org.bnnlab.runtime.kernel;

/** The arithmetic of binary convolutions. */
interface BinaryConvolution {

  /**
   * One block of a binary convolution.
   *
   * @param windows gathered windows
   * @param first place of the first pixel's window
   * @param from first output pixel
   * @param to end of the output pixels
   * @param out where the sums go
   * @param at place of the first pixel's sum for the block's first channel
   * @param stride distance of pixels in {@code out}
   */
  void binary(
      BinaryLayer layer,
      int block,
      int[] windows,
      int first,
      int from,
      int to,
      float[] out,
      int at,
      int stride);
}
