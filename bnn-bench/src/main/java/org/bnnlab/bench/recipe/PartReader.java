package org.bnnlab.bench.recipe;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.check.Suggestion;
import org.bnnlab.api.part.NamedPart;
import org.bnnlab.api.part.Parts;
import org.bnnlab.api.part.Place;
import org.bnnlab.bench.recipe.Setting.Call;
import org.bnnlab.bench.recipe.Setting.Group;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts that a row puts in place of its method's own, {@code weights: { estimator: ede
 * }}, and tries each with the method, so that what makes no sense is refused at its line.
 */
final class PartReader {

  /** The keys of a row that hold parts. */
  static final List<String> GROUPS =
      Arrays.stream(Place.values()).map(Place::group).distinct().toList();

  private final Parts known = Parts.load();
  private final Faults faults;
  private final PartTerms terms;
  private final Set<MethodChoice> sound = new HashSet<>();

  PartReader(Faults faults, PartTerms terms) {
    this.faults = faults;
    this.terms = terms;
  }

  /**
   * The method with the parts of its row.
   *
   * @param method the method of the row, or null where it is at fault: parts are read all the same
   * @param line line of the method
   * @param row the row
   */
  @Nullable MethodChoice read(@Nullable MethodChoice method, int line, Group row) {
    MethodChoice tried = method != null && tried(method, line) ? method : null;
    Map<Place, PartChoice> parts = new EnumMap<>(Place.class);
    for (String group : GROUPS) {
      switch (row.entries().get(group)) {
        case null -> {}
        case Group entries -> readGroup(tried, group, entries, parts);
        case Setting other ->
            faults.add(
                other.line(), "%s holds \"key: value\" pairs, found %s", group, other.shown());
      }
    }
    return method == null ? null : method.withParts(parts);
  }

  private void readGroup(
      @Nullable MethodChoice method, String name, Group group, Map<Place, PartChoice> parts) {
    List<Place> places =
        Arrays.stream(Place.values()).filter(place -> place.group().equals(name)).toList();
    List<String> keys = places.stream().map(Place::key).toList();
    group
        .entries()
        .forEach(
            (key, setting) -> {
              if (!keys.contains(key)) {
                faults.add(
                    setting.line(),
                    "%s has no key \"%s\"%s (keys: %s)",
                    name,
                    key,
                    Suggestion.forUnknown(key, keys),
                    String.join(", ", keys));
                return;
              }
              Place place = places.get(keys.indexOf(key));
              PartChoice part = part(place, setting);
              if (part != null
                  && (method == null
                      || tried(method.withParts(Map.of(place, part)), setting.line()))) {
                parts.put(place, part);
              }
            });
  }

  private @Nullable PartChoice part(Place place, Setting setting) {
    Call call = terms.anyCall(place.path(), setting);
    if (call == null) {
      return null;
    }
    try {
      NamedPart part = known.find(place, call.name());
      return new PartChoice(
          call.name(), terms.resolve(place.path() + " " + call.name(), part.options(), call));
    } catch (FaultException e) {
      e.faults().forEach(fault -> faults.add(call.line(), "%s", fault));
      return null;
    }
  }

  /** Whether a method can be made; if not, the faults are added. */
  private boolean tried(MethodChoice method, int line) {
    // Rows of a table and stages of a row mostly share their method, and making one takes time.
    if (sound.contains(method)) {
      return true;
    }
    try {
      method.create();
      sound.add(method);
      return true;
    } catch (FaultException e) {
      e.faults().forEach(fault -> faults.add(line, "%s", fault));
      return false;
    }
  }
}
