package org.bnnlab.bench.file;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * An array as it stands in a file: element type, shape, values in row-major order.
 *
 * <p>Immutable; every access copies or gives a read-only view.
 */
public final class StoredArray {

  private final ElementType type;
  private final long[] shape;
  private final ByteBuffer data;

  /** Takes over {@code data}: little-endian values, exactly as many as the shape says. */
  StoredArray(ElementType type, long[] shape, ByteBuffer data) {
    long bytes = byteSize(type, shape);
    requireArgument(
        bytes == data.remaining(),
        "%s array of shape %s takes %d bytes, found %d",
        type,
        Arrays.toString(shape),
        bytes,
        data.remaining());
    this.type = type;
    this.shape = shape.clone();
    this.data = data.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A float32 array. */
  public static StoredArray ofFloats(long[] shape, float... values) {
    ByteBuffer data = littleEndian(ElementType.FLOAT32, values.length);
    data.asFloatBuffer().put(values);
    return new StoredArray(ElementType.FLOAT32, shape, data);
  }

  /** An int32 array. */
  public static StoredArray ofInts(long[] shape, int... values) {
    ByteBuffer data = littleEndian(ElementType.INT32, values.length);
    data.asIntBuffer().put(values);
    return new StoredArray(ElementType.INT32, shape, data);
  }

  /** An int64 array. */
  public static StoredArray ofLongs(long[] shape, long... values) {
    ByteBuffer data = littleEndian(ElementType.INT64, values.length);
    data.asLongBuffer().put(values);
    return new StoredArray(ElementType.INT64, shape, data);
  }

  /** An int8 array. */
  public static StoredArray ofSignedBytes(long[] shape, byte... values) {
    return new StoredArray(ElementType.INT8, shape, ByteBuffer.wrap(values.clone()));
  }

  /** A uint8 array. */
  public static StoredArray ofBytes(long[] shape, byte... values) {
    return new StoredArray(ElementType.UINT8, shape, ByteBuffer.wrap(values.clone()));
  }

  private static ByteBuffer littleEndian(ElementType type, int length) {
    return ByteBuffer.allocate(Math.multiplyExact(length, type.bytes()))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Bytes that an array takes.
   *
   * @throws ArithmeticException if the number exceeds a long
   */
  static long byteSize(ElementType type, long[] shape) {
    boolean empty = Arrays.stream(shape).anyMatch(side -> side == 0);
    long size = type.bytes();
    for (long side : shape) {
      size = Math.multiplyExact(size, empty ? 1 : side);
    }
    return empty ? 0 : size;
  }

  /** Element type. */
  public ElementType type() {
    return type;
  }

  /** Lengths of the axes; none for a single number. */
  public long[] shape() {
    return shape.clone();
  }

  /** Number of elements. */
  public int size() {
    return data.capacity() / type.bytes();
  }

  /** The values as floats; integers beyond 2^24 and doubles are rounded. */
  public float[] asFloats() {
    float[] values = new float[size()];
    if (type == ElementType.FLOAT32) {
      view().asFloatBuffer().get(values);
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) element(i);
      }
    }
    return values;
  }

  /** The values as a read-only buffer of floats, rounded as {@link #asFloats} does. */
  public FloatBuffer asFloatBuffer() {
    return type == ElementType.FLOAT32 ? view().asFloatBuffer() : FloatBuffer.wrap(asFloats());
  }

  /** The values as doubles; int64 beyond 2^53 is rounded. */
  public double[] asDoubles() {
    double[] values = new double[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = element(i);
    }
    return values;
  }

  /**
   * The values of an array of integers.
   *
   * @throws IllegalArgumentException if the elements are floats, or one exceeds 32 bits
   */
  public int[] asInts() {
    requireArgument(
        type != ElementType.FLOAT32 && type != ElementType.FLOAT64,
        "integers wanted, the array holds %s",
        type);
    int[] values = new int[size()];
    for (int i = 0; i < values.length; i++) {
      double value = element(i);
      requireArgument(
          value == (int) value, "integers of 32 bits wanted, element %d is %.0f", i, value);
      values[i] = (int) value;
    }
    return values;
  }

  /**
   * The only value.
   *
   * @throws IllegalArgumentException if there are more or none
   */
  public double scalar() {
    requireArgument(
        size() == 1, "a single number wanted, the array has shape %s", Arrays.toString(shape));
    return element(0);
  }

  /** The bytes, little-endian, read-only. */
  ByteBuffer bytes() {
    return view();
  }

  private double element(int i) {
    return switch (type) {
      case FLOAT32 -> data.getFloat(4 * i);
      case FLOAT64 -> data.getDouble(8 * i);
      case INT32 -> data.getInt(4 * i);
      case INT64 -> (double) data.getLong(8 * i);
      case INT8 -> data.get(i);
      case UINT8, BOOLEAN -> Byte.toUnsignedInt(data.get(i));
    };
  }

  private ByteBuffer view() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }
}
