package org.bnnlab.bench.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the learning rate changes.
 *
 * @param id id of a {@link org.bnnlab.bench.schedule.LearningRateSchedule}
 * @param settings every setting of that schedule with its value
 */
public record ScheduleSpec(String id, Map<String, Object> settings) {

  /** Copies the settings, keeping their order. */
  public ScheduleSpec {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }
}
