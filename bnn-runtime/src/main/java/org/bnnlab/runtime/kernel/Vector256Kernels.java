package org.bnnlab.runtime.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels on vectors of 256 bits: lanes are output channels, so no sum runs across lanes. A tile of
 * 2 pixels times 4 vectors of weights stays in registers; its loop body is one word of the window.
 */
final class Vector256Kernels extends ScalarKernels {

  private static final int TILE = 2;
  private static final int REAL_TILE = 4;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_256;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
  private static final VectorSpecies<Float> HALF = FloatVector.SPECIES_128;
  private static final int LANES = LONGS.length();

  @Override
  public String name() {
    return "vector256";
  }

  @Override
  public void binary(
      BinaryLayer layer,
      int block,
      long[] signs,
      int from,
      int to,
      float[] out,
      int at,
      int stride) {
    if (to - from < TILE) {
      for (int pixel = from; pixel < to; pixel++) {
        pixel(layer, block, signs, pixel, out, at + (pixel - from) * stride);
      }
      return;
    }
    for (int pixel = from; pixel < to; pixel += TILE) {
      int first = Math.min(pixel, to - TILE);
      tile(layer, block, signs, first, out, at + (first - from) * stride, stride);
    }
  }

  // Sums are converted here, not in a method: a call would put every register into an object.
  private static void tile(
      BinaryLayer layer, int block, long[] signs, int pixel, float[] out, int at, int stride) {
    long[] weights = layer.weights;
    int shift = layer.shift(block);
    int s0 = layer.starts[pixel] + shift;
    int s1 = layer.starts[pixel + 1] + shift;
    LongVector m00 = LongVector.zero(LONGS);
    LongVector m01 = LongVector.zero(LONGS);
    LongVector m02 = LongVector.zero(LONGS);
    LongVector m03 = LongVector.zero(LONGS);
    LongVector m10 = LongVector.zero(LONGS);
    LongVector m11 = LongVector.zero(LONGS);
    LongVector m12 = LongVector.zero(LONGS);
    LongVector m13 = LongVector.zero(LONGS);
    int w = block * layer.words * Blocks.SIZE;
    for (int run : layer.runs) {
      for (int k = run; k < run + layer.runLength; k++) {
        LongVector w0 = LongVector.fromArray(LONGS, weights, w);
        LongVector w1 = LongVector.fromArray(LONGS, weights, w + LANES);
        LongVector w2 = LongVector.fromArray(LONGS, weights, w + 2 * LANES);
        LongVector w3 = LongVector.fromArray(LONGS, weights, w + 3 * LANES);
        w += Blocks.SIZE;
        LongVector x0 = LongVector.broadcast(LONGS, signs[s0 + k]);
        m00 = m00.add(w0.lanewise(VectorOperators.XOR, x0).lanewise(VectorOperators.BIT_COUNT));
        m01 = m01.add(w1.lanewise(VectorOperators.XOR, x0).lanewise(VectorOperators.BIT_COUNT));
        m02 = m02.add(w2.lanewise(VectorOperators.XOR, x0).lanewise(VectorOperators.BIT_COUNT));
        m03 = m03.add(w3.lanewise(VectorOperators.XOR, x0).lanewise(VectorOperators.BIT_COUNT));
        LongVector x1 = LongVector.broadcast(LONGS, signs[s1 + k]);
        m10 = m10.add(w0.lanewise(VectorOperators.XOR, x1).lanewise(VectorOperators.BIT_COUNT));
        m11 = m11.add(w1.lanewise(VectorOperators.XOR, x1).lanewise(VectorOperators.BIT_COUNT));
        m12 = m12.add(w2.lanewise(VectorOperators.XOR, x1).lanewise(VectorOperators.BIT_COUNT));
        m13 = m13.add(w3.lanewise(VectorOperators.XOR, x1).lanewise(VectorOperators.BIT_COUNT));
      }
    }
    int c = block * Blocks.SIZE;
    int[] classes = layer.classes;
    int c0 = classes[pixel] + c;
    int c1 = classes[pixel + 1] + c;
    FloatVector f00 = (FloatVector) m00.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c0).sub(f00.add(f00)).intoArray(out, at);
    FloatVector f01 = (FloatVector) m01.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c0 + LANES)
        .sub(f01.add(f01))
        .intoArray(out, at + LANES);
    FloatVector f02 = (FloatVector) m02.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c0 + 2 * LANES)
        .sub(f02.add(f02))
        .intoArray(out, at + 2 * LANES);
    FloatVector f03 = (FloatVector) m03.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c0 + 3 * LANES)
        .sub(f03.add(f03))
        .intoArray(out, at + 3 * LANES);
    FloatVector f10 = (FloatVector) m10.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c1)
        .sub(f10.add(f10))
        .intoArray(out, at + stride);
    FloatVector f11 = (FloatVector) m11.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c1 + LANES)
        .sub(f11.add(f11))
        .intoArray(out, at + stride + LANES);
    FloatVector f12 = (FloatVector) m12.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c1 + 2 * LANES)
        .sub(f12.add(f12))
        .intoArray(out, at + stride + 2 * LANES);
    FloatVector f13 = (FloatVector) m13.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c1 + 3 * LANES)
        .sub(f13.add(f13))
        .intoArray(out, at + stride + 3 * LANES);
  }

  private static void pixel(
      BinaryLayer layer, int block, long[] signs, int pixel, float[] out, int at) {
    long[] weights = layer.weights;
    int start = layer.starts[pixel] + layer.shift(block);
    LongVector m0 = LongVector.zero(LONGS);
    LongVector m1 = LongVector.zero(LONGS);
    LongVector m2 = LongVector.zero(LONGS);
    LongVector m3 = LongVector.zero(LONGS);
    int w = block * layer.words * Blocks.SIZE;
    for (int run : layer.runs) {
      for (int k = run; k < run + layer.runLength; k++) {
        LongVector x = LongVector.broadcast(LONGS, signs[start + k]);
        LongVector w0 = LongVector.fromArray(LONGS, weights, w);
        m0 = m0.add(w0.lanewise(VectorOperators.XOR, x).lanewise(VectorOperators.BIT_COUNT));
        LongVector w1 = LongVector.fromArray(LONGS, weights, w + LANES);
        m1 = m1.add(w1.lanewise(VectorOperators.XOR, x).lanewise(VectorOperators.BIT_COUNT));
        LongVector w2 = LongVector.fromArray(LONGS, weights, w + 2 * LANES);
        m2 = m2.add(w2.lanewise(VectorOperators.XOR, x).lanewise(VectorOperators.BIT_COUNT));
        LongVector w3 = LongVector.fromArray(LONGS, weights, w + 3 * LANES);
        m3 = m3.add(w3.lanewise(VectorOperators.XOR, x).lanewise(VectorOperators.BIT_COUNT));
        w += Blocks.SIZE;
      }
    }
    int c = layer.classes[pixel] + block * Blocks.SIZE;
    store(layer, m0, c, out, at);
    store(layer, m1, c + LANES, out, at + LANES);
    store(layer, m2, c + 2 * LANES, out, at + 2 * LANES);
    store(layer, m3, c + 3 * LANES, out, at + 3 * LANES);
  }

  /** {@code correction - 2 * mismatches}; all of them are exact integers. */
  private static void store(BinaryLayer layer, LongVector mismatches, int c, float[] out, int at) {
    FloatVector m = (FloatVector) mismatches.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c).sub(m.add(m)).intoArray(out, at);
  }

  @Override
  public void real(
      RealLayer layer, int block, float[] in, int from, int to, float[] out, int at, int stride) {
    if (to - from < REAL_TILE) {
      for (int pixel = from; pixel < to; pixel++) {
        pixel(layer, block, in, pixel, out, at + (pixel - from) * stride);
      }
      return;
    }
    for (int pixel = from; pixel < to; pixel += REAL_TILE) {
      int first = Math.min(pixel, to - REAL_TILE);
      tile(layer, block, in, first, out, at + (first - from) * stride, stride);
    }
  }

  private static void tile(
      RealLayer layer, int block, float[] in, int pixel, float[] out, int at, int stride) {
    float[] weights = layer.weights;
    int shift = layer.shift(block);
    int s0 = layer.starts[pixel] + shift;
    int s1 = layer.starts[pixel + 1] + shift;
    int s2 = layer.starts[pixel + 2] + shift;
    int s3 = layer.starts[pixel + 3] + shift;
    FloatVector m00 = FloatVector.zero(FLOATS);
    FloatVector m01 = FloatVector.zero(FLOATS);
    FloatVector m10 = FloatVector.zero(FLOATS);
    FloatVector m11 = FloatVector.zero(FLOATS);
    FloatVector m20 = FloatVector.zero(FLOATS);
    FloatVector m21 = FloatVector.zero(FLOATS);
    FloatVector m30 = FloatVector.zero(FLOATS);
    FloatVector m31 = FloatVector.zero(FLOATS);
    int w = block * layer.taps.length * layer.channels * Blocks.SIZE;
    for (int tap : layer.taps) {
      for (int k = tap; k < tap + layer.channels; k++) {
        FloatVector w0 = FloatVector.fromArray(FLOATS, weights, w);
        FloatVector w1 = FloatVector.fromArray(FLOATS, weights, w + FLOATS.length());
        w += Blocks.SIZE;
        FloatVector x0 = FloatVector.broadcast(FLOATS, in[s0 + k]);
        m00 = w0.fma(x0, m00);
        m01 = w1.fma(x0, m01);
        FloatVector x1 = FloatVector.broadcast(FLOATS, in[s1 + k]);
        m10 = w0.fma(x1, m10);
        m11 = w1.fma(x1, m11);
        FloatVector x2 = FloatVector.broadcast(FLOATS, in[s2 + k]);
        m20 = w0.fma(x2, m20);
        m21 = w1.fma(x2, m21);
        FloatVector x3 = FloatVector.broadcast(FLOATS, in[s3 + k]);
        m30 = w0.fma(x3, m30);
        m31 = w1.fma(x3, m31);
      }
    }
    m00.intoArray(out, at);
    m01.intoArray(out, at + FLOATS.length());
    m10.intoArray(out, at + stride);
    m11.intoArray(out, at + stride + FLOATS.length());
    m20.intoArray(out, at + 2 * stride);
    m21.intoArray(out, at + 2 * stride + FLOATS.length());
    m30.intoArray(out, at + 3 * stride);
    m31.intoArray(out, at + 3 * stride + FLOATS.length());
  }

  private static void pixel(
      RealLayer layer, int block, float[] in, int pixel, float[] out, int at) {
    float[] weights = layer.weights;
    int start = layer.starts[pixel] + layer.shift(block);
    FloatVector m0 = FloatVector.zero(FLOATS);
    FloatVector m1 = FloatVector.zero(FLOATS);
    int w = block * layer.taps.length * layer.channels * Blocks.SIZE;
    for (int tap : layer.taps) {
      for (int k = tap; k < tap + layer.channels; k++) {
        FloatVector x = FloatVector.broadcast(FLOATS, in[start + k]);
        m0 = FloatVector.fromArray(FLOATS, weights, w).fma(x, m0);
        m1 = FloatVector.fromArray(FLOATS, weights, w + FLOATS.length()).fma(x, m1);
        w += Blocks.SIZE;
      }
    }
    m0.intoArray(out, at);
    m1.intoArray(out, at + FLOATS.length());
  }

  @Override
  public void affine(float[] x, int pixels, float[] factor, float[] offset) {
    int stride = factor.length;
    for (int pixel = 0; pixel < pixels; pixel++) {
      int at = pixel * stride;
      for (int c = 0; c < stride; c += FLOATS.length()) {
        FloatVector.fromArray(FLOATS, x, at + c)
            .fma(FloatVector.fromArray(FLOATS, factor, c), FloatVector.fromArray(FLOATS, offset, c))
            .intoArray(x, at + c);
      }
    }
  }

  @Override
  public void clamp(float[] x, int count, float low, float high) {
    for (int i = 0; i < count; i += FLOATS.length()) {
      FloatVector.fromArray(FLOATS, x, i).max(low).min(high).intoArray(x, i);
    }
  }

  @Override
  public void prelu(float[] x, int pixels, float[] slope) {
    int stride = slope.length;
    for (int pixel = 0; pixel < pixels; pixel++) {
      int at = pixel * stride;
      for (int c = 0; c < stride; c += FLOATS.length()) {
        FloatVector value = FloatVector.fromArray(FLOATS, x, at + c);
        value
            .mul(FloatVector.fromArray(FLOATS, slope, c))
            .blend(value, value.compare(VectorOperators.GT, 0))
            .intoArray(x, at + c);
      }
    }
  }

  @Override
  public void sign(SignLayer layer, float[] x, int from, int to, long[] out) {
    int stride = layer.stride();
    boolean dense = layer.layout().dense();
    for (int pixel = from; pixel < to; pixel++) {
      layer.clear(out, pixel);
      int at = (pixel - from) * stride;
      for (int word = 0; word < layer.inverted.length; word++) {
        long bits = 0;
        int first = word * Long.SIZE;
        int last = Math.min(first + Long.SIZE, stride);
        for (int c = first; c < last; c += FLOATS.length()) {
          bits |=
              FloatVector.fromArray(FLOATS, x, at + c)
                      .compare(
                          VectorOperators.GE, FloatVector.fromArray(FLOATS, layer.thresholds, c))
                      .toLong()
                  << c;
        }
        bits ^= layer.inverted[word];
        if (dense) {
          out[layer.indices[pixel] + word] = bits;
        } else {
          layer.store(out, pixel, word, bits);
        }
      }
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
      m0 = m0.add(m0.lanewise(VectorOperators.XOR, x).lanewise(VectorOperators.BIT_COUNT));
      m1 = m1.add(m1.lanewise(VectorOperators.XOR, x).lanewise(VectorOperators.BIT_COUNT));
      m2 = m2.add(m2.lanewise(VectorOperators.XOR, x).lanewise(VectorOperators.BIT_COUNT));
      m3 = m3.add(m3.lanewise(VectorOperators.XOR, x).lanewise(VectorOperators.BIT_COUNT));
      m4 = m4.add(m4.lanewise(VectorOperators.XOR, x).lanewise(VectorOperators.BIT_COUNT));
      m5 = m5.add(m5.lanewise(VectorOperators.XOR, x).lanewise(VectorOperators.BIT_COUNT));
      m6 = m6.add(m6.lanewise(VectorOperators.XOR, x).lanewise(VectorOperators.BIT_COUNT));
      m7 = m7.add(m7.lanewise(VectorOperators.XOR, x).lanewise(VectorOperators.BIT_COUNT));
    }
    LongVector all = m0.lanewise(VectorOperators.XOR, m1).add(m2).add(m3).add(m4).add(m5);
    // Never true, but the compiler cannot know: without a use the loop would be dropped.
    boolean used = all.add(m6).add(m7).reduceLanes(VectorOperators.XOR) == Long.MIN_VALUE;
    return used ? 0 : 8L * LONGS.vectorBitSize() * steps;
  }
}
