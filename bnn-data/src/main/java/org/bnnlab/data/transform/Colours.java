package org.bnnlab.data.transform;

import org.bnnlab.data.Picture;

/**
 * Pillow's operations on the colours of a whole image, in place, with Pillow's roundings: what
 * torchvision's {@code adjust_brightness}, {@code adjust_contrast}, {@code adjust_saturation} and
 * {@code adjust_hue} do with a Pillow image.
 */
final class Colours {

  private Colours() {}

  /** Luminance by ITU-R 601-2 with weights of 16 bits: 0.299 red + 0.587 green + 0.114 blue. */
  static int luminance(int red, int green, int blue) {
    return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
  }

  private static int luminance(byte[] bytes, int at) {
    return luminance(bytes[at] & 0xFF, bytes[at + 1] & 0xFF, bytes[at + 2] & 0xFF);
  }

  /** Every channel becomes the luminance. */
  static void grey(Picture image) {
    byte[] bytes = image.bytes();
    for (int i = 0, end = image.size(); i < end; i += 3) {
      byte level = (byte) luminance(bytes, i);
      bytes[i] = level;
      bytes[i + 1] = level;
      bytes[i + 2] = level;
    }
  }

  /** Away from black: {@code factor · x}. */
  static void brightness(Picture image, float factor) {
    blendWith(image, 0, factor);
  }

  /** Away from the mean luminance, rounded to a grey level. */
  static void contrast(Picture image, float factor) {
    byte[] bytes = image.bytes();
    long sum = 0;
    int end = image.size();
    for (int i = 0; i < end; i += 3) {
      sum += luminance(bytes, i);
    }
    blendWith(image, (int) (sum / (end / 3.0) + 0.5), factor);
  }

  private static void blendWith(Picture image, int level, float factor) {
    byte[] table = new byte[256];
    for (int x = 0; x < 256; x++) {
      table[x] = blend(level, x, factor);
    }
    byte[] bytes = image.bytes();
    for (int i = 0, end = image.size(); i < end; i++) {
      bytes[i] = table[bytes[i] & 0xFF];
    }
  }

  /** Away from the pixel's own luminance. */
  static void saturation(Picture image, float factor) {
    byte[] bytes = image.bytes();
    for (int i = 0, end = image.size(); i < end; i += 3) {
      int grey = luminance(bytes, i);
      bytes[i] = blend(grey, bytes[i] & 0xFF, factor);
      bytes[i + 1] = blend(grey, bytes[i + 1] & 0xFF, factor);
      bytes[i + 2] = blend(grey, bytes[i + 2] & 0xFF, factor);
    }
  }

  /** {@code from + factor · (to - from)}, rounded down and held within 0..255. */
  private static byte blend(int from, int to, float factor) {
    return (byte) Math.clamp((int) (from + factor * (to - from)), 0, 255);
  }

  /**
   * Turns the hue of every pixel, through bytes of hue, saturation and value.
   *
   * @param turn part of the full circle, in [-0.5, 0.5]
   */
  static void hue(Picture image, double turn) {
    int shift = (int) (turn * 255);
    byte[] bytes = image.bytes();
    for (int i = 0, end = image.size(); i < end; i += 3) {
      int red = bytes[i] & 0xFF;
      int green = bytes[i + 1] & 0xFF;
      int blue = bytes[i + 2] & 0xFF;
      int value = Math.max(red, Math.max(green, blue));
      int least = Math.min(red, Math.min(green, blue));
      if (value != least) {
        float range = value - least;
        int saturation = Math.clamp((int) (range / value * 255.0), 0, 255);
        int hue = (hue(red, green, blue, value, range) + shift) & 0xFF;
        write(bytes, i, hue, saturation, value);
      }
    }
  }

  private static int hue(int red, int green, int blue, int value, float range) {
    float r = (value - red) / range;
    float g = (value - green) / range;
    float b = (value - blue) / range;
    float sextant;
    if (red == value) {
      sextant = b - g;
    } else if (green == value) {
      sextant = (float) (2.0 + r - b);
    } else {
      sextant = (float) (4.0 + g - r);
    }
    float circle = (float) ((sextant / 6.0 + 1.0) % 1.0);
    return Math.clamp((int) (circle * 255.0), 0, 255);
  }

  private static void write(byte[] bytes, int at, int hue, int saturation, int value) {
    if (saturation == 0) {
      bytes[at] = (byte) value;
      bytes[at + 1] = (byte) value;
      bytes[at + 2] = (byte) value;
      return;
    }
    double sextant = hue * 6.0 / 255.0;
    int i = (int) Math.floor(sextant);
    float f = (float) (sextant - i);
    float s = (float) (saturation / 255.0);
    byte v = (byte) value;
    byte p = rounded(value * (1.0 - s));
    byte q = rounded(value * (1.0 - s * f));
    byte t = rounded(value * (1.0 - s * (1.0 - f)));
    switch (i % 6) {
      case 0 -> write(bytes, at, v, t, p);
      case 1 -> write(bytes, at, q, v, p);
      case 2 -> write(bytes, at, p, v, t);
      case 3 -> write(bytes, at, p, q, v);
      case 4 -> write(bytes, at, t, p, v);
      default -> write(bytes, at, v, p, q);
    }
  }

  private static void write(byte[] bytes, int at, byte red, byte green, byte blue) {
    bytes[at] = red;
    bytes[at + 1] = green;
    bytes[at + 2] = blue;
  }

  private static byte rounded(double level) {
    return (byte) Math.clamp((int) (level + 0.5), 0, 255);
  }
}
