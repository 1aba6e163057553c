package org.bnnlab.data.transform;

import java.util.Arrays;
import org.bnnlab.data.Box;
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
 * <p>Rows that are narrowed already wait in a ring, no longer than one result needs, and so stay
 * near the processor. Mutable, for one thread.
 */
final class Resampling {

  private static final int BITS = 22;
  private static final int HALF = 1 << (BITS - 1);
  private static final long HALVES = (long) HALF << 32 | HALF;

  private static final int COLOURS = 3;
  private static final int THREE = 3;
  private static final int FOUR = 4;

  private final Axis columns = new Axis();
  private final Axis rows = new Axis();
  private long[] packed = new long[0];
  private int[][] ring = new int[0][];
  private int[] sums = new int[0];

  /** Where each output place begins to read, and its weights: {@code span} for each place. */
  private static final class Axis {

    private int from = -1;
    private int to = -1;
    private int span;
    private int[] first = new int[0];
    private int[] counts = new int[0];
    private int[] weights = new int[0];

    void prepare(int in, int out) {
      if (in == from && out == to) {
        return;
      }
      from = in;
      to = out;
      double scale = (double) in / out;
      double support = Math.max(1, scale);
      if (first.length < out) {
        first = new int[out];
        counts = new int[out];
      }
      span = Math.min(in, THREE);
      for (int x = 0; x < out; x++) {
        double centre = (x + 0.5) * scale;
        first[x] = Math.max(0, (int) (centre - support + 0.5));
        counts[x] = Math.min(in, (int) (centre + support + 0.5)) - first[x];
        span = Math.max(span, counts[x]);
      }
      weigh(in, out, scale, support);
    }

    /** Places at the end begin earlier, with weights of 0, so that all read equally many inputs. */
    private void weigh(int in, int out, double scale, double support) {
      if (weights.length < out * span) {
        weights = new int[out * span];
      }
      Arrays.fill(weights, 0, out * span, 0);
      double[] exact = new double[span];
      for (int x = 0; x < out; x++) {
        double centre = (x + 0.5) * scale;
        double total = 0;
        for (int i = 0; i < counts[x]; i++) {
          double distance = Math.abs((first[x] + i - centre + 0.5) * (1 / support));
          exact[i] = distance < 1 ? 1 - distance : 0;
          total += exact[i];
        }
        int shift = Math.max(0, first[x] + span - in);
        first[x] -= shift;
        for (int i = 0; i < counts[x]; i++) {
          weights[x * span + shift + i] = (int) (0.5 + exact[i] / total * (1 << BITS));
        }
      }
    }
  }

  /**
   * Resizes a part of an image.
   *
   * @param target takes the result
   */
  void resize(Picture image, Box part, int newHeight, int newWidth, Picture target) {
    int channels = image.channels();
    target.reshape(channels, newHeight, newWidth);
    columns.prepare(part.width(), newWidth);
    rows.prepare(part.height(), newHeight);
    int length = newWidth * channels;
    makeRoom(part.width(), length);
    int stride = image.width() * channels;
    int start = part.top() * stride + part.left() * channels;
    int narrowed = 0;
    for (int y = 0; y < newHeight; y++) {
      for (int needed = rows.first[y] + rows.span; narrowed < needed; narrowed += 2) {
        int here = start + narrowed * stride;
        int below = narrowed + 1 < part.height() ? here + stride : here;
        if (channels == COLOURS) {
          pack(image.bytes(), here, below, part.width());
          narrowColours(row(narrowed), row(narrowed + 1), newWidth);
        } else {
          narrow(image.bytes(), here, channels, row(narrowed), newWidth);
          narrow(image.bytes(), below, channels, row(narrowed + 1), newWidth);
        }
      }
      flatten(y, length, target.bytes());
    }
  }

  private void makeRoom(int width, int length) {
    if (packed.length < COLOURS * width) {
      packed = new long[COLOURS * width];
    }
    if (sums.length < length) {
      sums = new int[length];
      ring = new int[0][];
    }
    if (ring.length <= rows.span) {
      ring = new int[rows.span + 1][sums.length];
    }
  }

  /** Where row {@code y} of the part waits: those needed at once, and one more, for two by two. */
  private int[] row(int y) {
    return ring[y % (rows.span + 1)];
  }

  private void narrow(byte[] source, int from, int channels, int[] result, int newWidth) {
    for (int x = 0; x < newWidth; x++) {
      for (int c = 0; c < channels; c++) {
        int sum = HALF;
        for (int i = 0; i < columns.span; i++) {
          int at = from + (columns.first[x] + i) * channels + c;
          sum += (source[at] & 0xFF) * columns.weights[x * columns.span + i];
        }
        result[x * channels + c] = sum >> BITS;
      }
    }
  }

  /** Two rows, packed so that one multiplication serves two values: RG of each, and both B. */
  private void pack(byte[] source, int here, int below, int width) {
    long[] pairs = packed;
    for (int x = 0; x < COLOURS * width; x += COLOURS) {
      int one = here + x;
      int two = below + x;
      pairs[x] = (source[one] & 0xFFL) | (source[one + 1] & 0xFFL) << 32;
      pairs[x + 1] = (source[two] & 0xFFL) | (source[two + 1] & 0xFFL) << 32;
      pairs[x + 2] = (source[one + 2] & 0xFFL) | (source[two + 2] & 0xFFL) << 32;
    }
  }

  /** The packed rows into two of the ring; the usual spans without an inner loop. */
  private void narrowColours(int[] one, int[] two, int newWidth) {
    switch (columns.span) {
      case THREE -> narrowByThree(one, two, newWidth);
      case FOUR -> narrowByFour(one, two, newWidth);
      default -> narrowByAny(one, two, newWidth);
    }
  }

  private void narrowByThree(int[] one, int[] two, int newWidth) {
    long[] p = packed;
    int[] begins = columns.first;
    int[] weights = columns.weights;
    for (int x = 0; x < newWidth; x++) {
      int at = COLOURS * begins[x];
      int w0 = weights[THREE * x];
      int w1 = weights[THREE * x + 1];
      int w2 = weights[THREE * x + 2];
      long upper = HALVES + p[at] * w0 + p[at + 3] * w1 + p[at + 6] * w2;
      long lower = HALVES + p[at + 1] * w0 + p[at + 4] * w1 + p[at + 7] * w2;
      long blue = HALVES + p[at + 2] * w0 + p[at + 5] * w1 + p[at + 8] * w2;
      unpack(upper, lower, blue, one, two, COLOURS * x);
    }
  }

  private void narrowByFour(int[] one, int[] two, int newWidth) {
    long[] p = packed;
    int[] begins = columns.first;
    int[] weights = columns.weights;
    for (int x = 0; x < newWidth; x++) {
      int at = COLOURS * begins[x];
      int w0 = weights[FOUR * x];
      int w1 = weights[FOUR * x + 1];
      int w2 = weights[FOUR * x + 2];
      int w3 = weights[FOUR * x + 3];
      long upper = HALVES + p[at] * w0 + p[at + 3] * w1 + p[at + 6] * w2 + p[at + 9] * w3;
      long lower = HALVES + p[at + 1] * w0 + p[at + 4] * w1 + p[at + 7] * w2 + p[at + 10] * w3;
      long blue = HALVES + p[at + 2] * w0 + p[at + 5] * w1 + p[at + 8] * w2 + p[at + 11] * w3;
      unpack(upper, lower, blue, one, two, COLOURS * x);
    }
  }

  private void narrowByAny(int[] one, int[] two, int newWidth) {
    long[] p = packed;
    int[] weights = columns.weights;
    int span = columns.span;
    for (int x = 0; x < newWidth; x++) {
      int at = COLOURS * columns.first[x];
      long upper = HALVES;
      long lower = HALVES;
      long blue = HALVES;
      for (int i = x * span; i < (x + 1) * span; i++, at += COLOURS) {
        int w = weights[i];
        upper += p[at] * w;
        lower += p[at + 1] * w;
        blue += p[at + 2] * w;
      }
      unpack(upper, lower, blue, one, two, COLOURS * x);
    }
  }

  private static void unpack(long upper, long lower, long blue, int[] one, int[] two, int at) {
    one[at] = (int) upper >> BITS;
    one[at + 1] = (int) (upper >> (32 + BITS));
    one[at + 2] = (int) blue >> BITS;
    two[at] = (int) lower >> BITS;
    two[at + 1] = (int) (lower >> (32 + BITS));
    two[at + 2] = (int) (blue >> (32 + BITS));
  }

  private void flatten(int y, int length, byte[] result) {
    int[] acc = sums;
    Arrays.fill(acc, 0, length, HALF);
    for (int i = 0; i < rows.span; i++) {
      add(row(rows.first[y] + i), rows.weights[y * rows.span + i], acc, length);
    }
    // rounded weights exceed 1 by less than it takes to come to 256
    for (int x = 0; x < length; x++) {
      result[y * length + x] = (byte) (acc[x] >> BITS);
    }
  }

  /** Rows are arrays of their own, or the compiler would not make vector code of this. */
  private static void add(int[] row, int weight, int[] acc, int length) {
    for (int x = 0; x < length; x++) {
      acc[x] += row[x] * weight;
    }
  }
}
