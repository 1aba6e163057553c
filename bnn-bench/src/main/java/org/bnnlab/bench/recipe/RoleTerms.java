package org.bnnlab.bench.recipe;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bnnlab.api.check.Suggestion;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.bench.recipe.Setting.Sequence;
import org.bnnlab.bench.recipe.Setting.Word;
import org.jspecify.annotations.Nullable;

/**
 * Reads which roles of parameters something applies to.
 *
 * @param faults the faults of the file
 */
record RoleTerms(Faults faults) {

  /**
   * The roles of a list; all where there is none.
   *
   * @param key the key that the list belongs to
   * @param all the roles to choose from
   * @param example a list that makes sense there
   */
  Set<ParameterRole> roles(
      String key, @Nullable Setting setting, Set<ParameterRole> all, String example) {
    if (setting == null || (setting instanceof Word word && word.text().equals("all"))) {
      return all;
    }
    if (!(setting instanceof Sequence sequence)) {
      faults.add(
          setting.line(),
          "%s is \"all\" or a list of roles such as %s, found %s",
          key,
          example,
          setting.shown());
      return Set.of();
    }
    Map<String, ParameterRole> known = new LinkedHashMap<>();
    all.forEach(role -> known.put(role.word(), role));
    EnumSet<ParameterRole> chosen = EnumSet.noneOf(ParameterRole.class);
    for (Setting item : sequence.items()) {
      String name = item instanceof Word word ? word.text() : item.shown();
      ParameterRole role = known.get(name);
      if (role == null) {
        faults.add(
            item.line(),
            "unknown parameter role \"%s\" in %s%s (roles: %s)",
            name,
            key,
            Suggestion.forUnknown(name, known.keySet()),
            String.join(", ", known.keySet()));
      } else {
        chosen.add(role);
      }
    }
    return chosen;
  }

  /** The roles of their words; what is no role is left out. */
  static Set<ParameterRole> of(Collection<String> words) {
    Set<ParameterRole> roles = EnumSet.allOf(ParameterRole.class);
    roles.removeIf(role -> !words.contains(role.word()));
    return roles;
  }

  /** The words of roles, sorted. */
  static List<String> words(Set<ParameterRole> roles) {
    return roles.stream().map(ParameterRole::word).sorted().toList();
  }
}
