package org.bnnlab.bench.describe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Slot;

/** What the code itself says about a method, as tables of cells. */
public final class MethodFacts {

  private MethodFacts() {}

  /** Titles of {@link #parts}. */
  public static final List<String> PART_TITLES = List.of("part", "implementation");

  /** Titles of {@link #options}. */
  public static final List<String> OPTION_TITLES = List.of("option", "default", "meaning");

  /** Every slot that the method fills, bits first. */
  public static Map<String, String> parts(Method method) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("bits", method.bits().toString());
    for (Slot slot : Slot.values()) {
      String part = PartName.of(method, slot);
      if (!part.equals(PartName.NOTHING)) {
        parts.put(slot.title(), part);
      }
    }
    return parts;
  }

  /** Name, default and meaning of each option. */
  public static List<List<String>> options(Method method) {
    return method.descriptor().options().stream()
        .map(
            option ->
                List.of(option.name(), option.defaultValue().toString(), option.description()))
        .toList();
  }

  /** Slots in which the methods differ: the others would only widen a table. */
  public static List<Slot> slotsThatDiffer(List<Method> methods) {
    return List.of(Slot.values()).stream()
        .filter(
            slot ->
                methods.stream().map(method -> PartName.of(method, slot)).distinct().count() > 1)
        .toList();
  }
}
