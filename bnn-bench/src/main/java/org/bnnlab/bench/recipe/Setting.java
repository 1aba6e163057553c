package org.bnnlab.bench.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A value in a recipe and the line it stands on: what YAML gives, before its meaning is known. */
sealed interface Setting {

  /** Line in the file, counted from 1. */
  int line();

  /** How the value looks to its author, for messages. */
  String shown();

  /** A single word, number or flag. */
  record Word(int line, String text, boolean quoted) implements Setting {

    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,18}");
    private static final Pattern DECIMAL =
        Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?");

    /** An Integer, Long, Double, Boolean or String; what is quoted is a String. */
    Object value() {
      if (quoted) {
        return text;
      }
      if (INTEGER.matcher(text).matches()) {
        long number = Long.parseLong(text);
        if (number == (int) number) {
          return (int) number;
        }
        return number;
      }
      if (DECIMAL.matcher(text).matches()) {
        return Double.valueOf(text);
      }
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default -> text;
      };
    }

    @Override
    public String shown() {
      return value() instanceof String ? "\"" + text + "\"" : text;
    }
  }

  /** A list. */
  record Sequence(int line, List<Setting> items) implements Setting {
    @Override
    public String shown() {
      return items.stream().map(Setting::shown).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /** Named values. */
  record Group(int line, Map<String, Setting> entries) implements Setting {
    @Override
    public String shown() {
      return entries.keySet().stream().collect(Collectors.joining(", ", "{ ", " }"));
    }

    /** These entries, and those of {@code fallback} where there is none; groups are merged too. */
    Group over(Group fallback) {
      Map<String, Setting> merged = new LinkedHashMap<>(fallback.entries());
      entries.forEach(
          (key, value) -> {
            Setting other = merged.get(key);
            merged.put(
                key,
                value instanceof Group group && other instanceof Group below
                    ? group.over(below)
                    : value);
          });
      return new Group(line, merged);
    }
  }

  /** A name with arguments: {@code crop(32, padding: 4)}. */
  record Call(int line, String name, List<Setting> positional, Map<String, Setting> named)
      implements Setting {
    @Override
    public String shown() {
      return "\"" + name + "(...)\"";
    }
  }
}
