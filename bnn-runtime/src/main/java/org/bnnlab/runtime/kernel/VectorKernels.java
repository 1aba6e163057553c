package org.bnnlab.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.BIT_COUNT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/** Kernels on vectors of the form that the class was defined for: lanes are channels. */
final class VectorKernels extends ScalarKernels {

  private static final VectorForm FORM = VectorForm.of(MethodHandles.lookup());
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FORM.shape());
  private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, FORM.shape());
  private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, FORM.shape());
  private static final int LANES = FLOATS.length();

  private final BinaryConvolution convolution;
  private final SignConvolution comparison;
  private final Passes passes;

  VectorKernels(BinaryConvolution convolution, SignConvolution comparison, Passes passes) {
    this.convolution = convolution;
    this.comparison = comparison;
    this.passes = passes;
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
      RealLayer layer,
      int group,
      float[] in,
      float[] room,
      int from,
      int to,
      float[] out,
      int at,
      int stride) {
    int first = layer.blocks().perGroup() * group * Blocks.SIZE;
    int end = first + layer.blocks().perGroup() * Blocks.SIZE;
    int shift = layer.shift(group);
    boolean signed = layer.signed();
    float[] weights = signed ? room : layer.weights;
    int base = 0;
    int c = first;
    for (; c + 4 * LANES <= end; c += 4 * LANES) {
      if (signed) {
        base = expand(layer, c / Blocks.SIZE, 4 * LANES / Blocks.SIZE, room);
      }
      if (to - from == 1) {
        pixel(layer, weights, base, c, in, layer.starts[from] + shift, out, at + c - first);
      } else {
        wide(layer, weights, base, c, in, shift, from, to, out, at + c - first, stride);
      }
    }
    for (; c < end; c += LANES) {
      if (signed && c % Blocks.SIZE == 0) {
        base = expand(layer, c / Blocks.SIZE, 1, room);
      }
      narrow(layer, weights, base, c, in, shift, from, to, out, at + c - first, stride);
    }
  }

  /** Makes values of the bits of some blocks; where the first one's weights begin otherwise. */
  private static int expand(RealLayer layer, int block, int blocks, float[] room) {
    int rows = layer.sign(1);
    int at = 0;
    for (int i = block; i < block + blocks; i++) {
      for (int lane = 0; lane < Blocks.SIZE; lane += LANES) {
        expand(layer.signs, layer.sign(i), rows, lane, room, at + lane);
      }
      at += layer.depth * Blocks.SIZE;
    }
    return layer.weight(block * Blocks.SIZE);
  }

  /** Some lanes of a block: a bit becomes the sign of a 1. A row behind the last is nobody's. */
  private static void expand(int[] signs, int from, int rows, int lane, float[] room, int at) {
    IntVector one = IntVector.broadcast(INTS, Float.floatToRawIntBits(1));
    IntVector even = IntVector.zero(INTS).addIndex(-1).add(Integer.SIZE - 1 - lane);
    IntVector odd = even.sub(Blocks.SIZE);
    int place = at;
    for (int i = from; i < from + rows; i++) {
      IntVector bits = IntVector.broadcast(INTS, signs[i]);
      IntVector first = bits.lanewise(LSHL, even).and(Integer.MIN_VALUE).or(one);
      IntVector second = bits.lanewise(LSHL, odd).and(Integer.MIN_VALUE).or(one);
      first.reinterpretAsFloats().intoArray(room, place);
      second.reinterpretAsFloats().intoArray(room, place + Blocks.SIZE);
      place += 2 * Blocks.SIZE;
    }
  }

  /** One pixel, four vectors of channels. */
  private static void pixel(
      RealLayer layer,
      float[] weights,
      int base,
      int c,
      float[] in,
      int start,
      float[] out,
      int at) {
    int w0 = layer.weight(c + 0 * LANES) - base;
    FloatVector m0 = FloatVector.zero(FLOATS);
    int w1 = layer.weight(c + 1 * LANES) - base;
    FloatVector m1 = FloatVector.zero(FLOATS);
    int w2 = layer.weight(c + 2 * LANES) - base;
    FloatVector m2 = FloatVector.zero(FLOATS);
    int w3 = layer.weight(c + 3 * LANES) - base;
    FloatVector m3 = FloatVector.zero(FLOATS);
    for (int run : layer.runs) {
      int t = start + run;
      for (int k = 0; k < layer.runLength; k++) {
        FloatVector x = FloatVector.broadcast(FLOATS, in[t + k]);
        m0 = x.fma(FloatVector.fromArray(FLOATS, weights, w0), m0);
        w0 += Blocks.SIZE;
        m1 = x.fma(FloatVector.fromArray(FLOATS, weights, w1), m1);
        w1 += Blocks.SIZE;
        m2 = x.fma(FloatVector.fromArray(FLOATS, weights, w2), m2);
        w2 += Blocks.SIZE;
        m3 = x.fma(FloatVector.fromArray(FLOATS, weights, w3), m3);
        w3 += Blocks.SIZE;
      }
    }
    m0.intoArray(out, at + 0 * LANES);
    m1.intoArray(out, at + 1 * LANES);
    m2.intoArray(out, at + 2 * LANES);
    m3.intoArray(out, at + 3 * LANES);
  }

  /** Four pixels, four vectors of channels. */
  private static void wide(
      RealLayer layer,
      float[] weights,
      int base,
      int c,
      float[] in,
      int shift,
      int from,
      int to,
      float[] out,
      int at,
      int stride) {
    int runLength = layer.runLength;
    for (int pixel = from; pixel < to; pixel += 4) {
      int p1 = Math.min(pixel + 1, to - 1);
      int p2 = Math.min(pixel + 2, to - 1);
      int p3 = Math.min(pixel + 3, to - 1);
      int s0 = layer.starts[pixel] + shift;
      int s1 = layer.starts[p1] + shift;
      int s2 = layer.starts[p2] + shift;
      int s3 = layer.starts[p3] + shift;
      FloatVector m00 = FloatVector.zero(FLOATS);
      FloatVector m01 = FloatVector.zero(FLOATS);
      FloatVector m02 = FloatVector.zero(FLOATS);
      FloatVector m03 = FloatVector.zero(FLOATS);
      FloatVector m10 = FloatVector.zero(FLOATS);
      FloatVector m11 = FloatVector.zero(FLOATS);
      FloatVector m12 = FloatVector.zero(FLOATS);
      FloatVector m13 = FloatVector.zero(FLOATS);
      FloatVector m20 = FloatVector.zero(FLOATS);
      FloatVector m21 = FloatVector.zero(FLOATS);
      FloatVector m22 = FloatVector.zero(FLOATS);
      FloatVector m23 = FloatVector.zero(FLOATS);
      FloatVector m30 = FloatVector.zero(FLOATS);
      FloatVector m31 = FloatVector.zero(FLOATS);
      FloatVector m32 = FloatVector.zero(FLOATS);
      FloatVector m33 = FloatVector.zero(FLOATS);
      int w0 = layer.weight(c + 0 * LANES) - base;
      int w1 = layer.weight(c + 1 * LANES) - base;
      int w2 = layer.weight(c + 2 * LANES) - base;
      int w3 = layer.weight(c + 3 * LANES) - base;
      for (int run : layer.runs) {
        int t0 = s0 + run;
        int t1 = s1 + run;
        int t2 = s2 + run;
        int t3 = s3 + run;
        for (int k = 0; k < runLength; k++) {
          FloatVector y0 = FloatVector.fromArray(FLOATS, weights, w0);
          w0 += Blocks.SIZE;
          FloatVector y1 = FloatVector.fromArray(FLOATS, weights, w1);
          w1 += Blocks.SIZE;
          FloatVector y2 = FloatVector.fromArray(FLOATS, weights, w2);
          w2 += Blocks.SIZE;
          FloatVector y3 = FloatVector.fromArray(FLOATS, weights, w3);
          w3 += Blocks.SIZE;
          FloatVector x0 = FloatVector.broadcast(FLOATS, in[t0 + k]);
          m00 = y0.fma(x0, m00);
          m01 = y1.fma(x0, m01);
          m02 = y2.fma(x0, m02);
          m03 = y3.fma(x0, m03);
          FloatVector x1 = FloatVector.broadcast(FLOATS, in[t1 + k]);
          m10 = y0.fma(x1, m10);
          m11 = y1.fma(x1, m11);
          m12 = y2.fma(x1, m12);
          m13 = y3.fma(x1, m13);
          FloatVector x2 = FloatVector.broadcast(FLOATS, in[t2 + k]);
          m20 = y0.fma(x2, m20);
          m21 = y1.fma(x2, m21);
          m22 = y2.fma(x2, m22);
          m23 = y3.fma(x2, m23);
          FloatVector x3 = FloatVector.broadcast(FLOATS, in[t3 + k]);
          m30 = y0.fma(x3, m30);
          m31 = y1.fma(x3, m31);
          m32 = y2.fma(x3, m32);
          m33 = y3.fma(x3, m33);
        }
      }
      int o0 = at + (pixel - from) * stride;
      m00.intoArray(out, o0 + 0 * LANES);
      m01.intoArray(out, o0 + 1 * LANES);
      m02.intoArray(out, o0 + 2 * LANES);
      m03.intoArray(out, o0 + 3 * LANES);
      int o1 = at + (p1 - from) * stride;
      m10.intoArray(out, o1 + 0 * LANES);
      m11.intoArray(out, o1 + 1 * LANES);
      m12.intoArray(out, o1 + 2 * LANES);
      m13.intoArray(out, o1 + 3 * LANES);
      int o2 = at + (p2 - from) * stride;
      m20.intoArray(out, o2 + 0 * LANES);
      m21.intoArray(out, o2 + 1 * LANES);
      m22.intoArray(out, o2 + 2 * LANES);
      m23.intoArray(out, o2 + 3 * LANES);
      int o3 = at + (p3 - from) * stride;
      m30.intoArray(out, o3 + 0 * LANES);
      m31.intoArray(out, o3 + 1 * LANES);
      m32.intoArray(out, o3 + 2 * LANES);
      m33.intoArray(out, o3 + 3 * LANES);
    }
  }

  /** Eight pixels, one vector of channels; the last tile computes its last pixel several times. */
  private static void narrow(
      RealLayer layer,
      float[] weights,
      int base,
      int c,
      float[] in,
      int shift,
      int from,
      int to,
      float[] out,
      int at,
      int stride) {
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
      FloatVector m1 = FloatVector.zero(FLOATS);
      FloatVector m2 = FloatVector.zero(FLOATS);
      FloatVector m3 = FloatVector.zero(FLOATS);
      FloatVector m4 = FloatVector.zero(FLOATS);
      FloatVector m5 = FloatVector.zero(FLOATS);
      FloatVector m6 = FloatVector.zero(FLOATS);
      FloatVector m7 = FloatVector.zero(FLOATS);
      int w0 = layer.weight(c) - base;
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
          FloatVector y0 = FloatVector.fromArray(FLOATS, weights, w0);
          w0 += Blocks.SIZE;
          FloatVector x0 = FloatVector.broadcast(FLOATS, in[t0 + k]);
          m0 = y0.fma(x0, m0);
          FloatVector x1 = FloatVector.broadcast(FLOATS, in[t1 + k]);
          m1 = y0.fma(x1, m1);
          FloatVector x2 = FloatVector.broadcast(FLOATS, in[t2 + k]);
          m2 = y0.fma(x2, m2);
          FloatVector x3 = FloatVector.broadcast(FLOATS, in[t3 + k]);
          m3 = y0.fma(x3, m3);
          FloatVector x4 = FloatVector.broadcast(FLOATS, in[t4 + k]);
          m4 = y0.fma(x4, m4);
          FloatVector x5 = FloatVector.broadcast(FLOATS, in[t5 + k]);
          m5 = y0.fma(x5, m5);
          FloatVector x6 = FloatVector.broadcast(FLOATS, in[t6 + k]);
          m6 = y0.fma(x6, m6);
          FloatVector x7 = FloatVector.broadcast(FLOATS, in[t7 + k]);
          m7 = y0.fma(x7, m7);
        }
      }
      int o0 = at + (pixel - from) * stride;
      m0.intoArray(out, o0);
      int o1 = at + (p1 - from) * stride;
      m1.intoArray(out, o1);
      int o2 = at + (p2 - from) * stride;
      m2.intoArray(out, o2);
      int o3 = at + (p3 - from) * stride;
      m3.intoArray(out, o3);
      int o4 = at + (p4 - from) * stride;
      m4.intoArray(out, o4);
      int o5 = at + (p5 - from) * stride;
      m5.intoArray(out, o5);
      int o6 = at + (p6 - from) * stride;
      m6.intoArray(out, o6);
      int o7 = at + (p7 - from) * stride;
      m7.intoArray(out, o7);
    }
  }

  @Override
  public void pointwise(
      Pointwise points, float[] x, int from, int to, float[] other, float[] kept, int[] signs) {
    passes.pointwise(points, x, from, to, other, kept, signs);
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
