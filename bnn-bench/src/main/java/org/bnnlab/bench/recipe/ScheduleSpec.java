package org.bnnlab.bench.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the learning rate changes.
 *
 * @param id {@code constant}, {@code cosine}, {@code linear} or {@code steps}
 * @param settings every setting with its value: {@code warmup}, the number of epochs of warm-up
 *     (Integer), of all; for {@code steps} also {@code at}, epochs in ascending order (list of
 *     Integer), and {@code factor} (Double)
 */
public record ScheduleSpec(String id, Map<String, Object> settings) {

  /** Copies the settings, keeping their order. */
  public ScheduleSpec {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }
}
