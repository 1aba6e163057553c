package org.bnnlab.data.transform;

import org.bnnlab.data.Picture;

/**
 * Resizing by the triangle filter with antialiasing, as Pillow's {@code Image.resize(...,
 * BILINEAR)}, to which torchvision's {@code Resize} and {@code RandomResizedCrop} come down.
 *
 * <p>With the scale {@code s = in / out} and the support {@code r = max(1, s)}, output place x is
 * the weighted mean of the inputs within r of {@code c = (x + 1/2) s}, input i with the weight
 * {@code 1 - |i + 1/2 - c| / r}. Columns first, then rows, each with weights of 22 bits and rounded
 * to grey levels in between, so that the results equal Pillow's.
 *
 * <p>Mutable, for one thread.
 */
final class Resampling {

  private static final int BITS = 22;
  private static final int HALF = 1 << (BITS - 1);

  private final Axis columns = new Axis();
  private final Axis rows = new Axis();
  private byte[] narrowed = new byte[0];
  private int[] sums = new int[0];

  /** Where each output place begins to read, and its weights. */
  private static final class Axis {

    private int from = -1;
    private int to = -1;
    private int taps;
    private int[] first = new int[0];
    private int[] counts = new int[0];
    private int[] weights = new int[0];

    void prepare(int in, int out) {
      if (in == from && out == to) {
        return;
      }
      double scale = (double) in / out;
      double support = Math.max(1, scale);
      taps = (int) Math.ceil(support) * 2 + 1;
      if (first.length < out) {
        first = new int[out];
        counts = new int[out];
      }
      if (weights.length < out * taps) {
        weights = new int[out * taps];
      }
      double[] exact = new double[taps];
      for (int x = 0; x < out; x++) {
        double centre = (x + 0.5) * scale;
        int low = Math.max(0, (int) (centre - support + 0.5));
        int high = Math.min(in, (int) (centre + support + 0.5));
        double total = 0;
        for (int i = low; i < high; i++) {
          double distance = Math.abs((i - centre + 0.5) * (1 / support));
          exact[i - low] = distance < 1 ? 1 - distance : 0;
          total += exact[i - low];
        }
        first[x] = low;
        counts[x] = high - low;
        for (int i = 0; i < high - low; i++) {
          weights[x * taps + i] = (int) (0.5 + exact[i] / total * (1 << BITS));
        }
      }
      from = in;
      to = out;
    }
  }

  /**
   * Resizes a part of an image.
   *
   * @param top first row of the part
   * @param left first column of the part
   * @param height rows of the part
   * @param width columns of the part
   * @param target takes the result
   */
  void resize(
      Picture image,
      int top,
      int left,
      int height,
      int width,
      int newHeight,
      int newWidth,
      Picture target) {
    int channels = image.channels();
    target.reshape(channels, newHeight, newWidth);
    byte[] source = image.bytes();
    int stride = image.width() * channels;
    int start = top * stride + left * channels;
    if (width != newWidth) {
      columns.prepare(width, newWidth);
      int size = height * newWidth * channels;
      if (narrowed.length < size) {
        narrowed = new byte[size];
      }
      for (int y = 0; y < height; y++) {
        int to = y * newWidth * channels;
        if (channels == 3) {
          narrowColours(source, start + y * stride, to, newWidth);
        } else {
          narrow(source, start + y * stride, to, newWidth, channels);
        }
      }
      source = narrowed;
      stride = newWidth * channels;
      start = 0;
    }
    byte[] result = target.bytes();
    int length = newWidth * channels;
    if (height == newHeight) {
      for (int y = 0; y < newHeight; y++) {
        System.arraycopy(source, start + y * stride, result, y * length, length);
      }
      return;
    }
    rows.prepare(height, newHeight);
    if (sums.length < length) {
      sums = new int[length];
    }
    for (int y = 0; y < newHeight; y++) {
      flatten(source, start, stride, y, length);
      store(result, y * length, length);
    }
  }

  private void narrow(byte[] source, int from, int to, int newWidth, int channels) {
    int[] weights = columns.weights;
    for (int x = 0; x < newWidth; x++) {
      int weight = x * columns.taps;
      int count = columns.counts[x];
      for (int c = 0; c < channels; c++) {
        int at = from + columns.first[x] * channels + c;
        int sum = HALF;
        for (int i = 0; i < count; i++, at += channels) {
          sum += (source[at] & 0xFF) * weights[weight + i];
        }
        narrowed[to + x * channels + c] = level(sum);
      }
    }
  }

  /** The same for three channels; red and green share one multiplication of 64 bits. */
  private void narrowColours(byte[] source, int from, int to, int newWidth) {
    int[] weights = columns.weights;
    int taps = columns.taps;
    int[] first = columns.first;
    int[] counts = columns.counts;
    byte[] out = narrowed;
    for (int x = 0; x < newWidth; x++) {
      int at = from + first[x] * 3;
      int weight = x * taps;
      int end = weight + counts[x];
      long pair = ((long) HALF << 32) | HALF;
      int blue = HALF;
      for (int i = weight; i < end; i++, at += 3) {
        int w = weights[i];
        pair += ((source[at] & 0xFFL) | ((source[at + 1] & 0xFFL) << 32)) * w;
        blue += (source[at + 2] & 0xFF) * w;
      }
      int place = to + x * 3;
      out[place] = level((int) pair);
      out[place + 1] = level((int) (pair >>> 32));
      out[place + 2] = level(blue);
    }
  }

  private void flatten(byte[] source, int start, int stride, int y, int length) {
    int[] acc = sums;
    int weight = y * rows.taps;
    int at = start + rows.first[y] * stride;
    int count = rows.counts[y];
    int w0 = rows.weights[weight];
    for (int x = 0; x < length; x++) {
      acc[x] = HALF + (source[at + x] & 0xFF) * w0;
    }
    for (int i = 1; i < count; i++) {
      int row = at + i * stride;
      int w = rows.weights[weight + i];
      for (int x = 0; x < length; x++) {
        acc[x] += (source[row + x] & 0xFF) * w;
      }
    }
  }

  private void store(byte[] result, int offset, int length) {
    int[] acc = sums;
    for (int x = 0; x < length; x++) {
      result[offset + x] = (byte) Math.min(255, acc[x] >> BITS);
    }
  }

  private static byte level(int sum) {
    return (byte) Math.min(255, sum >> BITS);
  }
}
