package org.bnnlab.runtime.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels on vectors of 512 bits: lanes are output channels, so no sum runs across lanes. A tile of
 * 8 pixels times 2 vectors of weights stays in registers; its loop body is one word of the window.
 */
final class Vector512Kernels extends ScalarKernels {

  private static final int TILE = 8;
  private static final int REAL_TILE = 8;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
  private static final VectorSpecies<Float> HALF = FloatVector.SPECIES_256;
  private static final int LANES = LONGS.length();

  @Override
  public String name() {
    return "vector512";
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
    int s2 = layer.starts[pixel + 2] + shift;
    int s3 = layer.starts[pixel + 3] + shift;
    int s4 = layer.starts[pixel + 4] + shift;
    int s5 = layer.starts[pixel + 5] + shift;
    int s6 = layer.starts[pixel + 6] + shift;
    int s7 = layer.starts[pixel + 7] + shift;
    LongVector m00 = LongVector.zero(LONGS);
    LongVector m01 = LongVector.zero(LONGS);
    LongVector m10 = LongVector.zero(LONGS);
    LongVector m11 = LongVector.zero(LONGS);
    LongVector m20 = LongVector.zero(LONGS);
    LongVector m21 = LongVector.zero(LONGS);
    LongVector m30 = LongVector.zero(LONGS);
    LongVector m31 = LongVector.zero(LONGS);
    LongVector m40 = LongVector.zero(LONGS);
    LongVector m41 = LongVector.zero(LONGS);
    LongVector m50 = LongVector.zero(LONGS);
    LongVector m51 = LongVector.zero(LONGS);
    LongVector m60 = LongVector.zero(LONGS);
    LongVector m61 = LongVector.zero(LONGS);
    LongVector m70 = LongVector.zero(LONGS);
    LongVector m71 = LongVector.zero(LONGS);
    int w = block * layer.words * Blocks.SIZE;
    for (int run : layer.runs) {
      for (int k = run; k < run + layer.runLength; k++) {
        LongVector w0 = LongVector.fromArray(LONGS, weights, w);
        LongVector w1 = LongVector.fromArray(LONGS, weights, w + LANES);
        w += Blocks.SIZE;
        LongVector x0 = LongVector.broadcast(LONGS, signs[s0 + k]);
        m00 = m00.add(w0.lanewise(VectorOperators.XOR, x0).lanewise(VectorOperators.BIT_COUNT));
        m01 = m01.add(w1.lanewise(VectorOperators.XOR, x0).lanewise(VectorOperators.BIT_COUNT));
        LongVector x1 = LongVector.broadcast(LONGS, signs[s1 + k]);
        m10 = m10.add(w0.lanewise(VectorOperators.XOR, x1).lanewise(VectorOperators.BIT_COUNT));
        m11 = m11.add(w1.lanewise(VectorOperators.XOR, x1).lanewise(VectorOperators.BIT_COUNT));
        LongVector x2 = LongVector.broadcast(LONGS, signs[s2 + k]);
        m20 = m20.add(w0.lanewise(VectorOperators.XOR, x2).lanewise(VectorOperators.BIT_COUNT));
        m21 = m21.add(w1.lanewise(VectorOperators.XOR, x2).lanewise(VectorOperators.BIT_COUNT));
        LongVector x3 = LongVector.broadcast(LONGS, signs[s3 + k]);
        m30 = m30.add(w0.lanewise(VectorOperators.XOR, x3).lanewise(VectorOperators.BIT_COUNT));
        m31 = m31.add(w1.lanewise(VectorOperators.XOR, x3).lanewise(VectorOperators.BIT_COUNT));
        LongVector x4 = LongVector.broadcast(LONGS, signs[s4 + k]);
        m40 = m40.add(w0.lanewise(VectorOperators.XOR, x4).lanewise(VectorOperators.BIT_COUNT));
        m41 = m41.add(w1.lanewise(VectorOperators.XOR, x4).lanewise(VectorOperators.BIT_COUNT));
        LongVector x5 = LongVector.broadcast(LONGS, signs[s5 + k]);
        m50 = m50.add(w0.lanewise(VectorOperators.XOR, x5).lanewise(VectorOperators.BIT_COUNT));
        m51 = m51.add(w1.lanewise(VectorOperators.XOR, x5).lanewise(VectorOperators.BIT_COUNT));
        LongVector x6 = LongVector.broadcast(LONGS, signs[s6 + k]);
        m60 = m60.add(w0.lanewise(VectorOperators.XOR, x6).lanewise(VectorOperators.BIT_COUNT));
        m61 = m61.add(w1.lanewise(VectorOperators.XOR, x6).lanewise(VectorOperators.BIT_COUNT));
        LongVector x7 = LongVector.broadcast(LONGS, signs[s7 + k]);
        m70 = m70.add(w0.lanewise(VectorOperators.XOR, x7).lanewise(VectorOperators.BIT_COUNT));
        m71 = m71.add(w1.lanewise(VectorOperators.XOR, x7).lanewise(VectorOperators.BIT_COUNT));
      }
    }
    int c = block * Blocks.SIZE;
    int[] classes = layer.classes;
    int c0 = classes[pixel] + c;
    int c1 = classes[pixel + 1] + c;
    int c2 = classes[pixel + 2] + c;
    int c3 = classes[pixel + 3] + c;
    int c4 = classes[pixel + 4] + c;
    int c5 = classes[pixel + 5] + c;
    int c6 = classes[pixel + 6] + c;
    int c7 = classes[pixel + 7] + c;
    FloatVector f00 = (FloatVector) m00.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c0).sub(f00.add(f00)).intoArray(out, at);
    FloatVector f01 = (FloatVector) m01.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c0 + LANES)
        .sub(f01.add(f01))
        .intoArray(out, at + LANES);
    FloatVector f10 = (FloatVector) m10.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c1)
        .sub(f10.add(f10))
        .intoArray(out, at + stride);
    FloatVector f11 = (FloatVector) m11.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c1 + LANES)
        .sub(f11.add(f11))
        .intoArray(out, at + stride + LANES);
    FloatVector f20 = (FloatVector) m20.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c2)
        .sub(f20.add(f20))
        .intoArray(out, at + 2 * stride);
    FloatVector f21 = (FloatVector) m21.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c2 + LANES)
        .sub(f21.add(f21))
        .intoArray(out, at + 2 * stride + LANES);
    FloatVector f30 = (FloatVector) m30.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c3)
        .sub(f30.add(f30))
        .intoArray(out, at + 3 * stride);
    FloatVector f31 = (FloatVector) m31.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c3 + LANES)
        .sub(f31.add(f31))
        .intoArray(out, at + 3 * stride + LANES);
    FloatVector f40 = (FloatVector) m40.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c4)
        .sub(f40.add(f40))
        .intoArray(out, at + 4 * stride);
    FloatVector f41 = (FloatVector) m41.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c4 + LANES)
        .sub(f41.add(f41))
        .intoArray(out, at + 4 * stride + LANES);
    FloatVector f50 = (FloatVector) m50.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c5)
        .sub(f50.add(f50))
        .intoArray(out, at + 5 * stride);
    FloatVector f51 = (FloatVector) m51.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c5 + LANES)
        .sub(f51.add(f51))
        .intoArray(out, at + 5 * stride + LANES);
    FloatVector f60 = (FloatVector) m60.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c6)
        .sub(f60.add(f60))
        .intoArray(out, at + 6 * stride);
    FloatVector f61 = (FloatVector) m61.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c6 + LANES)
        .sub(f61.add(f61))
        .intoArray(out, at + 6 * stride + LANES);
    FloatVector f70 = (FloatVector) m70.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c7)
        .sub(f70.add(f70))
        .intoArray(out, at + 7 * stride);
    FloatVector f71 = (FloatVector) m71.convertShape(VectorOperators.L2F, HALF, 0);
    FloatVector.fromArray(HALF, layer.corrections, c7 + LANES)
        .sub(f71.add(f71))
        .intoArray(out, at + 7 * stride + LANES);
  }

  private static void pixel(
      BinaryLayer layer, int block, long[] signs, int pixel, float[] out, int at) {
    long[] weights = layer.weights;
    int start = layer.starts[pixel] + layer.shift(block);
    LongVector m0 = LongVector.zero(LONGS);
    LongVector m1 = LongVector.zero(LONGS);
    int w = block * layer.words * Blocks.SIZE;
    for (int run : layer.runs) {
      for (int k = run; k < run + layer.runLength; k++) {
        LongVector x = LongVector.broadcast(LONGS, signs[start + k]);
        LongVector w0 = LongVector.fromArray(LONGS, weights, w);
        m0 = m0.add(w0.lanewise(VectorOperators.XOR, x).lanewise(VectorOperators.BIT_COUNT));
        LongVector w1 = LongVector.fromArray(LONGS, weights, w + LANES);
        m1 = m1.add(w1.lanewise(VectorOperators.XOR, x).lanewise(VectorOperators.BIT_COUNT));
        w += Blocks.SIZE;
      }
    }
    int c = layer.classes[pixel] + block * Blocks.SIZE;
    store(layer, m0, c, out, at);
    store(layer, m1, c + LANES, out, at + LANES);
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
    int s4 = layer.starts[pixel + 4] + shift;
    int s5 = layer.starts[pixel + 5] + shift;
    int s6 = layer.starts[pixel + 6] + shift;
    int s7 = layer.starts[pixel + 7] + shift;
    FloatVector m00 = FloatVector.zero(FLOATS);
    FloatVector m10 = FloatVector.zero(FLOATS);
    FloatVector m20 = FloatVector.zero(FLOATS);
    FloatVector m30 = FloatVector.zero(FLOATS);
    FloatVector m40 = FloatVector.zero(FLOATS);
    FloatVector m50 = FloatVector.zero(FLOATS);
    FloatVector m60 = FloatVector.zero(FLOATS);
    FloatVector m70 = FloatVector.zero(FLOATS);
    int w = block * layer.taps.length * layer.channels * Blocks.SIZE;
    for (int tap : layer.taps) {
      for (int k = tap; k < tap + layer.channels; k++) {
        FloatVector w0 = FloatVector.fromArray(FLOATS, weights, w);
        w += Blocks.SIZE;
        FloatVector x0 = FloatVector.broadcast(FLOATS, in[s0 + k]);
        m00 = w0.fma(x0, m00);
        FloatVector x1 = FloatVector.broadcast(FLOATS, in[s1 + k]);
        m10 = w0.fma(x1, m10);
        FloatVector x2 = FloatVector.broadcast(FLOATS, in[s2 + k]);
        m20 = w0.fma(x2, m20);
        FloatVector x3 = FloatVector.broadcast(FLOATS, in[s3 + k]);
        m30 = w0.fma(x3, m30);
        FloatVector x4 = FloatVector.broadcast(FLOATS, in[s4 + k]);
        m40 = w0.fma(x4, m40);
        FloatVector x5 = FloatVector.broadcast(FLOATS, in[s5 + k]);
        m50 = w0.fma(x5, m50);
        FloatVector x6 = FloatVector.broadcast(FLOATS, in[s6 + k]);
        m60 = w0.fma(x6, m60);
        FloatVector x7 = FloatVector.broadcast(FLOATS, in[s7 + k]);
        m70 = w0.fma(x7, m70);
      }
    }
    m00.intoArray(out, at);
    m10.intoArray(out, at + stride);
    m20.intoArray(out, at + 2 * stride);
    m30.intoArray(out, at + 3 * stride);
    m40.intoArray(out, at + 4 * stride);
    m50.intoArray(out, at + 5 * stride);
    m60.intoArray(out, at + 6 * stride);
    m70.intoArray(out, at + 7 * stride);
  }

  private static void pixel(
      RealLayer layer, int block, float[] in, int pixel, float[] out, int at) {
    float[] weights = layer.weights;
    int start = layer.starts[pixel] + layer.shift(block);
    FloatVector m0 = FloatVector.zero(FLOATS);
    int w = block * layer.taps.length * layer.channels * Blocks.SIZE;
    for (int tap : layer.taps) {
      for (int k = tap; k < tap + layer.channels; k++) {
        FloatVector x = FloatVector.broadcast(FLOATS, in[start + k]);
        m0 = FloatVector.fromArray(FLOATS, weights, w).fma(x, m0);
        w += Blocks.SIZE;
      }
    }
    m0.intoArray(out, at);
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
