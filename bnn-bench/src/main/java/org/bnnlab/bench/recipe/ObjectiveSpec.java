package org.bnnlab.bench.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The loss of a row, where it is not the method's own.
 *
 * @param id id of a loss in {@link org.bnnlab.bench.objective.Objectives}
 * @param settings every setting of that loss with its value
 */
public record ObjectiveSpec(String id, Map<String, Object> settings) {

  /** Copies the settings, keeping their order. */
  public ObjectiveSpec {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }
}
