package org.bnnlab.data.transform;

import java.util.Arrays;
import java.util.List;
import org.bnnlab.data.Picture;

/**
 * The part of a stored image that is read, as rows and columns of the image: crops move it, mirrors
 * turn its columns round. What lies outside the image, or outside an earlier window, reads as 0.
 *
 * <p>Mutable, for one thread.
 */
public final class Window {

  private int height;
  private int width;

  // window row y reads image row top + down * y, window column x reads column left + step * x
  private int top;
  private int left;
  private int down;
  private int step;

  // image rows and columns (ends excluded) that every window so far contained
  private int visibleTop;
  private int visibleBottom;
  private int visibleLeft;
  private int visibleRight;

  Window() {}

  /** Shows the whole image. */
  void show(int imageHeight, int imageWidth) {
    height = imageHeight;
    width = imageWidth;
    top = 0;
    left = 0;
    down = 1;
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
    top += down * y;
    left += step * x;
    height = newHeight;
    width = newWidth;
    int first = step > 0 ? left : left - width + 1;
    int upper = down > 0 ? top : top - height + 1;
    visibleTop = Math.max(visibleTop, upper);
    visibleBottom = Math.min(visibleBottom, upper + height);
    visibleLeft = Math.max(visibleLeft, first);
    visibleRight = Math.min(visibleRight, first + width);
  }

  /** Turns left and right round. */
  public void mirror() {
    left += step * (width - 1);
    step = -step;
  }

  /** Turns top and bottom round. */
  public void turn() {
    top += down * (height - 1);
    down = -down;
  }

  /** Whether the window shows an image of this size as it is. */
  boolean showsAll(Picture image) {
    return top == 0
        && left == 0
        && down == 1
        && step == 1
        && height == image.height()
        && width == image.width();
  }

  /**
   * Reads one channel through the window.
   *
   * @param start place of the channel's first pixel in {@code image}
   * @param pixel distance of two neighbours of a row
   * @param imageWidth columns of the stored image
   * @param values of the 256 grey levels
   * @param offset where the plane of {@code height · width} values starts in {@code target}
   */
  void read(
      byte[] image,
      int start,
      int pixel,
      int imageWidth,
      float[] values,
      float[] target,
      int offset) {
    int from = firstVisibleColumn();
    int to = Math.max(from, endOfVisibleColumns());
    int stride = step * pixel;
    int out = offset;
    for (int y = 0; y < height; y++) {
      int row = top + down * y;
      if (row < visibleTop || row >= visibleBottom) {
        Arrays.fill(target, out, out + width, values[0]);
      } else {
        Arrays.fill(target, out, out + from, values[0]);
        int source = start + (row * imageWidth + left + step * from) * pixel;
        for (int x = from; x < to; x++, source += stride) {
          target[out + x] = values[image[source] & 0xFF];
        }
        Arrays.fill(target, out + to, out + width, values[0]);
      }
      out += width;
    }
  }

  /**
   * Reads three channels that stand side by side, all at once.
   *
   * @param tables of the 256 grey levels, one for each channel
   */
  void readColours(byte[] image, int imageWidth, List<float[]> tables, float[] target, int offset) {
    float[] red = tables.get(0);
    float[] green = tables.get(1);
    float[] blue = tables.get(2);
    int plane = height * width;
    int stride = step * 3;
    for (int y = 0; y < height; y++) {
      int source = ((top + down * y) * imageWidth + left) * 3;
      int out = offset + y * width;
      for (int x = 0; x < width; x++, source += stride) {
        target[out + x] = red[image[source] & 0xFF];
        target[out + x + plane] = green[image[source + 1] & 0xFF];
        target[out + x + 2 * plane] = blue[image[source + 2] & 0xFF];
      }
    }
  }

  /** Whether nothing outside the image is seen. */
  boolean isInside() {
    return visibleTop <= (down > 0 ? top : top - height + 1)
        && visibleBottom >= (down > 0 ? top + height : top + 1)
        && firstVisibleColumn() == 0
        && endOfVisibleColumns() == width;
  }

  /** Reads all channels through the window into a picture of the window's size. */
  void read(Picture image, Picture target) {
    int channels = image.channels();
    target.reshape(channels, height, width);
    int from = firstVisibleColumn();
    int to = Math.max(from, endOfVisibleColumns());
    byte[] bytes = target.bytes();
    for (int y = 0; y < height; y++) {
      int row = top + down * y;
      int out = y * width * channels;
      if (row < visibleTop || row >= visibleBottom) {
        Arrays.fill(bytes, out, out + width * channels, (byte) 0);
        continue;
      }
      Arrays.fill(bytes, out, out + from * channels, (byte) 0);
      Arrays.fill(bytes, out + to * channels, out + width * channels, (byte) 0);
      for (int x = from; x < to; x++) {
        int source = (row * image.width() + left + step * x) * channels;
        System.arraycopy(image.bytes(), source, bytes, out + x * channels, channels);
      }
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
