package org.bnnlab.runtime.kernel;

import java.util.Arrays;

/** The specification of all kernels, in plain Java; also what runs where vectors are missing. */
public class ScalarKernels implements Kernels {

  private static final SignConvolution COMPARISON = new ScalarComparison();

  /** The scalar kernels. */
  public ScalarKernels() {}

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public SignConvolution comparison() {
    return COMPARISON;
  }

  static void gather(BinaryLayer layer, int group, int[] signs, int from, int to, int[] windows) {
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
      int group,
      int[] signs,
      int[] windows,
      int from,
      int to,
      float[] out,
      int at,
      int stride) {
    gather(layer, group, signs, from, to, windows);
    int blocks = layer.blocks().perGroup();
    for (int i = 0; i < blocks; i++) {
      int first = at + i * Blocks.SIZE;
      block(layer, group * blocks + i, windows, from, to, out, first, stride);
    }
  }

  private static void block(
      BinaryLayer layer,
      int block,
      int[] windows,
      int from,
      int to,
      float[] out,
      int at,
      int stride) {
    for (int pixel = from; pixel < to; pixel++) {
      int sums = at + (pixel - from) * stride;
      int correction = layer.classes[pixel] + block * Blocks.SIZE;
      System.arraycopy(layer.corrections, correction, out, sums, Blocks.SIZE);
      int window = (pixel - from) * layer.words;
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
    int blocks = layer.blocks().perGroup();
    for (int i = 0; i < blocks; i++) {
      int block = group * blocks + i;
      float[] weights = layer.signed() ? room : layer.weights;
      if (layer.signed()) {
        expand(layer, block, room);
      }
      for (int pixel = from; pixel < to; pixel++) {
        int sums = at + (pixel - from) * stride + i * Blocks.SIZE;
        Arrays.fill(out, sums, sums + Blocks.SIZE, 0);
        int w = layer.signed() ? 0 : layer.weight(block * Blocks.SIZE);
        for (int run : layer.runs) {
          int start = layer.starts[pixel] + layer.shift(group) + run;
          for (int k = start; k < start + layer.runLength; k++) {
            float x = in[k];
            for (int lane = 0; lane < Blocks.SIZE; lane++) {
              out[sums + lane] = Math.fma(weights[w + lane], x, out[sums + lane]);
            }
            w += Blocks.SIZE;
          }
        }
      }
    }
  }

  private static void expand(RealLayer layer, int block, float[] room) {
    for (int i = 0; i < layer.depth; i++) {
      int bits = layer.signs[layer.sign(block) + i / 2] >>> (i % 2 * Blocks.SIZE);
      for (int lane = 0; lane < Blocks.SIZE; lane++) {
        room[i * Blocks.SIZE + lane] = (bits >>> lane & 1) == 0 ? 1 : -1;
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
      sign(points.sign, x, 0, from, to, signs);
    }
  }

  static float value(Pointwise points, int c, float value, float[] other, int at) {
    float x = points.first.of(c, value);
    if (points.add) {
      x += other[at];
    }
    x = points.second.of(c, x);
    if (points.clamp) {
      x = x < points.low ? points.low : x > points.high ? points.high : x;
    }
    if (points.prelu) {
      x = x > 0 ? x : points.slope[c] * x;
    }
    return points.third.of(c, x);
  }

  /** Signs of the pixels whose values begin at a place. */
  static void sign(SignLayer layer, float[] x, int first, int from, int to, int[] out) {
    for (int pixel = from; pixel < to; pixel++) {
      layer.clear(out, pixel);
      int at = first + (pixel - from) * layer.thresholds.length;
      for (int word = 0; word < layer.inverted.length; word++) {
        int bits = 0;
        int begin = word * Integer.SIZE;
        int last = Math.min(begin + Integer.SIZE, layer.thresholds.length);
        for (int c = begin; c < last; c++) {
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
  public void max(
      float[] in, int first, int rowStep, int rows, int columns, int stride, float[] out, int at) {
    Arrays.fill(out, at, at + stride, Float.NEGATIVE_INFINITY);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < columns * stride; i++) {
        int to = at + i % stride;
        out[to] = Math.max(out[to], in[first + row * rowStep + i]);
      }
    }
  }

  @Override
  public void mean(
      float[] in, int first, int rowStep, int rows, int columns, int stride, float[] out, int at) {
    Arrays.fill(out, at, at + stride, 0);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < columns * stride; i++) {
        out[at + i % stride] += in[first + row * rowStep + i];
      }
    }
    float size = rows * columns;
    for (int c = 0; c < stride; c++) {
      out[at + c] /= size;
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
