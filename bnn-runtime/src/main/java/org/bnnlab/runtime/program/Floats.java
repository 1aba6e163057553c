package org.bnnlab.runtime.program;

import java.util.Arrays;

/** A row of float32 values that never changes. */
public final class Floats {

  private final float[] values;

  private Floats(float[] values) {
    this.values = values;
  }

  /** A copy of {@code values}. */
  public static Floats of(float... values) {
    return new Floats(values.clone());
  }

  /** {@code count} times the same value. */
  public static Floats constant(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return new Floats(values);
  }

  /** Number of values. */
  public int size() {
    return values.length;
  }

  /** One value. */
  public float get(int index) {
    return values[index];
  }

  /** A copy. */
  public float[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Floats floats && Arrays.equals(values, floats.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return values.length + " floats";
  }
}
