package org.bnnlab.api.check;

import java.util.Collection;
import java.util.Comparator;

/** "did you mean": the known word nearest to a mistyped one. */
public final class Suggestion {

  private Suggestion() {}

  /**
   * The end of a message about an unknown word.
   *
   * @return {@code ; did you mean "word"?}, or nothing if no known word is near
   */
  public static String forUnknown(String word, Collection<String> known) {
    int farthest = Math.max(1, word.length() / 3);
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .filter(candidate -> distance(word, candidate) <= farthest)
        .map(candidate -> "; did you mean \"" + candidate + "\"?")
        .orElse("");
  }

  /** Edit distance (Levenshtein). */
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[right.length()];
  }
}
