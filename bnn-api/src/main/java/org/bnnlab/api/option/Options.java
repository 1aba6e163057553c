package org.bnnlab.api.option;

import static org.bnnlab.api.check.Checks.requireFound;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.check.Suggestion;

/** Resolved options: every declared option has a value of its type. */
public final class Options {

  private final Map<String, Object> values;

  private Options(Map<String, Object> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /**
   * Resolves given values against declarations.
   *
   * @param owner what the options belong to, for messages
   * @param specs declared options
   * @param given values by name; integers are accepted where decimals are declared
   * @throws FaultException with every unknown name, wrong type and value outside the choices
   */
  public static Options resolve(String owner, List<OptionSpec> specs, Map<String, ?> given) {
    List<String> faults = new ArrayList<>();
    Map<String, Object> values = new LinkedHashMap<>();
    for (OptionSpec spec : specs) {
      Object value = given.get(spec.name());
      values.put(
          spec.name(), value == null ? spec.defaultValue() : typed(owner, spec, value, faults));
    }
    for (String name : given.keySet()) {
      if (!values.containsKey(name)) {
        faults.add(
            "%s has no option \"%s\"%s (it has: %s)"
                .formatted(
                    owner,
                    name,
                    Suggestion.forUnknown(name, values.keySet()),
                    values.isEmpty() ? "none" : String.join(", ", values.keySet())));
      }
    }
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
    return new Options(values);
  }

  private static Object typed(String owner, OptionSpec spec, Object value, List<String> faults) {
    Object expected = spec.defaultValue();
    if (expected instanceof Double && value instanceof Number number) {
      return number.doubleValue();
    }
    boolean fits =
        switch (expected) {
          case List<?> ignored ->
              value instanceof List<?> list && list.stream().allMatch(Integer.class::isInstance);
          default -> expected.getClass().isInstance(value);
        };
    if (!fits) {
      faults.add(
          "%s: option %s takes %s, found %s"
              .formatted(owner, spec.name(), typeName(expected), value));
      return expected;
    }
    if (!spec.choices().isEmpty() && !spec.choices().contains(value)) {
      faults.add(
          "%s: option %s is one of %s, found \"%s\"%s"
              .formatted(
                  owner,
                  spec.name(),
                  String.join(", ", spec.choices()),
                  value,
                  Suggestion.forUnknown(value.toString(), spec.choices())));
    }
    return value instanceof List<?> list ? List.copyOf(list) : value;
  }

  private static String typeName(Object value) {
    return switch (value) {
      case String ignored -> "a word";
      case Integer ignored -> "an integer";
      case Double ignored -> "a number";
      case Boolean ignored -> "true or false";
      default -> "a list of integers";
    };
  }

  /** All values by name, in the order of declaration. */
  public Map<String, Object> values() {
    return values;
  }

  /** Value of a String option. */
  public String text(String name) {
    return (String) value(name);
  }

  /** Value of an integer option. */
  public int integer(String name) {
    return (Integer) value(name);
  }

  /** Value of a decimal option. */
  public double number(String name) {
    return (Double) value(name);
  }

  /** Value of a boolean option. */
  public boolean flag(String name) {
    return (Boolean) value(name);
  }

  /** Value of an option that holds a list of integers. */
  public List<Integer> integers(String name) {
    return ((List<?>) value(name)).stream().map(Integer.class::cast).toList();
  }

  private Object value(String name) {
    return requireFound(values.get(name), "option %s was not declared", name);
  }
}
