package org.bnnlab.runtime.kernel;

import java.util.Arrays;

/** The specification of all kernels, in plain Java; also what runs where vectors are missing. */
public class ScalarKernels implements Kernels {

  /** The scalar kernels. */
  public ScalarKernels() {}

  @Override
  public String name() {
    return "scalar";
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
    for (int pixel = from; pixel < to; pixel++) {
      int first = at + (pixel - from) * stride;
      int correction = layer.classes[pixel] + block * Blocks.SIZE;
      System.arraycopy(layer.corrections, correction, out, first, Blocks.SIZE);
      int start = layer.starts[pixel] + layer.shift(block);
      int w = block * layer.words * Blocks.SIZE;
      for (int run : layer.runs) {
        for (int k = 0; k < layer.runLength; k++) {
          long word = signs[start + run + k];
          for (int lane = 0; lane < Blocks.SIZE; lane++) {
            out[first + lane] -= 2 * Long.bitCount(word ^ layer.weights[w + lane]);
          }
          w += Blocks.SIZE;
        }
      }
    }
  }

  @Override
  public void real(
      RealLayer layer, int block, float[] in, int from, int to, float[] out, int at, int stride) {
    for (int pixel = from; pixel < to; pixel++) {
      int first = at + (pixel - from) * stride;
      Arrays.fill(out, first, first + Blocks.SIZE, 0);
      int start = layer.starts[pixel] + layer.shift(block);
      int w = block * layer.taps.length * layer.channels * Blocks.SIZE;
      for (int tap : layer.taps) {
        for (int channel = 0; channel < layer.channels; channel++) {
          float x = in[start + tap + channel];
          for (int lane = 0; lane < Blocks.SIZE; lane++) {
            out[first + lane] = Math.fma(layer.weights[w + lane], x, out[first + lane]);
          }
          w += Blocks.SIZE;
        }
      }
    }
  }

  @Override
  public void affine(float[] x, int pixels, float[] factor, float[] offset) {
    int stride = factor.length;
    for (int pixel = 0; pixel < pixels; pixel++) {
      int at = pixel * stride;
      for (int c = 0; c < stride; c++) {
        x[at + c] = Math.fma(factor[c], x[at + c], offset[c]);
      }
    }
  }

  @Override
  public void add(float[] x, float[] y, int at, int count) {
    for (int i = 0; i < count; i++) {
      x[i] += y[at + i];
    }
  }

  @Override
  public void multiply(float[] x, float[] y, int at, int count) {
    for (int i = 0; i < count; i++) {
      x[i] *= y[at + i];
    }
  }

  @Override
  public void clamp(float[] x, int count, float low, float high) {
    for (int i = 0; i < count; i++) {
      x[i] = Math.min(Math.max(x[i], low), high);
    }
  }

  @Override
  public void prelu(float[] x, int pixels, float[] slope) {
    int stride = slope.length;
    for (int pixel = 0; pixel < pixels; pixel++) {
      int at = pixel * stride;
      for (int c = 0; c < stride; c++) {
        float value = x[at + c];
        x[at + c] = value > 0 ? value : slope[c] * value;
      }
    }
  }

  @Override
  public void sign(SignLayer layer, float[] x, int from, int to, long[] out) {
    int stride = layer.stride();
    for (int pixel = from; pixel < to; pixel++) {
      layer.clear(out, pixel);
      int at = (pixel - from) * stride;
      for (int word = 0; word < layer.inverted.length; word++) {
        long bits = 0;
        int first = word * Long.SIZE;
        int last = Math.min(first + Long.SIZE, stride);
        for (int c = first; c < last; c++) {
          if (x[at + c] >= layer.thresholds[c]) {
            bits |= 1L << c;
          }
        }
        layer.store(out, pixel, word, bits ^ layer.inverted[word]);
      }
    }
  }

  @Override
  public long saturate(int steps, long seed) {
    long a = seed;
    long b = seed + 1;
    long c = seed + 2;
    long d = seed + 3;
    for (int i = 0; i < steps; i++) {
      a += Long.bitCount(a ^ i);
      b += Long.bitCount(b ^ i);
      c += Long.bitCount(c ^ i);
      d += Long.bitCount(d ^ i);
    }
    // Never true, but the compiler cannot know: without a use the loop would be dropped.
    return (a ^ b ^ c ^ d) == Long.MIN_VALUE ? 0 : 4L * Long.SIZE * steps;
  }
}
