package org.bnnlab.bench.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** Draws pixels, twice as many as the figure's size says, so that the picture is sharp. */
final class PixelCanvas implements Canvas {

  private static final int DENSITY = 2;

  private final BufferedImage image;
  private final Graphics2D graphics;

  PixelCanvas(int width, int height) {
    image = new BufferedImage(DENSITY * width, DENSITY * height, BufferedImage.TYPE_INT_ARGB);
    graphics = image.createGraphics();
    graphics.scale(DENSITY, DENSITY);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
  }

  @Override
  public void rectangle(
      double x, double y, double width, double height, double radius, String colour) {
    graphics.setColor(Color.decode(colour));
    graphics.fill(new RoundRectangle2D.Double(x, y, width, height, 2 * radius, 2 * radius));
  }

  @Override
  public void line(List<Point> points, String colour, double width) {
    Path2D path = new Path2D.Double();
    for (Point point : points) {
      if (path.getCurrentPoint() == null) {
        path.moveTo(point.x(), point.y());
      } else {
        path.lineTo(point.x(), point.y());
      }
    }
    graphics.setColor(Color.decode(colour));
    graphics.setStroke(
        new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(path);
  }

  @Override
  public void text(double x, double y, String text, Lettering lettering) {
    graphics.setFont(
        new Font(Font.SANS_SERIF, lettering.bold() ? Font.BOLD : Font.PLAIN, lettering.size()));
    double width =
        graphics.getFont().getStringBounds(text, graphics.getFontRenderContext()).getWidth();
    double start =
        switch (lettering.anchor()) {
          case START -> x;
          case MIDDLE -> x - width / 2;
          case END -> x - width;
        };
    graphics.setColor(Color.decode(lettering.colour()));
    graphics.drawString(text, (float) start, (float) y);
  }

  BufferedImage image() {
    graphics.dispose();
    return image;
  }
}
