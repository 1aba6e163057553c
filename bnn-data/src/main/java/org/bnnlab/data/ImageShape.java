package org.bnnlab.data;

import static org.bnnlab.data.Checks.requireArgument;

/**
 * The shape of one image: channels, height and width, stored in this order (CHW).
 *
 * @param channels planes of one value per pixel, 3 for red, green and blue
 * @param height rows, in pixels
 * @param width columns, in pixels
 */
public record ImageShape(int channels, int height, int width) {

  public ImageShape {
    requireArgument(
        channels > 0 && height > 0 && width > 0,
        "image shape must be positive in every dimension, found %dx%dx%d",
        channels,
        height,
        width);
  }

  /** The number of values of one image: {@code channels · height · width}. */
  public int size() {
    return Math.multiplyExact(Math.multiplyExact(channels, height), width);
  }

  /** {@code 3x32x32}. */
  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
