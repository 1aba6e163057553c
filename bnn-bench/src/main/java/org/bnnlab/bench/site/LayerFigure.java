package org.bnnlab.bench.site;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.bnnlab.bench.describe.Words;

/**
 * What a figure of a layer is called and means.
 *
 * @param layer path of the layer; figures of the sign in front of a layer count as the layer's
 * @param name name in the metrics, such as {@code flips}
 */
record LayerFigure(String layer, String name) {

  /** Share of weights that changed their sign. */
  static final String FLIPS = "flips";

  private static final String SIGN = ".sign";
  private static final String TOTAL = "total";

  private record Known(String title, boolean share, String meaning) {}

  private static final Map<String, Known> KNOWN = known();

  private static Map<String, Known> known() {
    Map<String, Known> known = new LinkedHashMap<>();
    known.put(
        FLIPS,
        new Known("sign flips", true, "share of the weights whose sign changed during the epoch"));
    known.put(
        "dead",
        new Known(
            "dead weights",
            true,
            "share of the weights so far in the tails of their layer that their sign hardly ever"
                + " changes (beyond ReCU's quantile at τ = 0.99)"));
    known.put(
        "entropy",
        new Known(
            "weight entropy", false, "entropy of the signs of weights, in bits; 1 is balanced"));
    known.put(
        "positive",
        new Known(
            "positive activations",
            true,
            "balance of the activations: share of +1 among their signs; 50 % is balanced"));
    known.put(
        "saturation",
        new Known(
            "saturated activations",
            true,
            "share of the activations at which the estimator passes no gradient"));
    return java.util.Collections.unmodifiableMap(known);
  }

  /** Takes {@code stage1.block0.conv1.sign.positive} apart. */
  static LayerFigure of(String key) {
    int dot = key.lastIndexOf('.');
    if (dot < 0) {
      return new LayerFigure(TOTAL, key);
    }
    String layer = key.substring(0, dot);
    return new LayerFigure(
        layer.endsWith(SIGN) ? layer.substring(0, layer.length() - SIGN.length()) : layer,
        key.substring(dot + 1));
  }

  /** Whether it is of all layers together. */
  boolean isTotal() {
    return layer.equals(TOTAL);
  }

  /** What people call it. */
  String title() {
    Known known = KNOWN.get(name);
    return known == null ? Words.of(name) : known.title();
  }

  /** What it says, or empty where only the method that reports it knows. */
  String meaning() {
    Known known = KNOWN.get(name);
    return known == null ? "" : known.meaning();
  }

  /** A value as people read it. */
  String shown(double value) {
    Known known = KNOWN.get(name);
    return known != null && known.share()
        ? String.format(Locale.ROOT, "%.2f %%", 100 * value)
        : String.format(Locale.ROOT, "%.4f", value);
  }
}
