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

  /** Largest kernel of a binary convolution, for which borders are tables. */
  public static final int BINARY_KERNEL = 1 << 4;

  /** Longest side that preprocessing gives an image. */
  public static final int IMAGE_SIDE = 1 << 12;

  /** Bytes that running a program may take for each byte of its file ... */
  public static final long BYTES_PER_BYTE = 64;

  /** ... and that any program may take, however small its file. */
  public static final long BYTES = 1 << 24;

  private Limits() {}

  static void require(boolean holds, String rule, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(rule.formatted(values));
    }
  }
}
