package org.bnnlab.runtime.program;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a file says about its network.
 *
 * @param classes names of the classes, in the order of the outputs
 * @param preprocessing what becomes of an image first
 * @param provenance where the network comes from: experiment, method, accuracy; sorted by key
 */
public record Facts(
    List<String> classes, Preprocessing preprocessing, Map<String, String> provenance) {

  /** Nothing is known. */
  public static final Facts NONE = new Facts(List.of(), Preprocessing.NONE, Map.of());

  /** Copies the collections. */
  public Facts {
    classes = List.copyOf(classes);
    provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
  }
}
