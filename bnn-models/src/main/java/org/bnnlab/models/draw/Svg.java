package org.bnnlab.models.draw;

import java.util.Locale;

/** The few SVG elements that a drawing of a network is made of. */
final class Svg {

  private static final String FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif";

  private final StringBuilder body = new StringBuilder();

  /** A rectangle with round corners. */
  Svg box(double x, double y, double width, double height, double radius, String style) {
    body.append(
        line(
            "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' rx='%.1f' %s/>",
            x, y, width, height, radius, style));
    return this;
  }

  /** A circle. */
  Svg circle(double x, double y, double radius, String style) {
    body.append(line("<circle cx='%.1f' cy='%.1f' r='%.1f' %s/>", x, y, radius, style));
    return this;
  }

  /** A line of text around {@code (x, y)}, its vertical middle. */
  Svg text(double x, double y, double size, String style, String text) {
    body.append(
        line(
            "<text x='%.1f' y='%.1f' font-size='%.1f' %s>%s</text>",
            x, y + 0.36 * size, size, style, escaped(text)));
    return this;
  }

  /** A polyline through corners {@code x0, y0, x1, y1, ...} that are rounded. */
  Svg wire(String style, double... corners) {
    StringBuilder path = new StringBuilder(line("M%.1f %.1f", corners[0], corners[1]));
    for (int i = 2; i + 3 < corners.length; i += 2) {
      double before = Math.hypot(corners[i] - corners[i - 2], corners[i + 1] - corners[i - 1]);
      double behind = Math.hypot(corners[i + 2] - corners[i], corners[i + 3] - corners[i + 1]);
      double radius = Math.min(5, Math.min(before, behind) / 2);
      if (radius > 0) {
        double in = 1 - radius / before;
        double out = radius / behind;
        path.append(
            line(
                "L%.1f %.1fQ%.1f %.1f %.1f %.1f",
                corners[i - 2] + in * (corners[i] - corners[i - 2]),
                corners[i - 1] + in * (corners[i + 1] - corners[i - 1]),
                corners[i],
                corners[i + 1],
                corners[i] + out * (corners[i + 2] - corners[i]),
                corners[i + 1] + out * (corners[i + 3] - corners[i + 1])));
      }
    }
    path.append(line("L%.1f %.1f", corners[corners.length - 2], corners[corners.length - 1]));
    body.append(line("<path d='%s' fill='none' %s/>", path, style));
    return this;
  }

  /** The head of an arrow that ends at {@code (x, y)} and points along {@code (dx, dy)}. */
  Svg head(double x, double y, double dx, double dy, String colour) {
    double length = 5;
    double half = 2.8;
    body.append(
        line(
            "<path d='M%.1f %.1fL%.1f %.1fL%.1f %.1fZ' fill='%s'/>",
            x,
            y,
            x - length * dx - half * dy,
            y - length * dy - half * dx,
            x - length * dx + half * dy,
            y - length * dy + half * dx,
            colour));
    return this;
  }

  /** The whole document on white. */
  String document(double width, double height, String title) {
    return line(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %.0f %.0f' width='%.0f'"
                + " height='%.0f' font-family=\"%s\" role='img'>",
            width, height, width, height, FONT)
        + line("<title>%s</title>", escaped(title))
        + line("<rect width='%.0f' height='%.0f' fill='#ffffff'/>", width, height)
        + body
        + "</svg>\n";
  }

  /** Roughly the width of a text. */
  static double width(String text, double size) {
    return 0.54 * size * text.codePointCount(0, text.length());
  }

  private static String line(String format, Object... values) {
    String text = String.format(Locale.ROOT, format, values);
    return text.startsWith("<") ? text + "\n" : text;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
