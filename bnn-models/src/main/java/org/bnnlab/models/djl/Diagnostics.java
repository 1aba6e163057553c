package org.bnnlab.models.djl;

import java.util.LinkedHashMap;
import java.util.Map;

/** Figures that parts report per layer, averaged until they are read. */
public final class Diagnostics {

  private record Mean(double sum, long count) {
    Mean plus(double value) {
      return new Mean(sum + value, count + 1);
    }
  }

  private final Map<String, Mean> means = new LinkedHashMap<>();

  /** An empty set of figures. */
  public Diagnostics() {}

  void add(String path, String quantity, double value) {
    means.merge(path + "." + quantity, new Mean(value, 1), (old, ignored) -> old.plus(value));
  }

  /** The means by {@code path.quantity} since the last call. */
  public Map<String, Double> drain() {
    Map<String, Double> drained = new LinkedHashMap<>();
    means.forEach((name, mean) -> drained.put(name, mean.sum() / (double) mean.count()));
    means.clear();
    return drained;
  }
}
