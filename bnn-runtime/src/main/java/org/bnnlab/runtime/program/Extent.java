package org.bnnlab.runtime.program;

import static org.bnnlab.runtime.program.Limits.require;

/**
 * Size of one activation; a plain vector has height and width 1.
 *
 * @param channels channels
 * @param height rows
 * @param width columns
 */
public record Extent(int channels, int height, int width) {

  /** Checks the sizes. */
  public Extent {
    require(
        channels >= 1
            && height >= 1
            && width >= 1
            && channels <= Limits.SIDE
            && height <= Limits.SIDE
            && width <= Limits.SIDE
            && (long) channels * height <= Limits.VALUES
            && (long) channels * height * width <= Limits.VALUES,
        "an activation has 1 to %d channels, rows and columns and at most %d values,"
            + " found %dx%dx%d",
        Limits.SIDE,
        Limits.VALUES,
        channels,
        height,
        width);
  }

  /** Number of pixels. */
  public int pixels() {
    return height * width;
  }

  /** Number of values. */
  public int values() {
    return channels * height * width;
  }

  /** The same image with other channels. */
  public Extent withChannels(int other) {
    return new Extent(other, height, width);
  }

  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
