package org.bnnlab.bench.evaluation;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.ArrayList;
import java.util.List;

/**
 * How the latent weights of a layer are distributed.
 *
 * @param name name of the parameter, such as {@code stage1.block0.conv1.weight}
 * @param limit largest magnitude of a weight
 * @param counts weights in equal bins from −limit to limit
 */
public record WeightHistogram(String name, double limit, List<Integer> counts) {

  /** Bins of the pages; odd, so that one is centred at 0. */
  public static final int BINS = 31;

  /** Copies the list. */
  public WeightHistogram {
    counts = List.copyOf(counts);
  }

  /**
   * The distribution of some weights.
   *
   * @param weights the weights, at least one, all finite
   * @param bins number of equal bins
   */
  public static WeightHistogram of(String name, float[] weights, int bins) {
    requireArgument(weights.length > 0, "%s has no weights", name);
    requireArgument(bins >= 1, "bins must be at least 1, found %d", bins);
    float limit = 0;
    for (float weight : weights) {
      limit = Math.max(limit, Math.abs(weight));
    }
    int[] counts = new int[bins];
    for (float weight : weights) {
      double position = limit == 0 ? 0.5 : (weight + (double) limit) / (2.0 * limit);
      counts[Math.min(bins - 1, (int) (position * bins))]++;
    }
    List<Integer> list = new ArrayList<>();
    for (int count : counts) {
      list.add(count);
    }
    return new WeightHistogram(name, limit, list);
  }
}
