package org.bnnlab.data;

import static org.bnnlab.data.Checks.requireArgument;

/**
 * A decoded image of any size: unsigned bytes, row by row, the channels of a pixel side by side
 * (HWC), red first.
 *
 * <p>Mutable and used again and again: a larger image makes the storage grow, a smaller one leaves
 * it. For one thread.
 */
public final class Picture {

  private byte[] bytes = new byte[0];
  private int channels = 1;
  private int height;
  private int width;

  /** Makes room for an image; the bytes hold no meaning until they are written. */
  public void reshape(int newChannels, int newHeight, int newWidth) {
    requireArgument(
        newChannels > 0 && newHeight > 0 && newWidth > 0,
        "a picture must be positive in every dimension, found %dx%dx%d",
        newChannels,
        newHeight,
        newWidth);
    int size = Math.multiplyExact(Math.multiplyExact(newChannels, newHeight), newWidth);
    if (bytes.length < size) {
      bytes = new byte[size];
    }
    channels = newChannels;
    height = newHeight;
    width = newWidth;
  }

  /** The storage itself, at least {@link #size} bytes long. */
  public byte[] bytes() {
    return bytes;
  }

  public int channels() {
    return channels;
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /** The number of values: {@code channels · height · width}. */
  public int size() {
    return channels * height * width;
  }

  /** One value, 0..255. */
  public int value(int channel, int y, int x) {
    return bytes[(y * width + x) * channels + channel] & 0xFF;
  }

  /** Takes a part of another picture; the other one may be this one. */
  public void copyFrom(Picture other, Box part) {
    int stride = other.width * other.channels;
    int from = part.top() * stride + part.left() * other.channels;
    byte[] source = other.bytes;
    reshape(other.channels, part.height(), part.width());
    int row = width * channels;
    for (int y = 0; y < height; y++) {
      System.arraycopy(source, from + y * stride, bytes, y * row, row);
    }
  }

  /** Leaves only a part of the image. */
  public void cut(Box part) {
    copyFrom(this, part);
  }

  /** Takes an image that is stored plane by plane (CHW). */
  public void copyPlanes(byte[] planes, ImageShape shape) {
    reshape(shape.channels(), shape.height(), shape.width());
    int plane = height * width;
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < plane; i++) {
        bytes[i * channels + c] = planes[c * plane + i];
      }
    }
  }
}
