package org.bnnlab.bench.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The architecture of a row.
 *
 * @param id id of the architecture
 * @param options every option of the architecture with its value
 */
public record NetworkChoice(String id, Map<String, Object> options) {

  /** Copies the options, keeping their order. */
  public NetworkChoice {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }
}
