package org.bnnlab.runtime.kernel;

/** The arithmetic of binary convolutions. */
interface BinaryConvolution {

  /**
   * All blocks of one group of a binary convolution.
   *
   * @param signs input in the layer's layout
   * @param windows room for {@link BinaryLayer#windowWords} words
   * @param from first output pixel
   * @param to end of the output pixels
   * @param out where the sums go
   * @param at place of the first pixel's sum for the group's first channel
   * @param stride distance of pixels in {@code out}
   */
  void binary(
      BinaryLayer layer,
      int group,
      int[] signs,
      int[] windows,
      int from,
      int to,
      float[] out,
      int at,
      int stride);
}
