package org.bnnlab.runtime.program;

/**
 * How large a program may be. A file that asks for more is refused before anything is allocated.
 */
public final class Limits {

  /** Longest side, and most channels, of an activation. */
  public static final int SIDE = 1 << 16;

  /** Most values of one activation. */
  public static final int VALUES = 1 << 26;

  /** Most steps of a program. */
  public static final int STEPS = 1 << 14;

  /** Largest kernel, stride and dilation. */
  public static final int WINDOW = 1 << 10;

  private Limits() {}

  static void require(boolean holds, String rule, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(rule.formatted(values));
    }
  }
}
