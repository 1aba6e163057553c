package org.bnnlab.runtime.program;

import static org.bnnlab.runtime.program.Limits.require;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a file says about its network.
 *
 * @param classes names of the classes, in the order of the outputs
 * @param means what is subtracted from each channel of an image in [0, 1]
 * @param deviations what it is divided by afterwards
 * @param provenance where the network comes from: experiment, method, accuracy; sorted by key
 */
public record Facts(
    List<String> classes, Floats means, Floats deviations, Map<String, String> provenance) {

  /** Copies the collections. */
  public Facts {
    classes = List.copyOf(classes);
    provenance = java.util.Collections.unmodifiableMap(new TreeMap<>(provenance));
    require(
        means.size() == deviations.size(),
        "as many means as deviations are needed, found %d and %d",
        means.size(),
        deviations.size());
    for (int i = 0; i < means.size(); i++) {
      require(
          Float.isFinite(means.get(i))
              && Float.isFinite(deviations.get(i))
              && deviations.get(i) > 0,
          "means are finite and deviations above 0, found %s and %s",
          means.get(i),
          deviations.get(i));
    }
  }
}
