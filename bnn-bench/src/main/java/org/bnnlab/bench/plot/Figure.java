package org.bnnlab.bench.plot;

import java.awt.AWTError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.bench.plot.Canvas.Anchor;
import org.bnnlab.bench.plot.Canvas.Lettering;

/**
 * Charts side by side that share one legend, on a card of its own so that it can be read on a light
 * and on a dark page.
 *
 * @param title headline
 * @param subtitles lines below it
 * @param charts the charts from left to right, each with the same series
 */
public record Figure(String title, List<String> subtitles, List<Chart> charts) {

  private static final int CHART_WIDTH = 330;
  private static final int CHART_HEIGHT = 250;
  private static final int LEFT = 62;
  private static final int GAP = 66;
  private static final int HEAD = 46;
  private static final int SUBTITLE = 18;
  private static final int FOOT = 62;
  private static final int LEGEND = 232;

  private static final String CARD = "#ffffff";
  private static final String PLOT = "#f5f6f8";
  private static final String GRID = "#e1e4e9";
  private static final String ZERO = "#b4bac4";
  private static final String INK = "#1d2530";
  private static final String FAINT = "#586272";

  /** Copies the lists. */
  public Figure {
    subtitles = List.copyOf(subtitles);
    charts = List.copyOf(charts);
  }

  /** The SVG text. */
  public String svg() {
    SvgCanvas canvas = new SvgCanvas(width(), height(), title);
    draw(canvas);
    return canvas.svg();
  }

  /**
   * Writes SVG or PNG, as the file's name ends.
   *
   * @throws FaultException if it ends otherwise, or a PNG is wanted where there are no fonts
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    write(file, width(), height(), title, this::draw);
  }

  /** Writes a drawing of a size as SVG or PNG; see {@link #write(Path)}. */
  static void write(Path file, int width, int height, String title, Consumer<Canvas> drawing)
      throws IOException {
    requirePicture(file);
    if (isNamed(file, ".svg")) {
      SvgCanvas canvas = new SvgCanvas(width, height, title);
      drawing.accept(canvas);
      Files.writeString(file, canvas.svg());
      return;
    }
    try {
      PixelCanvas canvas = new PixelCanvas(width, height);
      drawing.accept(canvas);
      ImageIO.write(canvas.image(), "png", file.toFile());
    } catch (AWTError | LinkageError | InternalError e) {
      throw new FaultException(
          "this machine cannot draw letters into a PNG (no fonts); write %s instead"
              .formatted(file.toString().replaceFirst("(?i)\\.png$", ".svg")));
    }
  }

  /**
   * Says whether a file of this name can be written.
   *
   * @throws FaultException if not
   */
  public static void requirePicture(Path file) {
    if (!isNamed(file, ".svg") && !isNamed(file, ".png")) {
      throw new FaultException(
          "a picture is a file that ends in .svg or .png, found \"%s\"".formatted(file));
    }
  }

  private static boolean isNamed(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  private int width() {
    return LEFT + charts.size() * (CHART_WIDTH + GAP) - GAP + LEGEND + 24;
  }

  private int top() {
    return HEAD + SUBTITLE * subtitles.size() + 30;
  }

  private int height() {
    return top() + CHART_HEIGHT + FOOT;
  }

  private void draw(Canvas canvas) {
    canvas.rectangle(0, 0, width(), height(), 10, CARD);
    canvas.text(24, 34, title, new Lettering(18, true, INK, Anchor.START));
    for (int i = 0; i < subtitles.size(); i++) {
      canvas.text(
          24,
          HEAD + 10 + SUBTITLE * i,
          subtitles.get(i),
          new Lettering(12, false, FAINT, Anchor.START));
    }
    for (int i = 0; i < charts.size(); i++) {
      draw(canvas, charts.get(i), LEFT + i * (CHART_WIDTH + GAP));
    }
    drawLegend(canvas, width() - LEGEND);
  }

  private void draw(Canvas canvas, Chart chart, int left) {
    int top = top();
    int bottom = top + CHART_HEIGHT;
    Axis x = Axis.of(values(chart, true), 6, left, left + CHART_WIDTH);
    Axis y = Axis.of(values(chart, false), 5, bottom, top);
    canvas.text(left, top - 12, chart.title(), new Lettering(13, true, INK, Anchor.START));
    canvas.rectangle(left, top, CHART_WIDTH, CHART_HEIGHT, 4, PLOT);
    Lettering number = new Lettering(11, false, FAINT, Anchor.MIDDLE);
    for (double tick : x.ticks()) {
      double place = x.place(tick);
      line(canvas, place, top, place, bottom, isZero(tick, x) ? ZERO : GRID);
      canvas.text(place, bottom + 17, x.text(tick), number);
    }
    Lettering beside = new Lettering(11, false, FAINT, Anchor.END);
    for (double tick : y.ticks()) {
      double place = y.place(tick);
      line(canvas, left, place, left + CHART_WIDTH, place, isZero(tick, y) ? ZERO : GRID);
      canvas.text(left - 8, place + 4, y.text(tick), beside);
    }
    canvas.text(
        left + CHART_WIDTH / 2.0,
        bottom + 40,
        chart.abscissa(),
        new Lettering(12, false, FAINT, Anchor.MIDDLE));
    List<String> colours = Shades.of(chart.series().size());
    for (int i = 0; i < colours.size(); i++) {
      List<Point> places = new ArrayList<>();
      for (Point point : chart.series().get(i).points()) {
        places.add(new Point(x.place(point.x()), y.place(point.y())));
      }
      canvas.line(Polyline.simplified(places), colours.get(i), 2);
    }
  }

  private void drawLegend(Canvas canvas, int left) {
    if (charts.isEmpty()) {
      return;
    }
    List<Series> series = charts.getFirst().series();
    List<String> colours = Shades.of(series.size());
    for (int i = 0; i < colours.size(); i++) {
      double y = top() + 12 + 24 * i;
      canvas.line(List.of(new Point(left, y), new Point(left + 22, y)), colours.get(i), 3);
      canvas.text(
          left + 32, y + 4, series.get(i).label(), new Lettering(12, false, INK, Anchor.START));
    }
  }

  private static void line(
      Canvas canvas, double x1, double y1, double x2, double y2, String colour) {
    canvas.line(List.of(new Point(x1, y1), new Point(x2, y2)), colour, 1);
  }

  private static boolean isZero(double tick, Axis axis) {
    return Math.abs(tick) < axis.step() / 2;
  }

  private static DoubleStream values(Chart chart, boolean abscissa) {
    return chart.series().stream()
        .flatMap(series -> series.points().stream())
        .mapToDouble(point -> abscissa ? point.x() : point.y());
  }
}
