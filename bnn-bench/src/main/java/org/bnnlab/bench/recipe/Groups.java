package org.bnnlab.bench.recipe;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.bnnlab.api.check.Suggestion;
import org.bnnlab.bench.recipe.Setting.Group;
import org.bnnlab.bench.recipe.Setting.Sequence;
import org.bnnlab.bench.recipe.Setting.Word;
import org.jspecify.annotations.Nullable;

/**
 * Takes values out of the groups of a recipe; what is not as it should be becomes a fault.
 *
 * @param faults the faults of the file
 */
record Groups(Faults faults) {

  <T> @Nullable T required(
      Group row, String key, String hint, Function<Setting, @Nullable T> read) {
    Setting setting = row.entries().get(key);
    if (setting == null) {
      faults.add(row.line(), "%s is missing (%s)", key, hint);
      return null;
    }
    return read.apply(setting);
  }

  Group group(String what, Setting setting) {
    if (setting instanceof Group group) {
      return group;
    }
    faults.add(setting.line(), "%s holds \"key: value\" pairs, found %s", what, setting.shown());
    return new Group(setting.line(), Map.of());
  }

  void knownKeys(String what, Group group, Collection<String> keys) {
    group
        .entries()
        .forEach(
            (key, value) -> {
              if (!keys.contains(key)) {
                faults.add(
                    value.line(),
                    "%s has no key \"%s\"%s (keys: %s)",
                    what,
                    key,
                    Suggestion.forUnknown(key, keys),
                    String.join(", ", keys));
              }
            });
  }

  void unknown(int line, String kind, String name, Set<String> known, String command) {
    faults.add(
        line,
        "unknown %s \"%s\"%s (bnn %s lists all %d)",
        kind,
        name,
        Suggestion.forUnknown(name, known),
        command,
        known.size());
  }

  int integer(String what, Group group, String key, int fallback, int least) {
    Setting setting = group.entries().get(key);
    if (setting == null) {
      return fallback;
    }
    if (!(setting instanceof Word word) || !(word.value() instanceof Integer value)) {
      faults.add(setting.line(), "%s is an integer, found %s", what, setting.shown());
      return fallback;
    }
    if (value < least) {
      faults.add(setting.line(), "%s must be at least %d, found %d", what, least, value);
    }
    return value;
  }

  boolean flag(Group group, String key) {
    Setting setting = group.entries().get(key);
    if (setting == null) {
      return false;
    }
    if (setting instanceof Word word && word.value() instanceof Boolean value) {
      return value;
    }
    faults.add(setting.line(), "%s is true or false, found %s", key, setting.shown());
    return false;
  }

  String text(Group group, String key, String fallback) {
    Setting setting = group.entries().get(key);
    if (setting == null) {
      return fallback;
    }
    if (setting instanceof Word word) {
      return word.text();
    }
    faults.add(setting.line(), "%s is a single word or text, found %s", key, setting.shown());
    return fallback;
  }

  static int line(Group group, String key) {
    Setting setting = group.entries().get(key);
    return setting == null ? group.line() : setting.line();
  }

  /** The texts of a list; empty where there is none. */
  List<String> texts(Group group, String key) {
    Setting setting = group.entries().get(key);
    if (setting == null) {
      return List.of();
    }
    List<Setting> items =
        setting instanceof Sequence sequence ? sequence.items() : List.of(setting);
    return items.stream()
        .map(item -> item instanceof Word word ? word.text() : item.shown())
        .toList();
  }
}
