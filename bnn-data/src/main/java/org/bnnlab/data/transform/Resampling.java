package org.bnnlab.data.transform;

import java.util.Arrays;
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
  private static final long HALVES = (long) HALF << 32 | HALF;
  private static final int FOUR = 4;

  private final Axis columns = new Axis();
  private final Axis rows = new Axis();
  private int[] narrowed = new int[0];
  private long[] pairs = new long[0];
  private int[] blues = new int[0];
  private int[] sums = new int[0];

  /** Where each output place begins to read, and its weights. */
  private static final class Axis {

    private int from = -1;
    private int to = -1;
    private int taps;
    private int[] first = new int[0];
    private int[] counts = new int[0];
    private int[] weights = new int[0];
    private int[] evenWeights = new int[0];
    private int span;
    private boolean aligned;
    private boolean wasEven;

    void prepare(int in, int out, boolean even) {
      if (in == from && out == to && wasEven == even) {
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
      aligned = false;
      if (even) {
        alignTo(in, out);
      }
      from = in;
      wasEven = even;
      to = out;
    }

    /** Equal numbers of taps, at least four, for loops without branches; further ones weigh 0. */
    private void alignTo(int in, int out) {
      span = FOUR;
      for (int x = 0; x < out; x++) {
        span = Math.max(span, counts[x]);
      }
      aligned = in >= span;
      if (!aligned) {
        return;
      }
      if (evenWeights.length < out * span) {
        evenWeights = new int[out * span];
      }
      Arrays.fill(evenWeights, 0, out * span, 0);
      for (int x = 0; x < out; x++) {
        int shift = Math.max(0, first[x] + span - in);
        System.arraycopy(weights, x * taps, evenWeights, x * span + shift, counts[x]);
        first[x] -= shift;
      }
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
    columns.prepare(width, newWidth, channels == 3);
    rows.prepare(height, newHeight, true);
    int length = newWidth * channels;
    if (narrowed.length < height * length) {
      narrowed = new int[height * length];
    }
    if (sums.length < length) {
      sums = new int[length];
    }
    int stride = image.width() * channels;
    int start = top * stride + left * channels;
    for (int y = 0; y < height; y++) {
      if (channels == 3 && columns.aligned) {
        narrowColours(image.bytes(), start + y * stride, y * length, width, newWidth);
      } else {
        narrow(image.bytes(), start + y * stride, y * length, newWidth, channels);
      }
    }
    for (int y = 0; y < newHeight; y++) {
      if (rows.aligned && rows.span == FOUR) {
        flattenFour(y, length, target.bytes());
      } else {
        flatten(y, length);
        store(target.bytes(), y * length, length);
      }
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
  private void narrowColours(byte[] source, int from, int to, int width, int newWidth) {
    if (pairs.length < width) {
      pairs = new long[width];
      blues = new int[width];
    }
    long[] redGreen = pairs;
    int[] blue = blues;
    for (int x = 0, at = from; x < width; x++, at += 3) {
      redGreen[x] = (source[at] & 0xFFL) | ((source[at + 1] & 0xFFL) << 32);
      blue[x] = source[at + 2] & 0xFF;
    }
    if (columns.span == FOUR) {
      sumFour(to, newWidth);
    } else {
      sumAny(to, newWidth);
    }
  }

  private void sumFour(int to, int newWidth) {
    long[] redGreen = pairs;
    int[] blue = blues;
    int[] weights = columns.evenWeights;
    int[] first = columns.first;
    int[] out = narrowed;
    for (int x = 0; x < newWidth; x++) {
      int low = first[x];
      int w0 = weights[FOUR * x];
      int w1 = weights[FOUR * x + 1];
      int w2 = weights[FOUR * x + 2];
      int w3 = weights[FOUR * x + 3];
      long pair =
          HALVES
              + redGreen[low] * w0
              + redGreen[low + 1] * w1
              + redGreen[low + 2] * w2
              + redGreen[low + 3] * w3;
      int single =
          HALF + blue[low] * w0 + blue[low + 1] * w1 + blue[low + 2] * w2 + blue[low + 3] * w3;
      int place = to + 3 * x;
      out[place] = level((int) pair);
      out[place + 1] = level((int) (pair >>> 32));
      out[place + 2] = level(single);
    }
  }

  private void sumAny(int to, int newWidth) {
    long[] redGreen = pairs;
    int[] blue = blues;
    int span = columns.span;
    int[] weights = columns.evenWeights;
    int[] first = columns.first;
    int[] out = narrowed;
    for (int x = 0; x < newWidth; x++) {
      long pair = HALVES;
      int single = HALF;
      int low = first[x];
      int weight = x * span;
      for (int i = 0; i < span; i++) {
        int w = weights[weight + i];
        pair += redGreen[low + i] * w;
        single += blue[low + i] * w;
      }
      int place = to + 3 * x;
      out[place] = level((int) pair);
      out[place + 1] = level((int) (pair >>> 32));
      out[place + 2] = level(single);
    }
  }

  /** The common case: one pass over the sums, which the compiler turns into vector code. */
  private void flattenFour(int y, int length, byte[] result) {
    int[] source = narrowed;
    int w0 = rows.evenWeights[FOUR * y];
    int w1 = rows.evenWeights[FOUR * y + 1];
    int w2 = rows.evenWeights[FOUR * y + 2];
    int w3 = rows.evenWeights[FOUR * y + 3];
    int row0 = rows.first[y] * length;
    int row1 = row0 + length;
    int row2 = row1 + length;
    int row3 = row2 + length;
    int[] acc = sums;
    for (int x = 0; x < length; x++) {
      acc[x] =
          HALF
              + source[row0 + x] * w0
              + source[row1 + x] * w1
              + source[row2 + x] * w2
              + source[row3 + x] * w3;
    }
    store(result, y * length, length);
  }

  private void flatten(int y, int length) {
    int[] acc = sums;
    int[] source = narrowed;
    int[] weights = rows.aligned ? rows.evenWeights : rows.weights;
    int weight = y * (rows.aligned ? rows.span : rows.taps);
    int count = rows.aligned ? rows.span : rows.counts[y];
    int at = rows.first[y] * length;
    Arrays.fill(acc, 0, length, HALF);
    for (int i = 0; i < count; i++) {
      int row = at + i * length;
      int w = weights[weight + i];
      for (int x = 0; x < length; x++) {
        acc[x] += source[row + x] * w;
      }
    }
  }

  private void store(byte[] result, int offset, int length) {
    int[] acc = sums;
    for (int x = 0; x < length; x++) {
      result[offset + x] = (byte) level(acc[x]);
    }
  }

  private static int level(int sum) {
    return Math.min(255, sum >> BITS);
  }
}
