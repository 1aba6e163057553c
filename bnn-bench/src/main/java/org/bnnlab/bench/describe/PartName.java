package org.bnnlab.bench.describe;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.StringJoiner;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.method.InitializationRule;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Slot;
import org.bnnlab.api.training.AfterStep;
import org.bnnlab.api.training.GradientTransform;

/**
 * How a part is called in the table of methods: its own text if it has one, otherwise the name of
 * its type, {@code ClippedIdentity[threshold=1.0]} as {@code clipped identity (threshold 1.0)}.
 */
public final class PartName {

  /** Where a method leaves things as they are. */
  public static final String NOTHING = "–";

  private PartName() {}

  /** What fills a slot of a method. */
  public static String of(Method method, Slot slot) {
    Object part = method.parts().get(slot);
    return part == null || !slot.isUsed(method.bits()) ? NOTHING : of(part);
  }

  private static String of(Object part) {
    return switch (part) {
      case Normalizer.Identity ignored -> NOTHING;
      case AfterStep.Nothing ignored -> NOTHING;
      case GradientTransform.Identity ignored -> NOTHING;
      case InitializationRule.AsPublished ignored -> NOTHING;
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      // A lambda's name says nothing; Contributions.named gives a part one.
      case Object function when function.getClass().isHidden() -> "unnamed function";
      default -> {
        String text = part.toString();
        String type = part.getClass().getSimpleName();
        boolean hasOwnText = !text.startsWith(type + "[") && !text.contains(type + "@");
        yield hasOwnText ? text : Words.of(type) + settings(part);
      }
    };
  }

  private static String settings(Object part) {
    RecordComponent[] components = part.getClass().getRecordComponents();
    if (components == null || components.length == 0) {
      return "";
    }
    StringJoiner settings = new StringJoiner(", ", " (", ")");
    for (RecordComponent component : components) {
      try {
        component.getAccessor().setAccessible(true);
        settings.add(component.getName() + " " + component.getAccessor().invoke(part));
      } catch (IllegalAccessException | InvocationTargetException e) {
        return "";
      }
    }
    return settings.toString();
  }
}
