package org.bnnlab.data;

/**
 * A part of an image, in pixels.
 *
 * @param top first row
 * @param left first column
 * @param height rows
 * @param width columns
 */
public record Box(int top, int left, int height, int width) {

  /** All of an image. */
  public static Box whole(int height, int width) {
    return new Box(0, 0, height, width);
  }

  /** The first row below the part. */
  public int bottom() {
    return top + height;
  }
}
