package org.bnnlab.runtime.kernel;

import java.util.Arrays;
import java.util.List;
import org.bnnlab.runtime.program.Floats;
import org.jspecify.annotations.Nullable;

/**
 * What is done to each value on its own, in one go. The parts come in this order, each is optional:
 *
 * <ol>
 *   <li>{@code x = fma(factor, x, offset)} per channel
 *   <li>{@code x = x + other}
 *   <li>a second {@code fma}
 *   <li>{@code x = x < low ? low : x > high ? high : x}, or {@code x = x > 0 ? x : slope * x} per
 *       channel
 *   <li>a third {@code fma}
 *   <li>keep x
 *   <li>keep the sign of x
 * </ol>
 *
 * <p>A part is added by its method, which answers whether it still can: parts that lie behind it
 * exclude it.
 */
public final class Pointwise {

  private static final int SIGN = 7;

  /** Factors and offsets below this never give infinities from sums, nor then what is no number. */
  private static final float MODERATE = 1e9f;

  /**
   * Factors and offsets of whole blocks of channels; 1 and -0 change nothing where it is missing.
   */
  static final class Affine {
    float[] factor;
    float[] offset;
    boolean used;

    Affine(int stride) {
      factor = constant(stride, 1);
      offset = constant(stride, -0f);
    }

    void use(Floats factors, Floats offsets) {
      factor = filled(factors);
      offset = filled(offsets);
      used = true;
    }

    float of(int c, float x) {
      return used ? Math.fma(factor[c], x, offset[c]) : x;
    }

    boolean moderate() {
      return moderate(factor) && moderate(offset);
    }

    private static boolean moderate(float[] values) {
      for (float value : values) {
        if (!(Math.abs(value) < MODERATE)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Distance of pixels. */
  final int stride;

  /** Whether the changed values are wanted in their place afterwards. */
  boolean flowsOn = true;

  /** Whether values are changed or kept, not only their signs. */
  boolean values;

  final Affine first;
  boolean add;
  final Affine second;
  boolean clamp;
  float low = Float.NEGATIVE_INFINITY;
  float high = Float.POSITIVE_INFINITY;
  boolean prelu;
  float[] slope;
  final Affine third;
  boolean keep;
  @Nullable SignLayer sign;

  private int reached;

  /**
   * No parts yet.
   *
   * @param channels channels of the values
   */
  public Pointwise(int channels) {
    this.stride = Blocks.stride(channels);
    this.first = new Affine(stride);
    this.second = new Affine(stride);
    this.slope = constant(stride, 1);
    this.third = new Affine(stride);
  }

  /** Adds {@code fma(factor, x, offset)}. */
  public boolean affine(Floats factor, Floats offset) {
    if (reach(1)) {
      first.use(factor, offset);
    } else if (reach(3)) {
      second.use(factor, offset);
    } else if (reach(5)) {
      third.use(factor, offset);
    } else {
      return false;
    }
    return true;
  }

  /** Adds a sum with another value. */
  public boolean add() {
    boolean reached = reach(2);
    add |= reached;
    return reached;
  }

  /** Adds a clamp. */
  public boolean clamp(float from, float to) {
    boolean reached = reach(4);
    if (reached) {
      clamp = true;
      low = from;
      high = to;
    }
    return reached;
  }

  /** Adds a PReLU. */
  public boolean prelu(Floats slopes) {
    boolean reached = reach(4);
    if (reached) {
      prelu = true;
      slope = filled(slopes);
    }
    return reached;
  }

  /** Keeps x. */
  public boolean keep() {
    boolean reached = reach(6);
    keep |= reached;
    return reached;
  }

  /** Keeps the signs of x. */
  public boolean sign(SignLayer layer) {
    boolean reached = reach(SIGN);
    if (reached) {
      sign = layer;
    }
    return reached;
  }

  /** Which parts there are, for comparisons. */
  public List<Boolean> parts() {
    return List.of(
        first.used, add, second.used, clamp, prelu, third.used, keep, sign != null, flowsOn);
  }

  /**
   * Whether x becomes something that depends on x alone and, channel by channel, never turns
   * around: it only grows with x, or only falls.
   */
  public boolean ordered() {
    boolean slopes = true;
    for (float value : slope) {
      slopes &= value >= 0 && value < MODERATE;
    }
    return slopes
        && !add
        && low <= high
        && first.moderate()
        && second.moderate()
        && third.moderate();
  }

  /** Whether what x becomes falls where x grows. */
  boolean falling(int c) {
    return first.factor[c] < 0 ^ second.factor[c] < 0 ^ third.factor[c] < 0;
  }

  /** Says that nobody reads the changed values: they are only kept, or their signs. */
  public void ends() {
    flowsOn = false;
  }

  private boolean reach(int part) {
    if (reached >= part) {
      return false;
    }
    reached = part;
    values |= part < SIGN;
    return true;
  }

  /** Whether more than a clamp follows the sum. */
  boolean goesOn() {
    return second.used || prelu || third.used;
  }

  /** Lower end of the clamp where nothing but it follows the sum. */
  float firstLow() {
    return goesOn() ? Float.NEGATIVE_INFINITY : low;
  }

  /** Upper end, likewise. */
  float firstHigh() {
    return goesOn() ? Float.POSITIVE_INFINITY : high;
  }

  private static float[] constant(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  private static float[] filled(Floats values) {
    return Arrays.copyOf(values.toArray(), Blocks.stride(values.size()));
  }
}
