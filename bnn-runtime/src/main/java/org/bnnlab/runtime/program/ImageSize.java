package org.bnnlab.runtime.program;

import static org.bnnlab.runtime.program.Limits.require;

/**
 * Rows and columns of an image.
 *
 * @param height rows
 * @param width columns
 */
public record ImageSize(int height, int width) {

  /** Checks the size. */
  public ImageSize {
    require(
        height >= 1 && width >= 1 && (long) height * width <= Limits.VALUES,
        "an image has at least one row and column and at most %d pixels, found %dx%d",
        Limits.VALUES,
        height,
        width);
  }

  /** Number of pixels. */
  public int pixels() {
    return height * width;
  }

  @Override
  public String toString() {
    return height + "x" + width;
  }
}
