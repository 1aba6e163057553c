package org.bnnlab.bench.plot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bnnlab.bench.plot.Canvas.Anchor;
import org.bnnlab.bench.plot.Canvas.Lettering;

/**
 * What networks make of the points of a plane: for each a map of the probability of the second
 * class and one of the entropy of the prediction, with the points that it was trained on.
 *
 * @param maps the networks, one row each
 */
public record PlaneFigure(List<PlaneMap> maps) {

  private static final int SIDE = 300;
  private static final int LEFT = 24;
  private static final int GAP = 28;
  private static final int HEAD = 64;
  private static final String INK = "#1d2530";
  private static final String FAINT = "#586272";
  private static final String[] CLASSES = {"#1f4e79", "#b3541e"};

  /** Copies the list. */
  public PlaneFigure {
    maps = List.copyOf(maps);
  }

  /**
   * Writes SVG or PNG, as the file's name ends.
   *
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    int width = 2 * LEFT + 2 * SIDE + GAP;
    int height = maps.size() * (HEAD + SIDE) + LEFT;
    Figure.write(
        file, width, height, "predictions over the plane", canvas -> draw(canvas, width, height));
  }

  private void draw(Canvas canvas, int width, int height) {
    canvas.rectangle(0, 0, width, height, 10, "#ffffff");
    for (int row = 0; row < maps.size(); row++) {
      PlaneMap map = maps.get(row);
      int top = row * (HEAD + SIDE) + HEAD;
      Lettering bold = new Lettering(15, true, INK, Anchor.START);
      Lettering plain = new Lettering(12, false, FAINT, Anchor.START);
      canvas.text(LEFT, top - 34.0, map.title(), bold);
      canvas.text(LEFT, top - 12.0, "probability of the second class", plain);
      canvas.text(
          LEFT + SIDE + (double) GAP, top - 12.0, "entropy of the prediction, 0 to ln 2", plain);
      draw(canvas, map, LEFT, top, false);
      draw(canvas, map, LEFT + SIDE + GAP, top, true);
    }
  }

  private static void draw(Canvas canvas, PlaneMap map, int left, int top, boolean entropy) {
    double cell = (double) SIDE / map.side();
    for (int i = 0; i < map.probability().size(); i++) {
      double p = map.probability().get(i);
      String colour = entropy ? heat(entropy(p) / Math.log(2)) : between(p);
      int column = i % map.side();
      int row = map.side() - 1 - i / map.side();
      canvas.rectangle(left + column * cell, top + row * cell, cell + 0.5, cell + 0.5, 0, colour);
    }
    double scale = SIDE / (map.high() - map.low());
    for (PlaneMap.Marker marker : map.markers()) {
      double x = left + (marker.x() - map.low()) * scale;
      double y = top + SIDE - (marker.y() - map.low()) * scale;
      canvas.rectangle(x - 3, y - 3, 6, 6, 3, "#ffffff");
      canvas.rectangle(x - 2, y - 2, 4, 4, 2, CLASSES[marker.label()]);
    }
  }

  private static double entropy(double p) {
    return p <= 0 || p >= 1 ? 0 : -p * Math.log(p) - (1 - p) * Math.log(1 - p);
  }

  /** Blue by white to orange, white at ½: where it is white is the decision. */
  private static String between(double p) {
    return p < 0.5 ? mixed(0x6f, 0xa8, 0xdc, 2 * p) : mixed(0xf0, 0xa0, 0x60, 2 * (1 - p));
  }

  /** White to deep violet. */
  private static String heat(double share) {
    return mixed(0x4b, 0x1d, 0x7a, 1 - share);
  }

  private static String mixed(int red, int green, int blue, double white) {
    return String.format(
        Locale.ROOT,
        "#%02x%02x%02x",
        Math.round(red + (255 - red) * white),
        Math.round(green + (255 - green) * white),
        Math.round(blue + (255 - blue) * white));
  }
}
