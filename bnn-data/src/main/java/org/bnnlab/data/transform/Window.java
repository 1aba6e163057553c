package org.bnnlab.data.transform;

import java.util.Arrays;
import org.bnnlab.data.ImageShape;

/**
 * The part of a stored image that is read, as rows and columns of the image: crops move it, mirrors
 * turn its columns round. What lies outside the image, or outside an earlier window, reads as 0.
 *
 * <p>Mutable, for one thread.
 */
public final class Window {

  private int height;
  private int width;

  // window row y reads image row top + y, window column x reads image column left + step * x
  private int top;
  private int left;
  private int step;

  // image rows and columns (ends excluded) that every window so far contained
  private int visibleTop;
  private int visibleBottom;
  private int visibleLeft;
  private int visibleRight;

  Window() {}

  /** Shows the whole image. */
  void show(ImageShape image) {
    height = image.height();
    width = image.width();
    top = 0;
    left = 0;
    step = 1;
    visibleTop = 0;
    visibleBottom = height;
    visibleLeft = 0;
    visibleRight = width;
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /**
   * Narrows or moves the window.
   *
   * @param y first row within the present window; negative or beyond its end reads 0 there
   * @param x first column, likewise
   */
  public void crop(int y, int x, int newHeight, int newWidth) {
    top += y;
    left += step * x;
    height = newHeight;
    width = newWidth;
    int first = step > 0 ? left : left - width + 1;
    visibleTop = Math.max(visibleTop, top);
    visibleBottom = Math.min(visibleBottom, top + height);
    visibleLeft = Math.max(visibleLeft, first);
    visibleRight = Math.min(visibleRight, first + width);
  }

  /** Turns left and right round. */
  public void mirror() {
    left += step * (width - 1);
    step = -step;
  }

  /**
   * Reads one plane through the window.
   *
   * @param plane start of the plane in {@code image}
   * @param imageWidth columns of the stored image
   * @param values of the 256 grey levels
   * @param offset where the plane of {@code height · width} values starts in {@code target}
   */
  void read(byte[] image, int plane, int imageWidth, float[] values, float[] target, int offset) {
    int from = firstVisibleColumn();
    int to = Math.max(from, endOfVisibleColumns());
    int out = offset;
    for (int y = 0; y < height; y++) {
      int row = top + y;
      if (row < visibleTop || row >= visibleBottom) {
        Arrays.fill(target, out, out + width, values[0]);
      } else {
        Arrays.fill(target, out, out + from, values[0]);
        int source = plane + row * imageWidth + left + step * from;
        for (int x = from; x < to; x++, source += step) {
          target[out + x] = values[image[source] & 0xFF];
        }
        Arrays.fill(target, out + to, out + width, values[0]);
      }
      out += width;
    }
  }

  private int firstVisibleColumn() {
    int column = step > 0 ? visibleLeft - left : left - (visibleRight - 1);
    return Math.clamp(column, 0, width);
  }

  private int endOfVisibleColumns() {
    int column = step > 0 ? visibleRight - left : left - visibleLeft + 1;
    return Math.clamp(column, 0, width);
  }
}
