package org.bnnlab.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import java.lang.invoke.MethodHandles;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Passes on vectors of channels. A part that is missing has parameters that change nothing, because
 * a question in the loop costs more than the arithmetic.
 */
final class VectorPasses implements Passes {

  private static final VectorForm FORM = VectorForm.of(MethodHandles.lookup());
  private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, FORM.shape());
  private static final int LANES = FLOATS.length();

  VectorPasses() {}

  @Override
  public void pointwise(
      Pointwise points, float[] x, int from, int to, float[] other, float[] kept, int[] signs) {
    int stride = points.stride;
    float[] y = points.keep ? kept : x;
    int at = points.keep ? from * stride : 0;
    SignLayer sign = points.sign;
    if (residual(points)) {
      int c = 0;
      for (; c + Integer.SIZE <= stride; c += Integer.SIZE) {
        residual(points, c, x, from, to, other, y, at + c, signs);
      }
      if (c < stride) {
        halfResidual(points, c, x, from, to, other, y, at + c, signs);
      }
      return;
    }
    if (points.values) {
      for (int c = 0; c < stride; c += LANES) {
        if (points.add) {
          sums(points, c, x, to - from, other, from * stride + c, y, at + c);
        } else {
          affine(points, c, x, to - from, y, at + c);
        }
        if (points.goesOn()) {
          activation(points, c, y, at + c, to - from);
        }
      }
      if (points.keep && points.flowsOn) {
        System.arraycopy(y, at, x, 0, (to - from) * stride);
      }
    }
    if (sign == null) {
      return;
    }
    if (!sign.layout().dense()) {
      ScalarKernels.sign(sign, y, at, from, to, signs);
      return;
    }
    for (int c = 0; c < stride; c += Integer.SIZE) {
      if (c + Integer.SIZE <= stride) {
        words(sign, c, y, at + c, from, to, signs);
      } else {
        halfWords(sign, c, y, at + c, from, to, signs);
      }
    }
  }

  /** The first three parts, the clamp too where no part lies between. */
  private static void sums(
      Pointwise points, int c, float[] x, int pixels, float[] other, int with, float[] y, int at) {
    int stride = points.stride;
    FloatVector factor = FloatVector.fromArray(FLOATS, points.first.factor, c);
    FloatVector offset = FloatVector.fromArray(FLOATS, points.first.offset, c);
    FloatVector low = FloatVector.broadcast(FLOATS, points.firstLow());
    FloatVector high = FloatVector.broadcast(FLOATS, points.firstHigh());
    int step = 0;
    for (int i = 0; i < pixels; i++) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, c + step).fma(factor, offset);
      v = v.add(FloatVector.fromArray(FLOATS, other, with + step));
      v = v.blend(low, v.compare(LT, low));
      v = v.blend(high, v.compare(GT, high));
      v.intoArray(y, at + step);
      step += stride;
    }
  }

  /** The same without a sum. */
  private static void affine(Pointwise points, int c, float[] x, int pixels, float[] y, int at) {
    int stride = points.stride;
    FloatVector factor = FloatVector.fromArray(FLOATS, points.first.factor, c);
    FloatVector offset = FloatVector.fromArray(FLOATS, points.first.offset, c);
    FloatVector low = FloatVector.broadcast(FLOATS, points.firstLow());
    FloatVector high = FloatVector.broadcast(FLOATS, points.firstHigh());
    int step = 0;
    for (int i = 0; i < pixels; i++) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, c + step).fma(factor, offset);
      v = v.blend(low, v.compare(LT, low));
      v = v.blend(high, v.compare(GT, high));
      v.intoArray(y, at + step);
      step += stride;
    }
  }

  /** The parts from the second affine map on. */
  private static void activation(Pointwise points, int c, float[] y, int at, int pixels) {
    int stride = points.stride;
    FloatVector factor2 = FloatVector.fromArray(FLOATS, points.second.factor, c);
    FloatVector offset2 = FloatVector.fromArray(FLOATS, points.second.offset, c);
    FloatVector factor3 = FloatVector.fromArray(FLOATS, points.third.factor, c);
    FloatVector offset3 = FloatVector.fromArray(FLOATS, points.third.offset, c);
    FloatVector slope = FloatVector.fromArray(FLOATS, points.slope, c);
    FloatVector low = FloatVector.broadcast(FLOATS, points.low);
    FloatVector high = FloatVector.broadcast(FLOATS, points.high);
    int place = at;
    for (int i = 0; i < pixels; i++) {
      FloatVector v = FloatVector.fromArray(FLOATS, y, place).fma(factor2, offset2);
      v = v.blend(low, v.compare(LT, low));
      v = v.blend(high, v.compare(GT, high));
      v = v.mul(slope).blend(v, v.compare(GT, 0));
      v.fma(factor3, offset3).intoArray(y, place);
      place += stride;
    }
  }

  /** Signs of 32 channels, one word of each pixel. */
  private static void words(
      SignLayer layer, int c, float[] y, int at, int from, int to, int[] signs) {
    int stride = layer.thresholds.length;
    int[] indices = layer.indices;
    int word = c >> 5;
    int inverted = layer.inverted[word];
    FloatVector first = FloatVector.fromArray(FLOATS, layer.thresholds, c);
    FloatVector second = FloatVector.fromArray(FLOATS, layer.thresholds, c + LANES);
    int place = at;
    if (LANES == Integer.SIZE / 2) {
      for (int pixel = from; pixel < to; pixel++) {
        long a = FloatVector.fromArray(FLOATS, y, place).compare(GE, first).toLong();
        long b = FloatVector.fromArray(FLOATS, y, place + LANES).compare(GE, second).toLong();
        signs[indices[pixel] + word] = (int) (a | b << LANES) ^ inverted;
        place += stride;
      }
      return;
    }
    FloatVector third = FloatVector.fromArray(FLOATS, layer.thresholds, c + 2 * LANES);
    FloatVector fourth = FloatVector.fromArray(FLOATS, layer.thresholds, c + 3 * LANES);
    for (int pixel = from; pixel < to; pixel++) {
      long a = FloatVector.fromArray(FLOATS, y, place).compare(GE, first).toLong();
      long b = FloatVector.fromArray(FLOATS, y, place + LANES).compare(GE, second).toLong();
      long d = FloatVector.fromArray(FLOATS, y, place + 2 * LANES).compare(GE, third).toLong();
      long e = FloatVector.fromArray(FLOATS, y, place + 3 * LANES).compare(GE, fourth).toLong();
      long bits = a | b << LANES | d << (2 * LANES) | e << (3 * LANES);
      signs[indices[pixel] + word] = (int) bits ^ inverted;
      place += stride;
    }
  }

  /** Signs of the last {@value Blocks#SIZE} channels, which begin a word of each pixel. */
  private static void halfWords(
      SignLayer layer, int c, float[] y, int at, int from, int to, int[] signs) {
    int stride = layer.thresholds.length;
    int[] indices = layer.indices;
    int word = c >> 5;
    int inverted = layer.inverted[word];
    int rest = Blocks.SIZE - LANES;
    FloatVector first = FloatVector.fromArray(FLOATS, layer.thresholds, c);
    FloatVector second = FloatVector.fromArray(FLOATS, layer.thresholds, c + rest);
    int place = at;
    for (int pixel = from; pixel < to; pixel++) {
      // Where a vector is half a word, both are the same one.
      long a = FloatVector.fromArray(FLOATS, y, place).compare(GE, first).toLong();
      long b = FloatVector.fromArray(FLOATS, y, place + rest).compare(GE, second).toLong();
      signs[indices[pixel] + word] = (int) (a | b << rest) ^ inverted;
      place += stride;
    }
  }

  /** Whether everything is done at once: what residual networks mostly want. */
  private static boolean residual(Pointwise points) {
    return LANES == Integer.SIZE / 2
        && points.add
        && !points.goesOn()
        && !points.flowsOn
        && points.sign != null
        && points.sign.layout().dense();
  }

  /** Affine map, sum, clamp, keeping, and signs of 32 channels. */
  private static void residual(
      Pointwise points,
      int c,
      float[] x,
      int from,
      int to,
      float[] other,
      float[] y,
      int at,
      int[] signs) {
    SignLayer sign = Objects.requireNonNull(points.sign);
    int[] indices = sign.indices;
    int stride = points.stride;
    int word = c >> 5;
    int inverted = sign.inverted[word];
    FloatVector factor1 = FloatVector.fromArray(FLOATS, points.first.factor, c);
    FloatVector factor2 = FloatVector.fromArray(FLOATS, points.first.factor, c + LANES);
    FloatVector offset1 = FloatVector.fromArray(FLOATS, points.first.offset, c);
    FloatVector offset2 = FloatVector.fromArray(FLOATS, points.first.offset, c + LANES);
    FloatVector limit1 = FloatVector.fromArray(FLOATS, sign.thresholds, c);
    FloatVector limit2 = FloatVector.fromArray(FLOATS, sign.thresholds, c + LANES);
    FloatVector low = FloatVector.broadcast(FLOATS, points.low);
    FloatVector high = FloatVector.broadcast(FLOATS, points.high);
    int in = c;
    int with = from * stride + c;
    int to0 = at;
    for (int pixel = from; pixel < to; pixel++) {
      FloatVector a = FloatVector.fromArray(FLOATS, x, in).fma(factor1, offset1);
      FloatVector b = FloatVector.fromArray(FLOATS, x, in + LANES).fma(factor2, offset2);
      a = a.add(FloatVector.fromArray(FLOATS, other, with));
      b = b.add(FloatVector.fromArray(FLOATS, other, with + LANES));
      a = a.blend(low, a.compare(LT, low));
      b = b.blend(low, b.compare(LT, low));
      a = a.blend(high, a.compare(GT, high));
      b = b.blend(high, b.compare(GT, high));
      a.intoArray(y, to0);
      b.intoArray(y, to0 + LANES);
      long bits = a.compare(GE, limit1).toLong() | b.compare(GE, limit2).toLong() << LANES;
      signs[indices[pixel] + word] = (int) bits ^ inverted;
      in += stride;
      with += stride;
      to0 += stride;
    }
  }

  /** The same of the last {@value Blocks#SIZE} channels, which begin a word of each pixel. */
  private static void halfResidual(
      Pointwise points,
      int c,
      float[] x,
      int from,
      int to,
      float[] other,
      float[] y,
      int at,
      int[] signs) {
    SignLayer sign = Objects.requireNonNull(points.sign);
    int[] indices = sign.indices;
    int stride = points.stride;
    int word = c >> 5;
    int inverted = sign.inverted[word];
    FloatVector factor = FloatVector.fromArray(FLOATS, points.first.factor, c);
    FloatVector offset = FloatVector.fromArray(FLOATS, points.first.offset, c);
    FloatVector limit = FloatVector.fromArray(FLOATS, sign.thresholds, c);
    FloatVector low = FloatVector.broadcast(FLOATS, points.low);
    FloatVector high = FloatVector.broadcast(FLOATS, points.high);
    int in = c;
    int with = from * stride + c;
    int to0 = at;
    for (int pixel = from; pixel < to; pixel++) {
      FloatVector a = FloatVector.fromArray(FLOATS, x, in).fma(factor, offset);
      a = a.add(FloatVector.fromArray(FLOATS, other, with));
      a = a.blend(low, a.compare(LT, low));
      a = a.blend(high, a.compare(GT, high));
      a.intoArray(y, to0);
      signs[indices[pixel] + word] = (int) a.compare(GE, limit).toLong() ^ inverted;
      in += stride;
      with += stride;
      to0 += stride;
    }
  }
}
