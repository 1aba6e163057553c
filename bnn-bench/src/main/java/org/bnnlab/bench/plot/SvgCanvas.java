package org.bnnlab.bench.plot;

import java.util.List;
import java.util.Locale;

/** Writes SVG; the same figure gives the same text on every machine. */
final class SvgCanvas implements Canvas {

  private static final String FONTS =
      "-apple-system, 'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif";

  private final StringBuilder text = new StringBuilder();

  SvgCanvas(int width, int height, String description) {
    text.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
        font-family="%3$s" role="img">
        <title>%4$s</title>
        """
            .formatted(width, height, FONTS, escaped(description)));
  }

  @Override
  public void rectangle(
      double x, double y, double width, double height, double radius, String colour) {
    text.append(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\" fill=\"%s\"/>\n"
            .formatted(
                number(x), number(y), number(width), number(height), number(radius), colour));
  }

  @Override
  public void line(List<Point> points, String colour, double width) {
    StringBuilder path = new StringBuilder();
    for (Point point : points) {
      path.append(path.isEmpty() ? 'M' : 'L').append(number(point.x())).append(' ');
      path.append(number(point.y()));
    }
    text.append(
        ("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\""
                + " stroke-linecap=\"round\"/>\n")
            .formatted(path, colour, number(width)));
  }

  @Override
  public void text(double x, double y, String words, Lettering lettering) {
    text.append(
        "<text x=\"%s\" y=\"%s\" font-size=\"%d\"%s%s fill=\"%s\">%s</text>\n"
            .formatted(
                number(x),
                number(y),
                lettering.size(),
                lettering.bold() ? " font-weight=\"600\"" : "",
                lettering.anchor() == Anchor.START
                    ? ""
                    : " text-anchor=\"%s\""
                        .formatted(lettering.anchor().name().toLowerCase(Locale.ROOT)),
                lettering.colour(),
                escaped(words)));
  }

  /** The whole picture. */
  String svg() {
    return text + "</svg>\n";
  }

  private static String number(double value) {
    String rounded = String.format(Locale.ROOT, "%.1f", value);
    String shorter = rounded.endsWith(".0") ? rounded.substring(0, rounded.length() - 2) : rounded;
    return shorter.equals("-0") ? "0" : shorter;
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
