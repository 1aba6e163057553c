package org.bnnlab.bench.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** The distribution of a layer's latent weights as a small SVG in the colours of the page. */
final class HistogramPicture {

  private static final int WIDTH = 155;
  private static final int HEIGHT = 60;

  private HistogramPicture() {}

  /**
   * The picture.
   *
   * @param histogram as {@code evaluation.json} has it
   */
  static String svg(JsonNode histogram) {
    JsonNode counts = histogram.path("counts");
    int most = 1;
    for (JsonNode count : counts) {
      most = Math.max(most, count.asInt());
    }
    StringBuilder path = new StringBuilder();
    double width = WIDTH / (double) Math.max(1, counts.size());
    for (int bin = 0; bin < counts.size(); bin++) {
      path.append(
          String.format(
              Locale.ROOT,
              "M%.1f %dV%.1fh%.1fV%dz",
              bin * width,
              HEIGHT,
              HEIGHT - HEIGHT * counts.path(bin).asInt() / (double) most,
              width,
              HEIGHT));
    }
    return "<svg class=\"histogram\" viewBox=\"0 0 %1$d %2$d\" role=\"img\" aria-label=\"%3$s\"><path class=\"right\" d=\"%4$s\"/><path class=\"grid\" d=\"M%5$s 0V%2$d\"/></svg>"
        .formatted(
            WIDTH,
            HEIGHT,
            Template.escaped("latent weights of " + histogram.path("name").asText()),
            path,
            String.format(Locale.ROOT, "%.1f", WIDTH / 2.0));
  }
}
