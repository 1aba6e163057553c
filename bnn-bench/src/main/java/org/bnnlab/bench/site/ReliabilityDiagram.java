package org.bnnlab.bench.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * How often predictions of each confidence are right, as SVG in the colours of the page: a bar for
 * each bin of confidences, the line of perfect calibration, and below how many predictions fall
 * into each bin (DeGroot and Fienberg, 1983; Guo et al., 2017, arXiv:1706.04599, figure 1).
 */
final class ReliabilityDiagram {

  private static final int LEFT = 44;
  private static final int SIDE = 260;
  private static final int TOP = 8;
  private static final int GAP = 10;
  private static final int COUNTS = 50;
  private static final int BASE = TOP + SIDE;
  private static final int FLOOR = BASE + GAP + COUNTS;

  private ReliabilityDiagram() {}

  /**
   * The picture.
   *
   * @param name what it shows, for those who hear the page
   * @param calibration as {@code evaluation.json} has it
   */
  static String svg(String name, JsonNode calibration) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg class=\"reliability\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(
                LEFT + SIDE + 12, FLOOR + 40, Template.escaped("reliability diagram, " + name)));
    axes(svg);
    double most = 1;
    for (JsonNode bin : calibration.path("bins")) {
      most = Math.max(most, bin.path("images").asInt());
    }
    for (JsonNode bin : calibration.path("bins")) {
      if (bin.path("images").asInt() > 0) {
        bar(svg, bin, most);
      }
    }
    svg.append(
        "<path class=\"perfect\" d=\"M%d %dL%d %d\"/>\n".formatted(LEFT, BASE, LEFT + SIDE, TOP));
    return svg.append("</svg>").toString();
  }

  private static void axes(StringBuilder svg) {
    for (int tick = 0; tick <= 4; tick++) {
      String label = tick % 2 == 0 ? String.valueOf(25 * tick) : "";
      double x = LEFT + SIDE * tick / 4.0;
      double y = BASE - SIDE * tick / 4.0;
      svg.append(
          "<path class=\"grid\" d=\"M%s %dV%dM%d %sH%d\"/>"
              .formatted(number(x), TOP, FLOOR, LEFT, number(y), LEFT + SIDE));
      svg.append(
          "<text x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>"
              .formatted(number(x), FLOOR + 15, label));
      svg.append(
          "<text x=\"%d\" y=\"%s\" text-anchor=\"end\">%s</text>\n"
              .formatted(LEFT - 6, number(y + 4), label));
    }
    svg.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">confidence, %%</text>"
            .formatted(LEFT + SIDE / 2, FLOOR + 33));
    svg.append(
        "<text transform=\"translate(12 %d) rotate(-90)\" text-anchor=\"middle\">right, %%</text>\n"
            .formatted(BASE - SIDE / 2));
  }

  private static void bar(StringBuilder svg, JsonNode bin, double most) {
    double from = bin.path("from").asDouble();
    double to = bin.path("to").asDouble();
    double accuracy = bin.path("accuracy").asDouble();
    int images = bin.path("images").asInt();
    String x = number(LEFT + SIDE * from + 0.5);
    String width = number(SIDE * (to - from) - 1);
    svg.append("<g><title>")
        .append(
            String.format(
                Locale.ROOT,
                "confidence %.0f to %.0f %%, %.1f %% on average: %.1f %% of %,d predictions are right",
                100 * from,
                100 * to,
                100 * bin.path("confidence").asDouble(),
                100 * accuracy,
                images))
        .append("</title>");
    rectangle(svg, "right", x, width, BASE - SIDE * accuracy, SIDE * accuracy);
    rectangle(svg, "count", x, width, FLOOR - COUNTS * images / most, COUNTS * images / most);
    svg.append("</g>\n");
  }

  private static void rectangle(
      StringBuilder svg, String kind, String x, String width, double y, double height) {
    svg.append(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>"
            .formatted(kind, x, number(y), width, number(height)));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value).replaceFirst("\\.?0+$", "");
  }
}
