package org.bnnlab.bench.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A named part that a row puts in place of its method's own.
 *
 * @param id name of the part
 * @param options every option of the part with its value
 */
public record PartChoice(String id, Map<String, Object> options) {

  /** Copies the options, keeping their order. */
  public PartChoice {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }
}
