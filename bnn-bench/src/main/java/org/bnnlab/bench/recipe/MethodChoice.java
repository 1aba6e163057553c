package org.bnnlab.bench.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bnnlab.api.method.Bits;
import org.jspecify.annotations.Nullable;

/**
 * The method of a row.
 *
 * @param id id of the method
 * @param bits bit widths of the body, or null for the method's own
 * @param options every option of the method with its value
 */
public record MethodChoice(String id, @Nullable Bits bits, Map<String, Object> options) {

  /** Copies the options, keeping their order. */
  public MethodChoice {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }
}
