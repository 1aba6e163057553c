package org.bnnlab.runtime.program;

import static org.bnnlab.runtime.program.Limits.require;

import java.util.Arrays;

/**
 * A row of bits that never changes: bit i stands in word i / 64 at place i % 64. As signs, 1 means
 * +1 and 0 means -1.
 */
public final class Bits {

  private final int size;
  private final long[] words;

  private Bits(int size, long[] words) {
    this.size = size;
    this.words = words;
  }

  /**
   * A copy of packed bits.
   *
   * @param words {@link #words(long)} words; bits behind the last one must be 0
   */
  public static Bits of(int size, long[] words) {
    require(
        size >= 0 && words.length == words(size),
        "%d bits stand in %d words, found %d",
        size,
        words(size),
        words.length);
    require(
        (size & 63) == 0 || words[words.length - 1] >>> size == 0,
        "the bits behind the last of %d must be 0",
        size);
    return new Bits(size, words.clone());
  }

  /** The signs of values: 1 where a value is at least 0. */
  public static Bits signs(float... values) {
    long[] words = new long[words(values.length)];
    for (int i = 0; i < values.length; i++) {
      if (values[i] >= 0) {
        words[i >> 6] |= 1L << i;
      }
    }
    return new Bits(values.length, words);
  }

  /** {@code size} bits of 0. */
  public static Bits zeros(int size) {
    return new Bits(size, new long[words(size)]);
  }

  /** Words that {@code size} bits take. */
  public static int words(long size) {
    return Math.toIntExact(Math.ceilDiv(size, 64L));
  }

  /** Number of bits. */
  public int size() {
    return size;
  }

  /** One bit. */
  public boolean get(int index) {
    return (words[index >> 6] >>> index & 1) != 0;
  }

  /**
   * Up to 32 bits at once, the first one lowest; zeros behind them.
   *
   * @param from first bit
   * @param count how many
   */
  public int word(int from, int count) {
    int i = from >> 6;
    long low = words[i] >>> from;
    boolean two = (from & 63) + count > 64;
    long bits = two ? low | words[i + 1] << -from : low;
    return (int) (bits & -1L >>> (64 - count));
  }

  /** +1 or -1. */
  public int sign(int index) {
    return get(index) ? 1 : -1;
  }

  /** All signs as +1 and -1. */
  public float[] toSigns() {
    float[] signs = new float[size];
    for (int i = 0; i < size; i++) {
      signs[i] = sign(i);
    }
    return signs;
  }

  /** The packed words, copied. */
  public long[] toWords() {
    return words.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bits bits && size == bits.size && Arrays.equals(words, bits.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return size + " bits";
  }
}
