package org.bnnlab.api.option;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.List;

/**
 * Declaration of an option.
 *
 * @param name name as it stands in a recipe
 * @param description what it changes, in one line
 * @param defaultValue value where nothing is given: String, Integer, Double, Boolean or a list of
 *     integers; its type is the option's type
 * @param choices allowed values of a String option; empty where any value is allowed
 */
public record OptionSpec(
    String name, String description, Object defaultValue, List<String> choices) {

  /** Checks the type of the default. */
  public OptionSpec {
    choices = List.copyOf(choices);
    requireArgument(
        defaultValue instanceof String
            || defaultValue instanceof Integer
            || defaultValue instanceof Double
            || defaultValue instanceof Boolean
            || defaultValue instanceof List<?>,
        "option %s: unsupported type %s",
        name,
        defaultValue.getClass().getSimpleName());
  }

  /** An option whose value may be anything of the default's type. */
  public static OptionSpec of(String name, Object defaultValue, String description) {
    return new OptionSpec(name, description, defaultValue, List.of());
  }

  /** An option with a closed set of values, the first of which is the default. */
  public static OptionSpec choice(String name, String description, String... choices) {
    return new OptionSpec(name, description, choices[0], List.of(choices));
  }
}
