package org.bnnlab.bench.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bnnlab.api.option.OptionSpec;

/** The JSON form of a declared option. */
final class OptionJson {

  private OptionJson() {}

  /** Name, description, default and choices. */
  static Map<String, Object> of(OptionSpec option) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", option.name());
    fields.put("description", option.description());
    fields.put("default", option.defaultValue());
    fields.put("choices", option.choices());
    return fields;
  }
}
