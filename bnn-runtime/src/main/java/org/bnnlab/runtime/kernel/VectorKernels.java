package org.bnnlab.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.BIT_COUNT;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Kernels on vectors of the form that the class was defined for: lanes are channels. */
final class VectorKernels extends ScalarKernels {

  private static final VectorForm FORM = VectorForm.of(MethodHandles.lookup());
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FORM.shape());
  private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, FORM.shape());
  private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, FORM.shape());
  private static final int LANES = FLOATS.length();

  private final BinaryConvolution convolution;

  VectorKernels(BinaryConvolution convolution) {
    this.convolution = convolution;
  }

  @Override
  public String name() {
    return FORM.name();
  }

  @Override
  public void gather(BinaryLayer layer, int group, int[] signs, int from, int to, int[] windows) {
    if (layer.parts(0) > 1) {
      super.gather(layer, group, signs, from, to, windows);
      return;
    }
    int first = layer.shift(group);
    int at = 0;
    for (int run : layer.runs) {
      for (int i = 0; i < layer.runLength; i += LANES) {
        VectorMask<Integer> part = INTS.indexInRange(i, layer.runLength);
        copy(layer, signs, first + run + i, part, from, to, windows, at + i);
      }
      at += layer.runLength;
    }
  }

  private static void copy(
      BinaryLayer layer,
      int[] signs,
      int offset,
      VectorMask<Integer> part,
      int from,
      int to,
      int[] windows,
      int at) {
    int place = at;
    for (int pixel = from; pixel < to; pixel++) {
      IntVector.fromArray(INTS, signs, layer.starts[pixel] + offset)
          .intoArray(windows, place, part);
      place += layer.words;
    }
  }

  @Override
  public void binary(
      BinaryLayer layer,
      int block,
      int[] windows,
      int first,
      int from,
      int to,
      float[] out,
      int at,
      int stride) {
    convolution.binary(layer, block, windows, first, from, to, out, at, stride);
  }

  @Override
  public void gather(RealLayer layer, int group, float[] in, int from, int to, float[] windows) {
    int at = 0;
    for (int run : layer.runs) {
      for (int i = 0; i < layer.runLength; i += LANES) {
        VectorMask<Float> part = FLOATS.indexInRange(i, layer.runLength);
        int place = at + i;
        for (int pixel = from; pixel < to; pixel++) {
          int start = layer.starts[pixel] + layer.shift(group) + run + i;
          FloatVector.fromArray(FLOATS, in, start, part).intoArray(windows, place, part);
          place += layer.depth;
        }
      }
      at += layer.runLength;
    }
  }

  @Override
  public void real(
      RealLayer layer,
      int block,
      float[] windows,
      int from,
      int to,
      float[] out,
      int at,
      int stride) {
    for (int lane = 0; lane < Blocks.SIZE; lane += LANES) {
      real(layer, block, lane, windows, to - from, out, at + lane, stride);
    }
  }

  private static void real(
      RealLayer layer,
      int block,
      int lane,
      float[] windows,
      int pixels,
      float[] out,
      int at,
      int stride) {
    float[] weights = layer.weights;
    int depth = layer.depth;
    for (int pixel = 0; pixel < pixels; pixel += 8) {
      int p1 = Math.min(pixel + 1, pixels - 1);
      int p2 = Math.min(pixel + 2, pixels - 1);
      int p3 = Math.min(pixel + 3, pixels - 1);
      int p4 = Math.min(pixel + 4, pixels - 1);
      int p5 = Math.min(pixel + 5, pixels - 1);
      int p6 = Math.min(pixel + 6, pixels - 1);
      int p7 = Math.min(pixel + 7, pixels - 1);
      int s0 = pixel * depth;
      int s1 = p1 * depth;
      int s2 = p2 * depth;
      int s3 = p3 * depth;
      int s4 = p4 * depth;
      int s5 = p5 * depth;
      int s6 = p6 * depth;
      int s7 = p7 * depth;
      FloatVector m0 = FloatVector.zero(FLOATS);
      FloatVector m1 = FloatVector.zero(FLOATS);
      FloatVector m2 = FloatVector.zero(FLOATS);
      FloatVector m3 = FloatVector.zero(FLOATS);
      FloatVector m4 = FloatVector.zero(FLOATS);
      FloatVector m5 = FloatVector.zero(FLOATS);
      FloatVector m6 = FloatVector.zero(FLOATS);
      FloatVector m7 = FloatVector.zero(FLOATS);
      int w = block * depth * Blocks.SIZE + lane;
      for (int k = 0; k < depth; k++) {
        FloatVector x = FloatVector.fromArray(FLOATS, weights, w);
        w += Blocks.SIZE;
        m0 = x.fma(FloatVector.broadcast(FLOATS, windows[s0 + k]), m0);
        m1 = x.fma(FloatVector.broadcast(FLOATS, windows[s1 + k]), m1);
        m2 = x.fma(FloatVector.broadcast(FLOATS, windows[s2 + k]), m2);
        m3 = x.fma(FloatVector.broadcast(FLOATS, windows[s3 + k]), m3);
        m4 = x.fma(FloatVector.broadcast(FLOATS, windows[s4 + k]), m4);
        m5 = x.fma(FloatVector.broadcast(FLOATS, windows[s5 + k]), m5);
        m6 = x.fma(FloatVector.broadcast(FLOATS, windows[s6 + k]), m6);
        m7 = x.fma(FloatVector.broadcast(FLOATS, windows[s7 + k]), m7);
      }
      m0.intoArray(out, at + pixel * stride);
      m1.intoArray(out, at + p1 * stride);
      m2.intoArray(out, at + p2 * stride);
      m3.intoArray(out, at + p3 * stride);
      m4.intoArray(out, at + p4 * stride);
      m5.intoArray(out, at + p5 * stride);
      m6.intoArray(out, at + p6 * stride);
      m7.intoArray(out, at + p7 * stride);
    }
  }

  @Override
  public void pointwise(
      Pointwise points, float[] x, int from, int to, float[] other, float[] kept, int[] signs) {
    SignLayer sign = points.sign;
    boolean dense = sign != null && sign.layout().dense();
    for (int c = 0; c < points.stride; c += LANES) {
      if (points.values) {
        values(points, c, x, from, to, other, kept);
      }
      if (sign != null && dense) {
        signs(sign, c, x, from, to, signs);
      }
    }
    if (sign != null && !dense) {
      sign(sign, x, from, to, signs);
    }
  }

  private static void values(
      Pointwise points, int c, float[] x, int from, int to, float[] other, float[] kept) {
    int stride = points.stride;
    FloatVector factor1 = FloatVector.fromArray(FLOATS, points.first.factor, c);
    FloatVector offset1 = FloatVector.fromArray(FLOATS, points.first.offset, c);
    FloatVector factor2 = FloatVector.fromArray(FLOATS, points.second.factor, c);
    FloatVector offset2 = FloatVector.fromArray(FLOATS, points.second.offset, c);
    FloatVector factor3 = FloatVector.fromArray(FLOATS, points.third.factor, c);
    FloatVector offset3 = FloatVector.fromArray(FLOATS, points.third.offset, c);
    FloatVector slope = FloatVector.fromArray(FLOATS, points.slope, c);
    boolean affine1 = points.first.used;
    boolean affine2 = points.second.used;
    boolean affine3 = points.third.used;
    boolean add = points.add;
    boolean clamp = points.clamp;
    boolean prelu = points.prelu;
    boolean keep = points.keep;
    int at = c;
    int all = from * stride + c;
    for (int pixel = from; pixel < to; pixel++) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, at);
      if (affine1) {
        v = v.fma(factor1, offset1);
      }
      if (add) {
        v = v.add(FloatVector.fromArray(FLOATS, other, all));
      }
      if (affine2) {
        v = v.fma(factor2, offset2);
      }
      if (clamp) {
        v = v.max(points.low).min(points.high);
      }
      if (prelu) {
        v = v.mul(slope).blend(v, v.compare(GT, 0));
      }
      if (affine3) {
        v = v.fma(factor3, offset3);
      }
      v.intoArray(x, at);
      if (keep) {
        v.intoArray(kept, all);
      }
      at += stride;
      all += stride;
    }
  }

  private static void signs(SignLayer layer, int c, float[] x, int from, int to, int[] signs) {
    int stride = layer.thresholds.length;
    FloatVector thresholds = FloatVector.fromArray(FLOATS, layer.thresholds, c);
    int word = c >> 5;
    int lanes = ((1 << LANES) - 1) << c;
    int inverted = layer.inverted[word] & lanes;
    int others = c % Integer.SIZE == 0 ? 0 : ~lanes;
    int at = c;
    for (int pixel = from; pixel < to; pixel++) {
      int bits = (int) FloatVector.fromArray(FLOATS, x, at).compare(GE, thresholds).toLong();
      int place = layer.indices[pixel] + word;
      signs[place] = (signs[place] & others) | ((bits << c) ^ inverted);
      at += stride;
    }
  }

  @Override
  public void max(float[] x, int to, float[] y, int at, int count) {
    for (int i = 0; i < count; i += LANES) {
      FloatVector.fromArray(FLOATS, x, to + i)
          .max(FloatVector.fromArray(FLOATS, y, at + i))
          .intoArray(x, to + i);
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
