package org.bnnlab.runtime.program;

/**
 * The operations of a program. A value is either real (float32) or a sign (one bit); every
 * operation says which it takes and gives.
 *
 * <p>All float arithmetic is exactly as written here, so that every kernel gives the same bits:
 * {@code fma} rounds once, sums run in the order of the weights.
 */
public sealed interface Op {

  /** The image: real. */
  record Input(Extent extent) implements Op {}

  /** Signs to real: sums of products of signs, exact integers. */
  record BinaryConvolution(Window window, Bits weights) implements Op {}

  /** Real to real with weights of ±1. */
  record SignedConvolution(Window window, Bits weights) implements Op {}

  /** Real to real. */
  record RealConvolution(Window window, Floats weights) implements Op {}

  /** {@code fma(factor, x, offset)}, one factor and offset per channel. */
  record Affine(Floats factor, Floats offset) implements Op {}

  /** {@code x < low ? low : x > high ? high : x}. */
  record Clamp(float low, float high) implements Op {}

  /** x where above 0, slope · x elsewhere; one slope per channel. */
  record PRelu(Floats slope) implements Op {}

  /** 1 / (1 + exp(-x)), in double and rounded. */
  record Sigmoid() implements Op {}

  /**
   * Real to sign: {@code x >= threshold}, the other way round where {@code inverted}; one of each
   * per channel. A threshold of an infinity makes a constant.
   */
  record Sign(Floats thresholds, Bits inverted) implements Op {}

  /** Sum of two values; one pixel is added to every pixel. */
  record Add() implements Op {}

  /** Product of two values; one pixel multiplies every pixel. */
  record Multiply() implements Op {}

  /** Channels of two or more values one behind the other. */
  record Concatenate() implements Op {}

  /** Channels {@code from} (inclusive) to {@code to} (exclusive). */
  record Slice(int from, int to) implements Op {}

  /** Channels of zeros before and after. */
  record PadChannels(int before, int after) implements Op {}

  /** Every {@code stride}-th row and column, from the first. */
  record Subsample(int stride) implements Op {}

  /** Channels seen as (groups, C / groups), transposed. */
  record ChannelShuffle(int groups) implements Op {}

  /** Largest value of each window; the border never wins. */
  record MaxPool(int kernel, int stride, int padding) implements Op {}

  /** Mean of each window. */
  record AveragePool(int kernel, int stride) implements Op {}

  /** Mean over all pixels. */
  record GlobalAveragePool() implements Op {}

  /** All values as channels of one pixel, ordered by channel, row, column. */
  record Flatten() implements Op {}

  /** Divided by max(Euclidean norm, epsilon). */
  record L2Normalization(float epsilon) implements Op {}
}
