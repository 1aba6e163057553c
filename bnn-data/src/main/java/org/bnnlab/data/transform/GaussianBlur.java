package org.bnnlab.data.transform;

import static org.bnnlab.data.Checks.requireArgument;

import java.util.random.RandomGenerator;
import org.bnnlab.data.Picture;

/**
 * A blur of random strength, as Pillow's {@code ImageFilter.GaussianBlur(radius)}, which MoCo v2
 * and the papers after it use: three box blurs in each direction stand for a Gaussian with the
 * standard deviation {@code radius}. (torchvision's own {@code GaussianBlur}, with a kernel of
 * fixed size, is another operation.)
 *
 * <p>A box has {@code 2 l + 1} whole places and a share a of the next one on each side. With {@code
 * σ² = radius² / 3}: {@code l = ⌊(√(12 σ² + 1) - 1) / 2⌋}, {@code a = (2 l + 1)(l (l + 1) - 3 σ²) /
 * (6 (σ² - (l + 1)²))} (P. Gwosdek et al., "Theoretical Foundations of Gaussian Convolution by
 * Extended Box Filtering", 2011). Beyond the border the last pixel is repeated.
 *
 * @param minRadius least standard deviation, in pixels; MoCo v2 has 0.1
 * @param maxRadius greatest, MoCo v2 has 2; the radius is uniform between both
 * @param probability that an image is blurred at all
 */
public record GaussianBlur(double minRadius, double maxRadius, double probability)
    implements PixelTransform {

  private static final int PASSES = 3;

  public GaussianBlur {
    requireArgument(
        minRadius > 0 && minRadius <= maxRadius && maxRadius <= 1000,
        "blur radii must be 0 < minRadius <= maxRadius <= 1000, found %s and %s",
        minRadius,
        maxRadius);
    requireArgument(
        probability >= 0 && probability <= 1,
        "blur probability must be in [0, 1], found %s",
        probability);
  }

  @Override
  public String canonical() {
    return "blur(%s, maxRadius: %s, probability: %s)".formatted(minRadius, maxRadius, probability);
  }

  @Override
  public String purpose() {
    return "blur";
  }

  @Override
  public Applied newApplied() {
    return (image, spare, random) -> {
      RandomGenerator generator = random.get();
      if (generator.nextDouble() >= probability) {
        return image;
      }
      double radius = minRadius + (maxRadius - minRadius) * generator.nextDouble();
      blur(image, (float) radius);
      return image;
    };
  }

  /** Blurs {@code image} in place. */
  static void blur(Picture image, float radius) {
    Box box = Box.of(radius);
    int channels = image.channels();
    int row = image.width() * channels;
    byte[] line = new byte[Math.max(image.width(), image.height())];
    byte[] blurred = new byte[line.length];
    for (int y = 0; y < image.height(); y++) {
      for (int c = 0; c < channels; c++) {
        box.blurLine(image.bytes(), y * row + c, channels, image.width(), line, blurred);
      }
    }
    for (int x = 0; x < row; x++) {
      box.blurLine(image.bytes(), x, row, image.height(), line, blurred);
    }
  }

  /** One box blur, with weights of 24 bits. */
  private record Box(int whole, int weight, int edge) {

    static Box of(float radius) {
      float sigma2 = radius * radius / PASSES;
      float length = (float) Math.sqrt(12.0 * sigma2 + 1.0);
      float l = (float) Math.floor((length - 1.0) / 2.0);
      float share = (2 * l + 1) * (l * (l + 1) - 3 * sigma2);
      share /= 6 * (sigma2 - (l + 1) * (l + 1));
      float box = l + share;
      int whole = (int) box;
      int weight = (int) ((1 << 24) / (box * 2 + 1));
      return new Box(whole, weight, ((1 << 24) - (whole * 2 + 1) * weight) / 2);
    }

    /** Blurs {@code size} values that stand {@code step} apart, three times. */
    void blurLine(byte[] bytes, int start, int step, int size, byte[] line, byte[] blurred) {
      for (int i = 0; i < size; i++) {
        line[i] = bytes[start + i * step];
      }
      byte[] from = line;
      byte[] to = blurred;
      for (int pass = 0; pass < PASSES; pass++) {
        blurOnce(from, to, size);
        byte[] swapped = from;
        from = to;
        to = swapped;
      }
      for (int i = 0; i < size; i++) {
        bytes[start + i * step] = from[i];
      }
    }

    private void blurOnce(byte[] from, byte[] to, int size) {
      int last = size - 1;
      long sum = 0;
      for (int d = -whole - 1; d < whole; d++) {
        sum += from[Math.clamp(d, 0, last)] & 0xFF;
      }
      for (int i = 0; i < size; i++) {
        int leaving = from[Math.max(i - whole - 1, 0)] & 0xFF;
        int next = from[Math.min(i + whole + 1, last)] & 0xFF;
        sum += (from[Math.min(i + whole, last)] & 0xFF) - leaving;
        long weighted = sum * weight + (long) (leaving + next) * edge;
        to[i] = (byte) ((weighted + (1 << 23)) >> 24);
      }
    }
  }
}
