package org.bnnlab.data;

/** Where the pixels of a split are: in memory, mapped from a file, or decoded when asked for. */
@FunctionalInterface
public interface PixelSource {

  /**
   * Copies one image into {@code target}, from {@code offset} on.
   *
   * <p>Called by several threads at once.
   *
   * @param row position of the image in the split
   * @param target takes unsigned bytes, one plane after another (CHW)
   */
  void copy(int row, byte[] target, int offset);
}
