package org.bnnlab.bench.recipe;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.method.Slot;
import org.bnnlab.api.part.Parts;
import org.bnnlab.api.part.Place;
import org.jspecify.annotations.Nullable;

/**
 * The method of a row.
 *
 * @param id id of the method
 * @param bits bit widths of the body, or null for the method's own
 * @param options every option of the method with its value
 * @param parts named parts in place of the method's own
 */
public record MethodChoice(
    String id, @Nullable Bits bits, Map<String, Object> options, Map<Place, PartChoice> parts) {

  /** Copies the maps, keeping the order of the options. */
  public MethodChoice {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    Map<Place, PartChoice> sorted = new EnumMap<>(Place.class);
    sorted.putAll(parts);
    parts = Collections.unmodifiableMap(sorted);
  }

  /** A method with its own parts. */
  public MethodChoice(String id, @Nullable Bits bits, Map<String, Object> options) {
    this(id, bits, options, Map.of());
  }

  /** The same choice with other parts. */
  public MethodChoice withParts(Map<Place, PartChoice> others) {
    return new MethodChoice(id, bits, options, others);
  }

  /** Whether the method is as its paper has it, apart from options and bits. */
  public boolean hasOwnParts() {
    return parts.isEmpty();
  }

  /**
   * The method itself.
   *
   * @throws org.bnnlab.api.check.FaultException with everything in this choice that makes no sense
   */
  public Method create() {
    Parts named = Parts.load();
    Map<Slot, Object> others = new EnumMap<>(Slot.class);
    parts.forEach(
        (place, part) -> others.put(place.slot(), named.make(place, part.id(), part.options())));
    return Methods.load().create(id, options, bits).with(others);
  }
}
