package org.bnnlab.runtime.image;

import org.bnnlab.runtime.program.ImageSize;

/**
 * Resizing by the triangle filter with antialiasing, as Pillow's {@code Image.resize(...,
 * BILINEAR)}: with the scale {@code s = in / out} and the reach {@code r = max(1, s)}, place x is
 * the weighted mean of the inputs within r of {@code c = (x + 1/2) s}, input i with the weight
 * {@code 1 - |i + 1/2 - c| / r}. Columns first, then rows, each with weights of 22 bits and rounded
 * to grey levels in between: the training side computes the same pixels.
 */
final class Resampling {

  private static final int BITS = 22;
  private static final int HALF = 1 << (BITS - 1);

  private final int[] first;
  private final int[] counts;
  private final int taps;
  private final int[] weights;

  private Resampling(int in, int out) {
    double scale = (double) in / out;
    double reach = Math.max(1, scale);
    this.taps = (int) Math.ceil(reach) * 2 + 1;
    this.first = new int[out];
    this.counts = new int[out];
    this.weights = new int[Math.multiplyExact(out, taps)];
    double[] exact = new double[taps];
    for (int x = 0; x < out; x++) {
      double centre = (x + 0.5) * scale;
      int low = Math.max(0, (int) (centre - reach + 0.5));
      int high = Math.min(in, (int) (centre + reach + 0.5));
      double total = 0;
      for (int i = low; i < high; i++) {
        exact[i - low] = Math.max(0, 1 - Math.abs((i - centre + 0.5) * (1 / reach)));
        total += exact[i - low];
      }
      first[x] = low;
      counts[x] = high - low;
      for (int i = 0; i < high - low; i++) {
        weights[x * taps + i] = (int) (0.5 + exact[i] / total * (1 << BITS));
      }
    }
  }

  /** The image in another size. */
  static Image resize(Image image, ImageSize size) {
    ImageSize old = image.size();
    int channels = image.channels();
    int rowLength = Math.multiplyExact(size.width(), channels);
    byte[] narrowed =
        new Resampling(old.width(), size.width())
            .along(image.levels(), old.height(), old.width(), channels);
    byte[] resized =
        new Resampling(old.height(), size.height()).along(narrowed, 1, old.height(), rowLength);
    return new Image(channels, size, resized);
  }

  /**
   * Resamples the middle axis of levels.
   *
   * @param blocks length of the axis before
   * @param length of the axis
   * @param stride length of the axis behind
   */
  private byte[] along(byte[] levels, int blocks, int length, int stride) {
    byte[] resampled =
        new byte[Math.multiplyExact(Math.multiplyExact(blocks, first.length), stride)];
    int at = 0;
    for (int block = 0; block < blocks; block++) {
      for (int x = 0; x < first.length; x++) {
        int start = (block * length + first[x]) * stride;
        for (int inner = 0; inner < stride; inner++) {
          int sum = HALF;
          for (int i = 0; i < counts[x]; i++) {
            sum += (levels[start + i * stride + inner] & 0xFF) * weights[x * taps + i];
          }
          resampled[at++] = (byte) Math.min(255, sum >> BITS);
        }
      }
    }
    return resampled;
  }
}
