package org.bnnlab.api.part;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.check.Suggestion;
import org.bnnlab.api.option.Options;

/** All named parts on the class path. */
public final class Parts {

  private final List<NamedPart> parts;

  private Parts(List<NamedPart> parts) {
    this.parts = parts;
  }

  /**
   * Finds every part by {@link ServiceLoader}.
   *
   * @throws FaultException with every name used twice for one place
   */
  public static Parts load() {
    try {
      return of(ServiceLoader.load(PartProvider.class));
    } catch (ServiceConfigurationError e) {
      throw new FaultException("parts on the class path cannot be loaded: " + e.getMessage());
    }
  }

  /** The parts of some providers. */
  public static Parts of(Iterable<PartProvider> providers) {
    List<NamedPart> all = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (PartProvider provider : providers) {
      for (NamedPart part : provider.parts()) {
        for (Place place : part.places()) {
          if (all.stream().anyMatch(other -> fits(other, place, part.name()))) {
            faults.add(
                "two parts for %s on the class path are called \"%s\""
                    .formatted(place.path(), part.name()));
          }
        }
        all.add(part);
      }
    }
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
    all.sort(Comparator.comparing(NamedPart::name));
    return new Parts(List.copyOf(all));
  }

  private static boolean fits(NamedPart part, Place place, String name) {
    return part.name().equals(name) && part.places().contains(place);
  }

  /** Every part, by name. */
  public List<NamedPart> all() {
    return parts;
  }

  /** The parts that fit a place, by name. */
  public List<NamedPart> at(Place place) {
    return parts.stream().filter(part -> part.places().contains(place)).toList();
  }

  /**
   * One part.
   *
   * @throws FaultException if no part of this name fits there, with the nearest name or the places
   *     where it does fit
   */
  public NamedPart find(Place place, String name) {
    return parts.stream()
        .filter(part -> fits(part, place, name))
        .findFirst()
        .orElseThrow(() -> new FaultException(unknown(place, name)));
  }

  private String unknown(Place place, String name) {
    Collection<NamedPart> elsewhere =
        parts.stream().filter(part -> part.name().equals(name)).toList();
    if (!elsewhere.isEmpty()) {
      return "%s: \"%s\" does not fit here, only as %s"
          .formatted(
              place.path(),
              name,
              String.join(", ", elsewhere.stream().map(NamedPart::placeNames).toList()));
    }
    List<String> known = at(place).stream().map(NamedPart::name).toList();
    return "%s: unknown part \"%s\"%s (bnn methods --parts lists all %d)"
        .formatted(place.path(), name, Suggestion.forUnknown(name, known), known.size());
  }

  /**
   * Makes a part.
   *
   * @param options given options by name
   * @throws FaultException if there is no such part, or an option is unknown or of a value that the
   *     part refuses
   */
  public Object make(Place place, String name, Map<String, ?> options) {
    NamedPart part = find(place, name);
    Options resolved = Options.resolve(name, part.options(), options);
    try {
      return part.factory().apply(resolved);
    } catch (FaultException fault) {
      throw fault;
    } catch (IllegalArgumentException fault) {
      throw new FaultException("%s: %s".formatted(name, fault.getMessage()));
    }
  }
}
