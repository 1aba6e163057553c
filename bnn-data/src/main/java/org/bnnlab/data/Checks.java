package org.bnnlab.data;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two checks of the module's public face. */
public final class Checks {

  private Checks() {}

  /** Throws {@link IllegalArgumentException} with the formatted text unless {@code holds}. */
  public static void requireArgument(boolean holds, String format, @Nullable Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, format, values));
    }
  }

  /** Throws {@link IllegalStateException} with the formatted text unless {@code holds}. */
  public static void requireState(boolean holds, String format, @Nullable Object... values) {
    if (!holds) {
      throw new IllegalStateException(String.format(Locale.ROOT, format, values));
    }
  }
}
