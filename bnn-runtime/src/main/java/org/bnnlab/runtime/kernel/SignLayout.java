package org.bnnlab.runtime.kernel;

import org.bnnlab.runtime.program.Border;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Window;

/**
 * How the signs of an activation stand in memory: row by row, pixel by pixel, the channels of a
 * pixel in words of 32 bits, each group of channels from a new word on. The border that the
 * convolution wants is part of the buffer; bits behind the last channel of a group are 0.
 *
 * @param extent the activation
 * @param groups groups of the convolution that reads it
 * @param padding border in pixels on each side
 * @param border what the border holds; zero is stored as -1 and corrected by the layer
 */
public record SignLayout(Extent extent, int groups, int padding, Border border) {

  /** The layout that a convolution reads. */
  public static SignLayout of(Extent extent, Window window) {
    Border border = window.padding() == 0 ? Border.ZERO : window.border();
    return new SignLayout(extent, window.groups(), window.padding(), border);
  }

  /** Channels of a group. */
  public int groupChannels() {
    return extent.channels() / groups;
  }

  /** Words of one group of a pixel. */
  public int groupWords() {
    return Math.ceilDiv(groupChannels(), Integer.SIZE);
  }

  /** Words of a pixel. */
  public int words() {
    return groups * groupWords();
  }

  /** Whether the words of a pixel hold its channels without gaps. */
  public boolean dense() {
    return groups == 1 || groupChannels() % Integer.SIZE == 0;
  }

  /** Columns, border included. */
  public int fullWidth() {
    return extent.width() + 2 * padding;
  }

  /** Words of the buffer, and a block more: vectors may read over the end. */
  public int size() {
    long size = (long) (extent.height() + 2 * padding) * fullWidth() * words() + (long) Blocks.SIZE;
    return Math.toIntExact(size);
  }

  /** First word of a pixel; the border has coordinates below 0. */
  public int index(int row, int column) {
    return ((row + padding) * fullWidth() + column + padding) * words();
  }

  /** First word of every pixel of the activation. */
  int[] indices() {
    int[] indices = new int[extent.pixels()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = index(i / extent.width(), i % extent.width());
    }
    return indices;
  }

  /** A buffer with its border. */
  public int[] buffer() {
    int[] buffer = new int[size()];
    if (border == Border.PLUS_ONE) {
      for (int row = -padding; row < extent.height() + padding; row++) {
        for (int column = -padding; column < extent.width() + padding; column++) {
          for (int word = 0; word < words(); word++) {
            buffer[index(row, column) + word] = channelMask(word);
          }
        }
      }
    }
    return buffer;
  }

  private int channelMask(int word) {
    int left = groupChannels() - word % groupWords() * Integer.SIZE;
    return left >= Integer.SIZE ? -1 : (1 << left) - 1;
  }
}
