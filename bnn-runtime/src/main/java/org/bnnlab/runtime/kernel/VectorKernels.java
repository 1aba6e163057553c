package org.bnnlab.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.BIT_COUNT;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/** Kernels on vectors of the form that the class was defined for: lanes are channels. */
final class VectorKernels extends ScalarKernels {

  private static final VectorForm FORM = VectorForm.of(MethodHandles.lookup());
  private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, FORM.shape());
  private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, FORM.shape());
  private static final int LANES = FLOATS.length();

  private final BinaryConvolution convolution;
  private final SignConvolution comparison;

  VectorKernels(BinaryConvolution convolution, SignConvolution comparison) {
    this.convolution = convolution;
    this.comparison = comparison;
  }

  @Override
  public String name() {
    return FORM.name();
  }

  @Override
  public SignConvolution comparison() {
    return comparison;
  }

  @Override
  public void binary(
      BinaryLayer layer,
      int group,
      int[] signs,
      int[] windows,
      int from,
      int to,
      float[] out,
      int at,
      int stride) {
    convolution.binary(layer, group, signs, windows, from, to, out, at, stride);
  }

  @Override
  public void real(
      RealLayer layer, int group, float[] in, int from, int to, float[] out, int at, int stride) {
    int first = layer.blocks().perGroup() * group * Blocks.SIZE;
    int end = first + layer.blocks().perGroup() * Blocks.SIZE;
    for (int c = first; c < end; c += 2 * LANES) {
      // A last vector without a partner is computed twice.
      int d = Math.min(c + LANES, end - LANES);
      if (to - from == 1) {
        pixel(layer, group, c, d, in, from, out, at - first);
      } else {
        tiles(layer, group, c, d, in, from, to, out, at - first, stride);
      }
    }
  }

  /** One pixel, two vectors of channels. */
  private static void pixel(
      RealLayer layer, int group, int c, int d, float[] in, int pixel, float[] out, int at) {
    float[] weights = layer.weights;
    int w = layer.weight(c);
    int u = layer.weight(d);
    FloatVector m = FloatVector.zero(FLOATS);
    FloatVector n = FloatVector.zero(FLOATS);
    for (int run : layer.runs) {
      int start = layer.starts[pixel] + layer.shift(group) + run;
      for (int k = start; k < start + layer.runLength; k++) {
        FloatVector x = FloatVector.broadcast(FLOATS, in[k]);
        m = x.fma(FloatVector.fromArray(FLOATS, weights, w), m);
        n = x.fma(FloatVector.fromArray(FLOATS, weights, u), n);
        w += Blocks.SIZE;
        u += Blocks.SIZE;
      }
    }
    m.intoArray(out, at + c);
    n.intoArray(out, at + d);
  }

  /** Eight pixels, two vectors of channels; the last tile computes its last pixel several times. */
  private static void tiles(
      RealLayer layer,
      int group,
      int c,
      int d,
      float[] in,
      int from,
      int to,
      float[] out,
      int at,
      int stride) {
    float[] weights = layer.weights;
    int shift = layer.shift(group);
    int runLength = layer.runLength;
    for (int pixel = from; pixel < to; pixel += 8) {
      int p1 = Math.min(pixel + 1, to - 1);
      int p2 = Math.min(pixel + 2, to - 1);
      int p3 = Math.min(pixel + 3, to - 1);
      int p4 = Math.min(pixel + 4, to - 1);
      int p5 = Math.min(pixel + 5, to - 1);
      int p6 = Math.min(pixel + 6, to - 1);
      int p7 = Math.min(pixel + 7, to - 1);
      int s0 = layer.starts[pixel] + shift;
      int s1 = layer.starts[p1] + shift;
      int s2 = layer.starts[p2] + shift;
      int s3 = layer.starts[p3] + shift;
      int s4 = layer.starts[p4] + shift;
      int s5 = layer.starts[p5] + shift;
      int s6 = layer.starts[p6] + shift;
      int s7 = layer.starts[p7] + shift;
      FloatVector m0 = FloatVector.zero(FLOATS);
      FloatVector n0 = FloatVector.zero(FLOATS);
      FloatVector m1 = FloatVector.zero(FLOATS);
      FloatVector n1 = FloatVector.zero(FLOATS);
      FloatVector m2 = FloatVector.zero(FLOATS);
      FloatVector n2 = FloatVector.zero(FLOATS);
      FloatVector m3 = FloatVector.zero(FLOATS);
      FloatVector n3 = FloatVector.zero(FLOATS);
      FloatVector m4 = FloatVector.zero(FLOATS);
      FloatVector n4 = FloatVector.zero(FLOATS);
      FloatVector m5 = FloatVector.zero(FLOATS);
      FloatVector n5 = FloatVector.zero(FLOATS);
      FloatVector m6 = FloatVector.zero(FLOATS);
      FloatVector n6 = FloatVector.zero(FLOATS);
      FloatVector m7 = FloatVector.zero(FLOATS);
      FloatVector n7 = FloatVector.zero(FLOATS);
      int w = layer.weight(c);
      int u = layer.weight(d);
      for (int run : layer.runs) {
        int t0 = s0 + run;
        int t1 = s1 + run;
        int t2 = s2 + run;
        int t3 = s3 + run;
        int t4 = s4 + run;
        int t5 = s5 + run;
        int t6 = s6 + run;
        int t7 = s7 + run;
        for (int k = 0; k < runLength; k++) {
          FloatVector y = FloatVector.fromArray(FLOATS, weights, w);
          FloatVector z = FloatVector.fromArray(FLOATS, weights, u);
          w += Blocks.SIZE;
          u += Blocks.SIZE;
          FloatVector x0 = FloatVector.broadcast(FLOATS, in[t0 + k]);
          m0 = y.fma(x0, m0);
          n0 = z.fma(x0, n0);
          FloatVector x1 = FloatVector.broadcast(FLOATS, in[t1 + k]);
          m1 = y.fma(x1, m1);
          n1 = z.fma(x1, n1);
          FloatVector x2 = FloatVector.broadcast(FLOATS, in[t2 + k]);
          m2 = y.fma(x2, m2);
          n2 = z.fma(x2, n2);
          FloatVector x3 = FloatVector.broadcast(FLOATS, in[t3 + k]);
          m3 = y.fma(x3, m3);
          n3 = z.fma(x3, n3);
          FloatVector x4 = FloatVector.broadcast(FLOATS, in[t4 + k]);
          m4 = y.fma(x4, m4);
          n4 = z.fma(x4, n4);
          FloatVector x5 = FloatVector.broadcast(FLOATS, in[t5 + k]);
          m5 = y.fma(x5, m5);
          n5 = z.fma(x5, n5);
          FloatVector x6 = FloatVector.broadcast(FLOATS, in[t6 + k]);
          m6 = y.fma(x6, m6);
          n6 = z.fma(x6, n6);
          FloatVector x7 = FloatVector.broadcast(FLOATS, in[t7 + k]);
          m7 = y.fma(x7, m7);
          n7 = z.fma(x7, n7);
        }
      }
      int o0 = at + (pixel - from) * stride;
      m0.intoArray(out, o0 + c);
      n0.intoArray(out, o0 + d);
      int o1 = at + (p1 - from) * stride;
      m1.intoArray(out, o1 + c);
      n1.intoArray(out, o1 + d);
      int o2 = at + (p2 - from) * stride;
      m2.intoArray(out, o2 + c);
      n2.intoArray(out, o2 + d);
      int o3 = at + (p3 - from) * stride;
      m3.intoArray(out, o3 + c);
      n3.intoArray(out, o3 + d);
      int o4 = at + (p4 - from) * stride;
      m4.intoArray(out, o4 + c);
      n4.intoArray(out, o4 + d);
      int o5 = at + (p5 - from) * stride;
      m5.intoArray(out, o5 + c);
      n5.intoArray(out, o5 + d);
      int o6 = at + (p6 - from) * stride;
      m6.intoArray(out, o6 + c);
      n6.intoArray(out, o6 + d);
      int o7 = at + (p7 - from) * stride;
      m7.intoArray(out, o7 + c);
      n7.intoArray(out, o7 + d);
    }
  }

  @Override
  public void pointwise(
      Pointwise points, float[] x, int from, int to, float[] other, float[] kept, int[] signs) {
    int stride = points.stride;
    float[] y = points.keep ? kept : x;
    int at = points.keep ? from * stride : 0;
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
    SignLayer sign = points.sign;
    if (sign == null) {
      return;
    }
    if (!sign.layout().dense()) {
      sign(sign, y, at, from, to, signs);
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

  @Override
  public void max(
      float[] in, int first, int rowStep, int rows, int columns, int stride, float[] out, int at) {
    for (int c = 0; c < stride; c += LANES) {
      FloatVector largest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
      for (int row = 0; row < rows; row++) {
        int place = first + row * rowStep + c;
        for (int column = 0; column < columns; column++) {
          largest = largest.max(FloatVector.fromArray(FLOATS, in, place));
          place += stride;
        }
      }
      largest.intoArray(out, at + c);
    }
  }

  @Override
  public void mean(
      float[] in, int first, int rowStep, int rows, int columns, int stride, float[] out, int at) {
    for (int c = 0; c < stride; c += LANES) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int row = 0; row < rows; row++) {
        int place = first + row * rowStep + c;
        for (int column = 0; column < columns; column++) {
          sum = sum.add(FloatVector.fromArray(FLOATS, in, place));
          place += stride;
        }
      }
      sum.div(rows * columns).intoArray(out, at + c);
    }
  }

  @Override
  public long saturate(int steps, long seed) {
    LongVector x = LongVector.broadcast(LONGS, seed);
    LongVector m0 = LongVector.broadcast(LONGS, seed + 0);
    LongVector m1 = LongVector.broadcast(LONGS, seed + 1);
    LongVector m2 = LongVector.broadcast(LONGS, seed + 2);
    LongVector m3 = LongVector.broadcast(LONGS, seed + 3);
    LongVector m4 = LongVector.broadcast(LONGS, seed + 4);
    LongVector m5 = LongVector.broadcast(LONGS, seed + 5);
    LongVector m6 = LongVector.broadcast(LONGS, seed + 6);
    LongVector m7 = LongVector.broadcast(LONGS, seed + 7);
    for (int i = 0; i < steps; i++) {
      m0 = m0.add(m0.lanewise(XOR, x).lanewise(BIT_COUNT));
      m1 = m1.add(m1.lanewise(XOR, x).lanewise(BIT_COUNT));
      m2 = m2.add(m2.lanewise(XOR, x).lanewise(BIT_COUNT));
      m3 = m3.add(m3.lanewise(XOR, x).lanewise(BIT_COUNT));
      m4 = m4.add(m4.lanewise(XOR, x).lanewise(BIT_COUNT));
      m5 = m5.add(m5.lanewise(XOR, x).lanewise(BIT_COUNT));
      m6 = m6.add(m6.lanewise(XOR, x).lanewise(BIT_COUNT));
      m7 = m7.add(m7.lanewise(XOR, x).lanewise(BIT_COUNT));
    }
    LongVector all = m0.lanewise(XOR, m1).add(m2).add(m3).add(m4).add(m5);
    // Never true, but the compiler cannot know: without a use the loop would be dropped.
    boolean used = all.add(m6).add(m7).reduceLanes(XOR) == Long.MIN_VALUE;
    return used ? 0 : 8L * LONGS.vectorBitSize() * steps;
  }
}
