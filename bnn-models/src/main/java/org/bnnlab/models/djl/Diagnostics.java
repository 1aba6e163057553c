package org.bnnlab.models.djl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Figures of layers, averaged until they are read at the end of an epoch. What parts report counts
 * once a call; the executor adds its own, which it takes from the first and then every {@value
 * #INTERVAL}nd batch of an epoch ({@link #SATURATION}, {@link #POSITIVE}) or from the weights at
 * the end of the epoch ({@link WeightObserver}).
 */
public final class Diagnostics {

  /** The layer of figures over the whole network, in which every entry counts the same. */
  public static final String TOTAL = "total";

  /**
   * Share of the arguments of an activation's sign at which the estimator's slope is 0: entries
   * that no gradient passes. For the clipped identity the share with |x| &gt; 1, the saturation of
   * Courbariaux et al., 2016, arXiv:1602.02830, section 1.3.
   */
  public static final String SATURATION = "saturation";

  /** Share of +1 among the signs of activations; ½ is balanced. */
  public static final String POSITIVE = "positive";

  /** Batches from one whose activations are observed to the next. */
  static final int INTERVAL = 32;

  /**
   * A weighted sum.
   *
   * @param sum values, each times its weight
   * @param weight sum of the weights
   */
  public record Sum(double sum, double weight) {
    Sum plus(Sum other) {
      return new Sum(sum + other.sum, weight + other.weight);
    }
  }

  private final Map<String, Sum> sums = new LinkedHashMap<>();

  /** An empty set of figures. */
  public Diagnostics() {}

  void add(String path, String quantity, double value) {
    add(path, quantity, value, 1);
  }

  void add(String path, String quantity, double value, double weight) {
    sums.merge(path + "." + quantity, new Sum(value * weight, weight), Sum::plus);
  }

  /** A layer's figure, which counts for the whole network by its weight as well. */
  void addWithTotal(String path, String quantity, double value, double weight) {
    add(path, quantity, value, weight);
    add(TOTAL, quantity, value, weight);
  }

  /** What was gathered since the last {@link #drain}, by {@code path.quantity}. */
  public Map<String, Sum> sums() {
    return new TreeMap<>(sums);
  }

  /** Goes on from what was gathered before an interruption. */
  public void restore(Map<String, Sum> gathered) {
    sums.clear();
    sums.putAll(gathered);
  }

  /** The means by {@code path.quantity} since the last call. */
  public Map<String, Double> drain() {
    Map<String, Double> drained = new LinkedHashMap<>();
    sums.forEach((name, sum) -> drained.put(name, sum.sum() / sum.weight()));
    sums.clear();
    return drained;
  }
}
