package org.bnnlab.bench.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Options of a method or an architecture as they stand on a command line, {@code key=value}.
 *
 * <p>As in a recipe, the form of a value says what it is: an integer, a decimal, {@code true} or
 * {@code false}, a list of integers ({@code 16,32,64} or {@code [16]}), else a word. Whether the
 * option takes that is checked where options are resolved.
 */
final class GivenOptions {

  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,9}");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?");
  private static final Pattern INTEGERS =
      Pattern.compile("\\[\\s*%1$s(\\s*,\\s*%1$s)*\\s*\\]|%1$s(\\s*,\\s*%1$s)+".formatted(INTEGER));

  private GivenOptions() {}

  /** The values by name. */
  static Map<String, Object> typed(Map<String, String> given) {
    Map<String, Object> values = new LinkedHashMap<>();
    given.forEach((name, text) -> values.put(name.strip(), value(text.strip())));
    return values;
  }

  private static Object value(String text) {
    if (INTEGER.matcher(text).matches()) {
      return Integer.valueOf(text);
    }
    if (DECIMAL.matcher(text).matches()) {
      return Double.valueOf(text);
    }
    if (INTEGERS.matcher(text).matches()) {
      return Arrays.stream(text.replaceAll("[\\[\\]\\s]", "").split(","))
          .map(Integer::valueOf)
          .toList();
    }
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> text;
    };
  }
}
