package org.bnnlab.runtime.image;

import java.awt.image.BufferedImage;
import org.bnnlab.runtime.program.ImageSize;

/** A decoded image of any size: grey levels 0..255 of one or three channels, red first. */
public final class Image {

  private static final int RED = 19_595;
  private static final int GREEN = 38_470;
  private static final int BLUE = 7_471;
  private static final int HALF = 1 << 15;

  private final int channels;
  private final ImageSize size;
  private final byte[] levels;

  /** Takes over the levels. */
  Image(int channels, ImageSize size, byte[] levels) {
    this.channels = channels;
    this.size = size;
    this.levels = levels;
  }

  /**
   * An image of unsigned bytes.
   *
   * @param levels row by row, the channels of a pixel side by side; copied
   * @throws IllegalArgumentException if their number is not {@code channels · height · width}
   */
  public static Image of(int channels, int height, int width, byte[] levels) {
    ImageSize size = new ImageSize(height, width);
    if (channels < 1 || levels.length != (long) channels * size.pixels()) {
      throw new IllegalArgumentException(
          "an image of %s with %d channels has one byte for each value, found %d bytes"
              .formatted(size, channels, levels.length));
    }
    return new Image(channels, size, levels.clone());
  }

  /** A picture in colours; what it has of transparency is left out. */
  public static Image of(BufferedImage picture) {
    ImageSize size = new ImageSize(picture.getHeight(), picture.getWidth());
    byte[] levels = new byte[3 * size.pixels()];
    int at = 0;
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        int colour = picture.getRGB(x, y);
        levels[at++] = (byte) (colour >> 16);
        levels[at++] = (byte) (colour >> 8);
        levels[at++] = (byte) colour;
      }
    }
    return new Image(3, size, levels);
  }

  /** Number of channels. */
  public int channels() {
    return channels;
  }

  /** Rows and columns. */
  public ImageSize size() {
    return size;
  }

  /** The levels themselves, not to be changed. */
  byte[] levels() {
    return levels;
  }

  /** One grey level, 0..255. */
  public int level(int channel, int row, int column) {
    return levels[(row * size.width() + column) * channels + channel] & 0xFF;
  }

  /**
   * The same image with one channel or three: colours become the luminance of ITU-R 601 in 16 bits,
   * as in Pillow's mode L; a grey image becomes three equal channels.
   *
   * @throws IllegalArgumentException for any other number
   */
  Image withChannels(int wanted) {
    if (wanted == channels) {
      return this;
    }
    if (channels == 3 && wanted == 1) {
      return grey();
    }
    if (channels == 1 && wanted == 3) {
      return coloured();
    }
    throw new IllegalArgumentException(
        "the network takes %d channels, the image has %d".formatted(wanted, channels));
  }

  private Image grey() {
    byte[] grey = new byte[size.pixels()];
    for (int i = 0; i < grey.length; i++) {
      int sum =
          RED * (levels[3 * i] & 0xFF)
              + GREEN * (levels[3 * i + 1] & 0xFF)
              + BLUE * (levels[3 * i + 2] & 0xFF);
      grey[i] = (byte) ((sum + HALF) >> 16);
    }
    return new Image(1, size, grey);
  }

  private Image coloured() {
    byte[] coloured = new byte[3 * size.pixels()];
    for (int i = 0; i < coloured.length; i++) {
      coloured[i] = levels[i / 3];
    }
    return new Image(3, size, coloured);
  }
}
