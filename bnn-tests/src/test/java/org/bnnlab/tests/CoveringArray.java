package org.bnnlab.tests;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A few rows in which every allowed pair of values of two factors occurs: faults of combinations
 * mostly show in pairs, and all combinations would be too many (Cohen et al., The AETG system,
 * 1997, without its random candidates).
 *
 * <p>Greedy: a row starts with a pair that no row has yet; the other factors follow in order, each
 * with the allowed value that covers most new pairs. Forbidden pairs must leave every row that is
 * begun a way to its end, as where each factor has a value that goes with all others.
 */
final class CoveringArray {

  /** Value {@code leftValue} of factor {@code left} and {@code rightValue} of {@code right}. */
  record Pair(int left, int leftValue, int right, int rightValue) {}

  private final List<Integer> sizes;
  private final Predicate<Pair> forbidden;

  private CoveringArray(List<Integer> sizes, Predicate<Pair> forbidden) {
    this.sizes = sizes;
    this.forbidden = forbidden;
  }

  /**
   * The rows.
   *
   * @param sizes number of values of each factor
   * @param forbidden pairs that no row may have; always asked with {@code left < right}
   * @return rows of one value index per factor
   */
  static List<int[]> rows(List<Integer> sizes, Predicate<Pair> forbidden) {
    return new CoveringArray(sizes, forbidden).rows();
  }

  /** Every pair that a row may have. */
  static Set<Pair> allowedPairs(List<Integer> sizes, Predicate<Pair> forbidden) {
    Set<Pair> pairs = new LinkedHashSet<>();
    for (int left = 0; left < sizes.size(); left++) {
      for (int right = left + 1; right < sizes.size(); right++) {
        for (int a = 0; a < sizes.get(left); a++) {
          for (int b = 0; b < sizes.get(right); b++) {
            Pair pair = new Pair(left, a, right, b);
            if (!forbidden.test(pair)) {
              pairs.add(pair);
            }
          }
        }
      }
    }
    return pairs;
  }

  /** The pairs of one row. */
  static List<Pair> pairs(int[] row) {
    List<Pair> pairs = new ArrayList<>();
    for (int left = 0; left < row.length; left++) {
      for (int right = left + 1; right < row.length; right++) {
        pairs.add(new Pair(left, row[left], right, row[right]));
      }
    }
    return pairs;
  }

  private List<int[]> rows() {
    Set<Pair> missing = allowedPairs(sizes, forbidden);
    List<int[]> rows = new ArrayList<>();
    while (!missing.isEmpty()) {
      int[] row = row(missing.iterator().next(), missing);
      pairs(row).forEach(missing::remove);
      rows.add(row);
    }
    return rows;
  }

  private int[] row(Pair first, Set<Pair> missing) {
    int[] row = new int[sizes.size()];
    Arrays.fill(row, -1);
    row[first.left()] = first.leftValue();
    row[first.right()] = first.rightValue();
    for (int factor = 0; factor < row.length; factor++) {
      if (row[factor] < 0) {
        row[factor] = best(row, factor, missing);
      }
    }
    return row;
  }

  private int best(int[] row, int factor, Set<Pair> missing) {
    int best = -1;
    int most = -1;
    for (int value = 0; value < sizes.get(factor); value++) {
      int gained = gained(row, factor, value, missing);
      if (gained > most) {
        best = value;
        most = gained;
      }
    }
    if (best < 0) {
      throw new IllegalStateException(
          "no value of factor %d goes with %s".formatted(factor, Arrays.toString(row)));
    }
    return best;
  }

  /** New pairs by this value, or -1 if it is forbidden beside the others. */
  private int gained(int[] row, int factor, int value, Set<Pair> missing) {
    int gained = 0;
    for (int other = 0; other < row.length; other++) {
      if (row[other] < 0) {
        continue;
      }
      Pair pair =
          other < factor
              ? new Pair(other, row[other], factor, value)
              : new Pair(factor, value, other, row[other]);
      if (forbidden.test(pair)) {
        return -1;
      }
      gained += missing.contains(pair) ? 1 : 0;
    }
    return gained;
  }
}
