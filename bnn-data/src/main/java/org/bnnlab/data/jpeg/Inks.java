package org.bnnlab.data.jpeg;

import org.bnnlab.data.Picture;

/** Four inks to three colours. */
final class Inks {

  private Inks() {}

  /**
   * Converts cyan, magenta, yellow and black, stored inverted as Adobe's programs do: {@code colour
   * = k - (255 - ink) · k / 255} for each of the three, as Pillow's {@code convert("RGB")}.
   */
  static void toColours(byte[] inks, int pixels, Picture target) {
    byte[] colours = target.bytes();
    for (int i = 0; i < pixels; i++) {
      int light = inks[4 * i + 3] & 0xFF;
      for (int c = 0; c < 3; c++) {
        int product = (255 - (inks[4 * i + c] & 0xFF)) * light + 128;
        colours[3 * i + c] = (byte) Math.max(0, light - (((product >> 8) + product) >> 8));
      }
    }
  }
}
