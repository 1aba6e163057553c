package org.bnnlab.api.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Tensor operations that plug-ins and executor share, chosen so that DJL's PyTorch engine neither
 * leaks, nor cuts a graph unasked, nor takes a slow kernel.
 *
 * <p>"Value" operations give arrays without gradient; the others are differentiable.
 */
public final class Tensors {

  private Tensors() {}

  /**
   * The sign with sign(0) = +1: value only, every entry -1 or +1, shape of {@code x}.
   *
   * <p>The engine's own sign maps 0 to 0, which has no one-bit form.
   */
  public static NDArray sign(NDArray x) {
    try (NDArray value = x.stopGradient()) {
      return value.sign().addi(0.5f).signi();
    }
  }

  /** 1 where {@code |x| <= bound}, else 0: value only, shape of {@code x}. */
  public static NDArray insideMask(NDArray x, float bound) {
    try (NDArray value = x.stopGradient();
        NDArray size = value.abs();
        NDArray inside = size.lte(bound)) {
      return inside.toType(DataType.FLOAT32, false);
    }
  }

  /**
   * A tensor that is exactly {@code hard} going forward and has the gradient of {@code proxy} going
   * back.
   *
   * <p>The order matters: {@code (hard - proxy) + proxy} would lose low bits of {@code hard}.
   *
   * @param hard the value, without gradient
   * @param proxy a finite differentiable tensor of the same shape
   */
  public static NDArray straightThrough(NDArray hard, NDArray proxy) {
    try (NDArray value = proxy.stopGradient();
        NDArray zero = proxy.sub(value)) {
      return hard.add(zero);
    }
  }

  /**
   * Hardtanh: x inside (-1, 1), ±1 elsewhere; derivative 1 strictly inside, 0 at and beyond the
   * ends. {@code x} must be finite.
   *
   * <p>Written as x · inside + ends, both factors without gradient: the engine's own clamp and
   * select take up to ten times as long.
   */
  public static NDArray hardTanh(NDArray x) {
    try (NDArray clamped = clampedValue(x, -1, 1);
        NDArray inside = clamped.abs().muli(-1).addi(1).signi();
        NDArray middle = x.mul(inside);
        NDArray middleValue = middle.stopGradient()) {
      return middle.add(clamped.subi(middleValue));
    }
  }

  /**
   * x times one factor per channel, differentiable in both.
   *
   * @param x activations (N, C, ...)
   * @param factor C values of any shape
   */
  public static NDArray scaleChannels(NDArray x, NDArray factor) {
    Shape shape = x.getShape();
    long samples = shape.get(0);
    long channels = shape.get(1);
    // One factor per sample and channel first: summing its gradient over the inner axis alone is
    // several times faster than over outer and inner axes at once.
    try (NDArray row = factor.reshape(1, channels, 1);
        NDArray wide = row.broadcast(new Shape(samples, channels, 1));
        NDArray flat = x.reshape(samples, channels, -1);
        NDArray scaled = flat.mul(wide)) {
      return scaled.reshape(shape);
    }
  }

  /** min(max(x, low), high): value only. */
  public static NDArray clampedValue(NDArray x, float low, float high) {
    NDArray clamped;
    // The engine's clamp leaves its two bounds behind as arrays; the scope collects them.
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      clamped = x.stopGradient().clip(low, high);
      NDScope.unregister(clamped);
    }
    NDScope.register(clamped);
    return clamped;
  }

  /**
   * x · factor, differentiable.
   *
   * <p>Never multiply or divide by a Java number inside a graph: the engine keeps that number in
   * memory of the JVM, lets go of it at once, and reads it again in the backward pass. If the
   * garbage collector was faster, gradients are garbage. The constants made here belong to the
   * engine.
   */
  public static NDArray times(NDArray x, double factor) {
    try (NDArray constant = constant(x.getManager(), factor)) {
      return x.mul(constant);
    }
  }

  /** x / divisor, differentiable; see {@link #times} for why not {@code x.div(divisor)}. */
  public static NDArray over(NDArray x, double divisor) {
    try (NDArray constant = constant(x.getManager(), divisor)) {
      return x.div(constant);
    }
  }

  /** max(x, low), differentiable; see {@link #times} for why not {@code x.maximum(low)}. */
  public static NDArray atLeast(NDArray x, double low) {
    try (NDArray constant = constant(x.getManager(), low)) {
      return x.maximum(constant);
    }
  }

  /**
   * Each row divided by max(its Euclidean norm, epsilon), differentiable: a row of zeros stays one
   * and has a finite gradient.
   *
   * @param rows (N, D)
   */
  public static NDArray normalizedRows(NDArray rows, double epsilon) {
    NDArray squares = rows.mul(rows).sum(new int[] {1}, true);
    // The root of the larger square is the larger root, without the infinite slope at 0.
    return rows.div(atLeast(squares, epsilon * epsilon).sqrt());
  }

  /** A scalar in memory of the engine, safe inside a graph. */
  public static NDArray constant(NDManager manager, double value) {
    return manager.full(new Shape(), (float) value, DataType.FLOAT32);
  }

  /** Takes an array out of the current scope and attaches it to {@code manager}. */
  public static NDArray keep(NDArray array, NDManager manager) {
    NDScope.unregister(array);
    array.attach(manager);
    return array;
  }

  /**
   * Overwrites the entries of {@code target} in place, for all its aliases.
   *
   * <p>{@code copyTo} would give {@code target} another memory and leave its aliases behind.
   */
  public static void assign(NDArray target, NDArray value) {
    target.set(new NDIndex("..."), value);
  }

  /** Mean per output channel of a weight (O, ...): shape (O, 1, ...), differentiable. */
  public static NDArray meanPerOutput(NDArray weight) {
    Shape shape = weight.getShape();
    return weight.reshape(shape.get(0), -1).mean(new int[] {1}).reshape(perOutput(shape));
  }

  /**
   * Unbiased variance per output channel of a weight whose mean per channel is zero: shape (O, 1,
   * ...), differentiable.
   */
  public static NDArray varianceOfCentredPerOutput(NDArray centred) {
    Shape shape = centred.getShape();
    long count = shape.size() / shape.get(0);
    NDArray squares = centred.mul(centred).reshape(shape.get(0), count);
    return over(squares.sum(new int[] {1}), count - 1.0).reshape(perOutput(shape));
  }

  /** The shape (O, 1, ..., 1) that broadcasts one value per output channel over a weight. */
  public static Shape perOutput(Shape weight) {
    long[] dimensions = new long[weight.dimension()];
    java.util.Arrays.fill(dimensions, 1);
    dimensions[0] = weight.get(0);
    return new Shape(dimensions);
  }

  /** The shape (1, C, 1, ...) that broadcasts one value per channel over activations. */
  public static Shape perChannel(Shape activations) {
    long[] dimensions = new long[activations.dimension()];
    java.util.Arrays.fill(dimensions, 1);
    dimensions[1] = activations.get(1);
    return new Shape(dimensions);
  }
}
