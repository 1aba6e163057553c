package org.bnnlab.methods.sslpruning;

import static org.bnnlab.api.check.Checks.requireFound;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Which weights go: of all that remain in the network, ceil(p · remaining) of them, by rank.
 * Nothing but the rank decides, so the count is exact; of equal magnitudes the earlier entry goes.
 */
final class Pruning {

  private static final double ROUNDING = 1e-9;

  private Pruning() {}

  private record Entry(String tensor, int index, double rank) {}

  /** Name of a weight's mask; of any other tensor a name that nothing has. */
  static String maskOf(String tensor) {
    return tensor.endsWith(".weight")
        ? tensor.substring(0, tensor.length() - "weight".length()) + MaskedWeight.MASK
        : tensor + "." + MaskedWeight.MASK;
  }

  /**
   * Prunes by magnitude over all tensors together.
   *
   * @param weights trained weights by name
   * @param masks their masks, by the names of the weights
   * @param share p, the share of the remaining weights that is removed
   * @return the new masks
   */
  static Map<String, float[]> byMagnitude(
      Map<String, float[]> weights, Map<String, float[]> masks, double share) {
    return without(masks, share, (name, index) -> Math.abs((double) of(weights, name)[index]));
  }

  /** Removes as many of all remaining weights at random. */
  static Map<String, float[]> atRandom(
      Map<String, float[]> masks, double share, RandomGenerator random) {
    return without(masks, share, (name, index) -> random.nextDouble());
  }

  /** Masks with the same count in each tensor, its places drawn at random. */
  static Map<String, float[]> shuffled(Map<String, float[]> masks, RandomGenerator random) {
    Map<String, float[]> shuffled = new LinkedHashMap<>();
    masks.forEach(
        (name, mask) -> {
          float[] mixed = mask.clone();
          for (int i = mixed.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            float kept = mixed[i];
            mixed[i] = mixed[other];
            mixed[other] = kept;
          }
          shuffled.put(name, mixed);
        });
    return shuffled;
  }

  private interface Rank {
    double of(String tensor, int index);
  }

  private static Map<String, float[]> without(Map<String, float[]> masks, double share, Rank rank) {
    List<Entry> remaining = new ArrayList<>();
    Map<String, float[]> pruned = new LinkedHashMap<>();
    masks.forEach(
        (name, mask) -> {
          pruned.put(name, mask.clone());
          for (int i = 0; i < mask.length; i++) {
            if (mask[i] != 0) {
              remaining.add(new Entry(name, i, rank.of(name, i)));
            }
          }
        });
    int count = (int) Math.ceil(share * remaining.size() - ROUNDING);
    remaining.sort(Comparator.comparingDouble(Entry::rank));
    for (Entry entry : remaining.subList(0, count)) {
      of(pruned, entry.tensor())[entry.index()] = 0;
    }
    return pruned;
  }

  private static float[] of(Map<String, float[]> tensors, String name) {
    return requireFound(tensors.get(name), "no tensor %s", name);
  }

  /** Entries that two sets of masks keep both, over those that either keeps. */
  static double overlap(Map<String, float[]> masks, Map<String, float[]> others) {
    int both = 0;
    int either = 0;
    for (Map.Entry<String, float[]> entry : masks.entrySet()) {
      float[] other = of(others, entry.getKey());
      for (int i = 0; i < entry.getValue().length; i++) {
        boolean here = entry.getValue()[i] != 0;
        boolean there = other[i] != 0;
        both += here && there ? 1 : 0;
        either += here || there ? 1 : 0;
      }
    }
    return (double) both / either;
  }
}
