package org.bnnlab.bench.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * Colours in an order that the eye sees without a legend, light to dark, and that people who see no
 * red or green tell apart: from a bright green by blue to a deep violet (the scale known as
 * viridis, without its yellow end).
 */
final class Shades {

  private static final int[][] SCALE = {
    {0x5a, 0xc8, 0x64},
    {0x27, 0xad, 0x81},
    {0x21, 0x90, 0x8c},
    {0x2c, 0x72, 0x8e},
    {0x3b, 0x52, 0x8b},
    {0x47, 0x2d, 0x7b},
    {0x44, 0x01, 0x54}
  };

  private Shades() {}

  /** As many colours as there are lines; a single line is blue. */
  static List<String> of(int count) {
    List<String> colours = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      colours.add(at(count == 1 ? 0.5 : (double) i / (count - 1)));
    }
    return colours;
  }

  private static String at(double fraction) {
    double place = fraction * (SCALE.length - 1);
    int below = Math.min((int) place, SCALE.length - 2);
    double part = place - below;
    StringBuilder colour = new StringBuilder("#");
    for (int channel = 0; channel < 3; channel++) {
      double value = (1 - part) * SCALE[below][channel] + part * SCALE[below + 1][channel];
      colour.append("%02x".formatted(Math.round(value)));
    }
    return colour.toString();
  }
}
