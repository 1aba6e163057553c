package org.bnnlab.models.resolve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.architecture.ArchitectureFamily;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.check.Suggestion;

/** All architectures on the class path. */
public final class Architectures {

  private final Map<String, Architecture> byId;

  private Architectures(Map<String, Architecture> byId) {
    this.byId = byId;
  }

  /**
   * Finds every architecture and every member of a family by {@link ServiceLoader}.
   *
   * @throws FaultException if two have the same id
   */
  public static Architectures load() {
    List<Architecture> found = new ArrayList<>();
    ServiceLoader.load(Architecture.class).forEach(found::add);
    ServiceLoader.load(ArchitectureFamily.class).forEach(family -> found.addAll(family.members()));
    Map<String, Architecture> byId = new TreeMap<>();
    List<String> faults = new ArrayList<>();
    for (Architecture architecture : found) {
      Architecture other = byId.put(architecture.id(), architecture);
      if (other != null) {
        faults.add(
            "two architectures on the class path are called \"%s\": %s and %s"
                .formatted(
                    architecture.id(),
                    other.getClass().getName(),
                    architecture.getClass().getName()));
      }
    }
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
    return new Architectures(byId);
  }

  /** All architectures, sorted by id. */
  public Collection<Architecture> all() {
    return byId.values();
  }

  /**
   * One architecture.
   *
   * @throws FaultException if there is none of this id, with the nearest id
   */
  public Architecture get(String id) {
    Architecture architecture = byId.get(id);
    if (architecture == null) {
      throw new FaultException(
          "unknown network \"%s\"%s (bnn models lists all %d)"
              .formatted(id, Suggestion.forUnknown(id, byId.keySet()), byId.size()));
    }
    return architecture;
  }
}
