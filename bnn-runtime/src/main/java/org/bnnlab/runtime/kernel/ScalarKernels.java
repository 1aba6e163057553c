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
  public void gather(BinaryLayer layer, int group, int[] signs, int from, int to, int[] windows) {
    int first = layer.shift(group);
    for (int word = 0; word < layer.words; word++) {
      for (int part = 0; part < layer.parts(word); part++) {
        int offset = first + layer.offset(word, part);
        int shift = part * layer.partBits;
        int kept = part == 0 ? 0 : -1;
        int at = word;
        for (int pixel = from; pixel < to; pixel++) {
          int bits = signs[layer.starts[pixel] + offset] << shift;
          windows[at] = (windows[at] & kept) | bits;
          at += layer.words;
        }
      }
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
    for (int pixel = from; pixel < to; pixel++) {
      int sums = at + (pixel - from) * stride;
      int correction = layer.classes[pixel] + block * Blocks.SIZE;
      System.arraycopy(layer.corrections, correction, out, sums, Blocks.SIZE);
      int window = first + (pixel - from) * layer.words;
      int w = block * layer.words * Blocks.SIZE;
      for (int k = 0; k < layer.words; k++) {
        int word = windows[window + k];
        for (int lane = 0; lane < Blocks.SIZE; lane++) {
          out[sums + lane] -= 2 * Integer.bitCount(word ^ layer.weights[w + lane]);
        }
        w += Blocks.SIZE;
      }
    }
  }

  @Override
  public void gather(RealLayer layer, int group, float[] in, int from, int to, float[] windows) {
    int at = 0;
    for (int pixel = from; pixel < to; pixel++) {
      int start = layer.starts[pixel] + layer.shift(group);
      for (int run : layer.runs) {
        System.arraycopy(in, start + run, windows, at, layer.runLength);
        at += layer.runLength;
      }
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
    for (int pixel = 0; pixel < to - from; pixel++) {
      int first = at + pixel * stride;
      Arrays.fill(out, first, first + Blocks.SIZE, 0);
      int w = block * layer.depth * Blocks.SIZE;
      for (int k = 0; k < layer.depth; k++) {
        float x = windows[pixel * layer.depth + k];
        for (int lane = 0; lane < Blocks.SIZE; lane++) {
          out[first + lane] = Math.fma(layer.weights[w + lane], x, out[first + lane]);
        }
        w += Blocks.SIZE;
      }
    }
  }

  @Override
  public void pointwise(
      Pointwise points, float[] x, int from, int to, float[] other, float[] kept, int[] signs) {
    int stride = points.stride;
    int all = from * stride;
    for (int i = 0; i < (to - from) * stride; i++) {
      x[i] = value(points, i % stride, x[i], other, all + i);
    }
    if (points.keep) {
      System.arraycopy(x, 0, kept, all, (to - from) * stride);
    }
    if (points.sign != null) {
      sign(points.sign, x, from, to, signs);
    }
  }

  private static float value(Pointwise points, int c, float value, float[] other, int at) {
    float x = points.first.of(c, value);
    if (points.add) {
      x += other[at];
    }
    x = points.second.of(c, x);
    if (points.clamp) {
      x = Math.min(Math.max(x, points.low), points.high);
    }
    if (points.prelu) {
      x = x > 0 ? x : points.slope[c] * x;
    }
    return points.third.of(c, x);
  }

  static void sign(SignLayer layer, float[] x, int from, int to, int[] out) {
    for (int pixel = from; pixel < to; pixel++) {
      layer.clear(out, pixel);
      int at = (pixel - from) * layer.thresholds.length;
      for (int word = 0; word < layer.inverted.length; word++) {
        int bits = 0;
        int first = word * Integer.SIZE;
        int last = Math.min(first + Integer.SIZE, layer.thresholds.length);
        for (int c = first; c < last; c++) {
          if (x[at + c] >= layer.thresholds[c]) {
            bits |= 1 << c;
          }
        }
        layer.store(out, pixel, word, bits ^ layer.inverted[word]);
      }
    }
  }

  @Override
  public void multiply(float[] x, float[] y, int at, int count) {
    for (int i = 0; i < count; i++) {
      x[i] *= y[at + i];
    }
  }

  @Override
  public void max(float[] x, int to, float[] y, int at, int count) {
    for (int i = 0; i < count; i++) {
      x[to + i] = Math.max(x[to + i], y[at + i]);
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
