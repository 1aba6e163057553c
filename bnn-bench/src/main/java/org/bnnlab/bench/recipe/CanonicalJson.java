package org.bnnlab.bench.recipe;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON with one spelling for each value: keys sorted, no blanks, a number in the shortest decimal
 * digits that give its double, without exponent or trailing zeros. What is hashed must not depend
 * on a library's habits.
 */
public final class CanonicalJson {

  private CanonicalJson() {}

  /** SHA-256 of the only spelling of {@code value} in UTF-8, in lower-case hexadecimal digits. */
  public static String sha256(@Nullable Object value) {
    try {
      byte[] json = of(value).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The only spelling of {@code value}: maps, collections, text, numbers, booleans and null. */
  static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Boolean flag -> flag.toString();
      case Number number -> number(number);
      case Map<?, ?> map -> map(map);
      case Collection<?> list ->
          list.stream().map(CanonicalJson::of).collect(Collectors.joining(",", "[", "]"));
      default -> text(value.toString());
    };
  }

  private static String map(Map<?, ?> map) {
    Map<String, String> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(text(String.valueOf(key)), of(value)));
    return sorted.entrySet().stream()
        .map(entry -> entry.getKey() + ":" + entry.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String number(Number number) {
    BigDecimal decimal = new BigDecimal(number.toString());
    return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
  }

  private static String text(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
