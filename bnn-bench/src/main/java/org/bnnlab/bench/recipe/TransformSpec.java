package org.bnnlab.bench.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * One step of the augmentation.
 *
 * @param name such as {@code crop} or {@code flip}
 * @param arguments every argument with its value, in the order of their declaration
 */
public record TransformSpec(String name, Map<String, Object> arguments) {

  /** Copies the arguments, keeping their order. */
  public TransformSpec {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /**
   * The step with all its arguments, the first without its name: {@code crop(32, padding: 4)}.
   * Equal texts mean equal steps.
   */
  public String canonical() {
    StringJoiner text = new StringJoiner(", ", name + "(", ")").setEmptyValue(name);
    boolean first = true;
    for (Map.Entry<String, Object> argument : arguments.entrySet()) {
      String value = CanonicalJson.of(argument.getValue());
      text.add(first ? value : argument.getKey() + ": " + value);
      first = false;
    }
    return text.toString();
  }
}
