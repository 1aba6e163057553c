package org.bnnlab.api.check;

import org.jspecify.annotations.Nullable;

/** Argument and state checks whose messages name value, rule and place. */
public final class Checks {

  private Checks() {}

  /**
   * Checks an argument.
   *
   * @throws IllegalArgumentException with the formatted message if {@code holds} is false
   */
  public static void requireArgument(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(String.format(message, values));
    }
  }

  /**
   * Checks that something was found.
   *
   * @return {@code found}
   * @throws IllegalArgumentException with the formatted message if it is null
   */
  public static <T> T requireFound(@Nullable T found, String message, Object... values) {
    if (found == null) {
      throw new IllegalArgumentException(String.format(message, values));
    }
    return found;
  }

  /**
   * Checks the state of an object.
   *
   * @throws IllegalStateException with the formatted message if {@code holds} is false
   */
  public static void requireState(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalStateException(String.format(message, values));
    }
  }
}
