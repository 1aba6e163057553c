package org.bnnlab.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.check.FaultException;
import org.jspecify.annotations.Nullable;

/**
 * Values given for the parameters of a part, found by name or, where somebody else's file names
 * them differently, by the only shape that fits: (1, 6, 1, 1) fits a vector of 6, (2, 32) fits no
 * (32, 2).
 */
final class GivenParameters {

  private final Map<String, String> givenNames = new HashMap<>();
  private final Map<String, NDArray> given;

  private GivenParameters(Map<String, NDArray> given) {
    this.given = given;
  }

  /**
   * Brings both together.
   *
   * @param method id of the method, for messages
   * @param declared shapes of the parameters that the part declares, by name
   * @param given what was given, by whatever name
   * @throws FaultException if something given fits nothing, or more than one parameter
   */
  static GivenParameters match(
      String method, Map<String, Shape> declared, Map<String, NDArray> given) {
    GivenParameters matched = new GivenParameters(given);
    Map<String, NDArray> unknown = new LinkedHashMap<>(given);
    declared.forEach(
        (name, shape) -> {
          NDArray value = unknown.remove(name);
          if (value != null) {
            require(
                value.getShape().size() == shape.size(),
                "parameter %s has shape %s, found %s",
                name,
                shape,
                value.getShape());
            matched.givenNames.put(name, name);
          }
        });
    unknown.forEach((name, value) -> matched.matchByShape(method, declared, name, value));
    return matched;
  }

  private void matchByShape(
      String method, Map<String, Shape> declared, String name, NDArray value) {
    List<String> fitting = new ArrayList<>();
    declared.forEach(
        (parameter, shape) -> {
          if (withoutOnes(shape).equals(withoutOnes(value.getShape()))) {
            fitting.add(parameter);
          }
        });
    boolean free = fitting.size() == 1 && !givenNames.containsKey(fitting.getFirst());
    require(
        free,
        "this part of method %s has no parameter \"%s\"%s (it has: %s)",
        method,
        name,
        fitting.size() > 1
            ? ", and its shape %s fits more than one".formatted(value.getShape())
            : "",
        declared.isEmpty() ? "none" : described(declared));
    givenNames.put(fitting.getFirst(), name);
  }

  /** The value of a parameter, or null where it starts as in a network. */
  @Nullable NDArray value(String parameter) {
    String name = givenNames.get(parameter);
    return name == null ? null : given.get(name);
  }

  /** How the file calls a parameter; its own name if it was not given. */
  String nameOf(String parameter) {
    return givenNames.getOrDefault(parameter, parameter);
  }

  private static String described(Map<String, Shape> declared) {
    List<String> all = new ArrayList<>();
    declared.forEach((name, shape) -> all.add(name + " " + shape));
    return String.join(", ", all);
  }

  private static List<Long> withoutOnes(Shape shape) {
    List<Long> sizes = new ArrayList<>();
    for (long size : shape.getShape()) {
      if (size != 1) {
        sizes.add(size);
      }
    }
    return sizes;
  }

  private static void require(boolean holds, String fault, Object... values) {
    if (!holds) {
      throw new FaultException(fault.formatted(values));
    }
  }
}
