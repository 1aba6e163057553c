package org.bnnlab.bench.replay;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Maps official parameter names to ours.
 *
 * <p>A {@code #} in an official name stands for a whole number, and the {@code #}s of our name for
 * the same numbers in the same order: {@code layer#.#.bn1.bias} to {@code stage#.block#.bn.bias}
 * serves every depth. Names without {@code #} go first.
 */
final class NamesMap {

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final String PLACE = "#";

  private final Map<String, String> names = new LinkedHashMap<>();

  /**
   * Maps a name.
   *
   * @param ours our name; empty for a tensor that is not used
   */
  void put(String official, String ours) {
    names.put(official, ours);
  }

  /** Our name of a tensor, empty if it is not used, or null if the map does not say. */
  @Nullable String ours(String official) {
    String exact = names.get(official);
    if (exact != null) {
      return exact;
    }
    for (Map.Entry<String, String> entry : names.entrySet()) {
      if (entry.getKey().contains(PLACE)) {
        Matcher matcher = pattern(entry.getKey()).matcher(official);
        if (matcher.matches()) {
          return filled(entry.getValue(), matcher.toMatchResult());
        }
      }
    }
    return null;
  }

  private static Pattern pattern(String official) {
    String[] parts = official.split(PLACE, -1);
    return Pattern.compile(
        Arrays.stream(parts).map(Pattern::quote).collect(Collectors.joining("(" + NUMBER + ")")));
  }

  private static String filled(String ours, MatchResult numbers) {
    StringBuilder filled = new StringBuilder();
    int number = 0;
    for (int i = 0; i < ours.length(); i++) {
      boolean place = ours.charAt(i) == PLACE.charAt(0) && number < numbers.groupCount();
      filled.append(place ? numbers.group(++number) : ours.substring(i, i + 1));
    }
    return filled.toString();
  }
}
