package org.bnnlab.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.BIT_COUNT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tile of {@link CountedConvolution} where nothing but a sign follows: counts are compared with
 * the largest that still gives a 1, and only bits are written. Few channels go to {@link
 * PixelComparison}.
 */
final class CountComparison implements SignConvolution {

  private static final VectorForm FORM = VectorForm.of(MethodHandles.lookup());
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FORM.shape());
  private static final int LANES = INTS.length();

  private final SignConvolution ofPixels;

  CountComparison(SignConvolution ofPixels) {
    this.ofPixels = ofPixels;
  }

  @Override
  public int pixelLanes() {
    return ofPixels.pixelLanes();
  }

  @Override
  public boolean takes(BinaryLayer layer) {
    boolean ofChannels =
        layer.window().groups() == 1
            && layer.window().outputs() % (4 * LANES) == 0
            && !layer.gathered();
    return ofChannels || ofPixels.takes(layer);
  }

  @Override
  public void signs(CountLayer counts, int[] signs, int[] windows, int from, int to, int[] out) {
    if (counts.tiles != null) {
      ofPixels.signs(counts, signs, windows, from, to, out);
      return;
    }
    for (int c = 0; c < counts.layer.window().outputs(); c += 4 * LANES) {
      if (counts.layer.adjoiningWindows()) {
        points(counts, c, signs, from, to, out);
      } else {
        tile(counts, c, signs, from, to, out);
      }
    }
  }

  /** The same where windows are pixels: all have the same limits. */
  private static void points(CountLayer counts, int c, int[] signs, int from, int to, int[] out) {
    BinaryLayer layer = counts.layer;
    int[] weights = layer.weights;
    int[] indices = counts.sign.indices;
    int words = layer.words;
    int word = c >> 5;
    int low = counts.inverted[word];
    int high = counts.inverted[word + LANES / 16];
    IntVector limit0 = IntVector.fromArray(INTS, counts.limits, c + 0 * LANES);
    IntVector limit1 = IntVector.fromArray(INTS, counts.limits, c + 1 * LANES);
    IntVector limit2 = IntVector.fromArray(INTS, counts.limits, c + 2 * LANES);
    IntVector limit3 = IntVector.fromArray(INTS, counts.limits, c + 3 * LANES);
    int w0 = layer.weight(c + 0 * LANES);
    int w1 = layer.weight(c + 1 * LANES);
    int w2 = layer.weight(c + 2 * LANES);
    int w3 = layer.weight(c + 3 * LANES);
    for (int pixel = from; pixel < to; pixel += 4) {
      int p0 = pixel;
      int s0 = p0 * words;
      int p1 = Math.min(pixel + 1, to - 1);
      int s1 = p1 * words;
      int p2 = Math.min(pixel + 2, to - 1);
      int s2 = p2 * words;
      int p3 = Math.min(pixel + 3, to - 1);
      int s3 = p3 * words;
      IntVector m00 = IntVector.zero(INTS);
      IntVector m01 = IntVector.zero(INTS);
      IntVector m02 = IntVector.zero(INTS);
      IntVector m03 = IntVector.zero(INTS);
      IntVector m10 = IntVector.zero(INTS);
      IntVector m11 = IntVector.zero(INTS);
      IntVector m12 = IntVector.zero(INTS);
      IntVector m13 = IntVector.zero(INTS);
      IntVector m20 = IntVector.zero(INTS);
      IntVector m21 = IntVector.zero(INTS);
      IntVector m22 = IntVector.zero(INTS);
      IntVector m23 = IntVector.zero(INTS);
      IntVector m30 = IntVector.zero(INTS);
      IntVector m31 = IntVector.zero(INTS);
      IntVector m32 = IntVector.zero(INTS);
      IntVector m33 = IntVector.zero(INTS);
      int w = 0;
      for (int k = 0; k < words; k++) {
        IntVector y0 = IntVector.fromArray(INTS, weights, w0 + w);
        IntVector y1 = IntVector.fromArray(INTS, weights, w1 + w);
        IntVector y2 = IntVector.fromArray(INTS, weights, w2 + w);
        IntVector y3 = IntVector.fromArray(INTS, weights, w3 + w);
        IntVector x0 = IntVector.broadcast(INTS, signs[s0 + k]);
        m00 = m00.add(y0.lanewise(XOR, x0).lanewise(BIT_COUNT));
        m01 = m01.add(y1.lanewise(XOR, x0).lanewise(BIT_COUNT));
        m02 = m02.add(y2.lanewise(XOR, x0).lanewise(BIT_COUNT));
        m03 = m03.add(y3.lanewise(XOR, x0).lanewise(BIT_COUNT));
        IntVector x1 = IntVector.broadcast(INTS, signs[s1 + k]);
        m10 = m10.add(y0.lanewise(XOR, x1).lanewise(BIT_COUNT));
        m11 = m11.add(y1.lanewise(XOR, x1).lanewise(BIT_COUNT));
        m12 = m12.add(y2.lanewise(XOR, x1).lanewise(BIT_COUNT));
        m13 = m13.add(y3.lanewise(XOR, x1).lanewise(BIT_COUNT));
        IntVector x2 = IntVector.broadcast(INTS, signs[s2 + k]);
        m20 = m20.add(y0.lanewise(XOR, x2).lanewise(BIT_COUNT));
        m21 = m21.add(y1.lanewise(XOR, x2).lanewise(BIT_COUNT));
        m22 = m22.add(y2.lanewise(XOR, x2).lanewise(BIT_COUNT));
        m23 = m23.add(y3.lanewise(XOR, x2).lanewise(BIT_COUNT));
        IntVector x3 = IntVector.broadcast(INTS, signs[s3 + k]);
        m30 = m30.add(y0.lanewise(XOR, x3).lanewise(BIT_COUNT));
        m31 = m31.add(y1.lanewise(XOR, x3).lanewise(BIT_COUNT));
        m32 = m32.add(y2.lanewise(XOR, x3).lanewise(BIT_COUNT));
        m33 = m33.add(y3.lanewise(XOR, x3).lanewise(BIT_COUNT));
        w += Blocks.SIZE;
      }
      long b00 = m00.compare(LE, limit0).toLong();
      long b01 = m01.compare(LE, limit1).toLong();
      long b02 = m02.compare(LE, limit2).toLong();
      long b03 = m03.compare(LE, limit3).toLong();
      long b0 = b00 | b01 << LANES | b02 << (2 * LANES) | b03 << (3 * LANES);
      int o0 = indices[p0] + word;
      out[o0] = (int) b0 ^ low;
      if (LANES == 16) {
        out[o0 + 1] = (int) (b0 >>> 32) ^ high;
      }
      long b10 = m10.compare(LE, limit0).toLong();
      long b11 = m11.compare(LE, limit1).toLong();
      long b12 = m12.compare(LE, limit2).toLong();
      long b13 = m13.compare(LE, limit3).toLong();
      long b1 = b10 | b11 << LANES | b12 << (2 * LANES) | b13 << (3 * LANES);
      int o1 = indices[p1] + word;
      out[o1] = (int) b1 ^ low;
      if (LANES == 16) {
        out[o1 + 1] = (int) (b1 >>> 32) ^ high;
      }
      long b20 = m20.compare(LE, limit0).toLong();
      long b21 = m21.compare(LE, limit1).toLong();
      long b22 = m22.compare(LE, limit2).toLong();
      long b23 = m23.compare(LE, limit3).toLong();
      long b2 = b20 | b21 << LANES | b22 << (2 * LANES) | b23 << (3 * LANES);
      int o2 = indices[p2] + word;
      out[o2] = (int) b2 ^ low;
      if (LANES == 16) {
        out[o2 + 1] = (int) (b2 >>> 32) ^ high;
      }
      long b30 = m30.compare(LE, limit0).toLong();
      long b31 = m31.compare(LE, limit1).toLong();
      long b32 = m32.compare(LE, limit2).toLong();
      long b33 = m33.compare(LE, limit3).toLong();
      long b3 = b30 | b31 << LANES | b32 << (2 * LANES) | b33 << (3 * LANES);
      int o3 = indices[p3] + word;
      out[o3] = (int) b3 ^ low;
      if (LANES == 16) {
        out[o3 + 1] = (int) (b3 >>> 32) ^ high;
      }
    }
  }

  private static void tile(CountLayer counts, int c, int[] signs, int from, int to, int[] out) {
    BinaryLayer layer = counts.layer;
    int[] weights = layer.weights;
    int[] limits = counts.limits;
    int[] indices = counts.sign.indices;
    int runLength = layer.runLength;
    int word = c >> 5;
    int low = counts.inverted[word];
    int high = counts.inverted[word + LANES / 16];
    for (int pixel = from; pixel < to; pixel += 4) {

      int p1 = Math.min(pixel + 1, to - 1);
      int p2 = Math.min(pixel + 2, to - 1);
      int p3 = Math.min(pixel + 3, to - 1);
      int s0 = layer.starts[pixel];
      int s1 = layer.starts[p1];
      int s2 = layer.starts[p2];
      int s3 = layer.starts[p3];
      IntVector m00 = IntVector.zero(INTS);
      IntVector m01 = IntVector.zero(INTS);
      IntVector m02 = IntVector.zero(INTS);
      IntVector m03 = IntVector.zero(INTS);
      IntVector m10 = IntVector.zero(INTS);
      IntVector m11 = IntVector.zero(INTS);
      IntVector m12 = IntVector.zero(INTS);
      IntVector m13 = IntVector.zero(INTS);
      IntVector m20 = IntVector.zero(INTS);
      IntVector m21 = IntVector.zero(INTS);
      IntVector m22 = IntVector.zero(INTS);
      IntVector m23 = IntVector.zero(INTS);
      IntVector m30 = IntVector.zero(INTS);
      IntVector m31 = IntVector.zero(INTS);
      IntVector m32 = IntVector.zero(INTS);
      IntVector m33 = IntVector.zero(INTS);
      int w0 = layer.weight(c + 0 * LANES);
      int w1 = layer.weight(c + 1 * LANES);
      int w2 = layer.weight(c + 2 * LANES);
      int w3 = layer.weight(c + 3 * LANES);
      for (int run : layer.runs) {
        int t0 = s0 + run;
        int t1 = s1 + run;
        int t2 = s2 + run;
        int t3 = s3 + run;
        for (int k = 0; k < runLength; k++) {
          IntVector y0 = IntVector.fromArray(INTS, weights, w0);
          w0 += Blocks.SIZE;
          IntVector y1 = IntVector.fromArray(INTS, weights, w1);
          w1 += Blocks.SIZE;
          IntVector y2 = IntVector.fromArray(INTS, weights, w2);
          w2 += Blocks.SIZE;
          IntVector y3 = IntVector.fromArray(INTS, weights, w3);
          w3 += Blocks.SIZE;
          IntVector x0 = IntVector.broadcast(INTS, signs[t0 + k]);
          m00 = m00.add(y0.lanewise(XOR, x0).lanewise(BIT_COUNT));
          m01 = m01.add(y1.lanewise(XOR, x0).lanewise(BIT_COUNT));
          m02 = m02.add(y2.lanewise(XOR, x0).lanewise(BIT_COUNT));
          m03 = m03.add(y3.lanewise(XOR, x0).lanewise(BIT_COUNT));
          IntVector x1 = IntVector.broadcast(INTS, signs[t1 + k]);
          m10 = m10.add(y0.lanewise(XOR, x1).lanewise(BIT_COUNT));
          m11 = m11.add(y1.lanewise(XOR, x1).lanewise(BIT_COUNT));
          m12 = m12.add(y2.lanewise(XOR, x1).lanewise(BIT_COUNT));
          m13 = m13.add(y3.lanewise(XOR, x1).lanewise(BIT_COUNT));
          IntVector x2 = IntVector.broadcast(INTS, signs[t2 + k]);
          m20 = m20.add(y0.lanewise(XOR, x2).lanewise(BIT_COUNT));
          m21 = m21.add(y1.lanewise(XOR, x2).lanewise(BIT_COUNT));
          m22 = m22.add(y2.lanewise(XOR, x2).lanewise(BIT_COUNT));
          m23 = m23.add(y3.lanewise(XOR, x2).lanewise(BIT_COUNT));
          IntVector x3 = IntVector.broadcast(INTS, signs[t3 + k]);
          m30 = m30.add(y0.lanewise(XOR, x3).lanewise(BIT_COUNT));
          m31 = m31.add(y1.lanewise(XOR, x3).lanewise(BIT_COUNT));
          m32 = m32.add(y2.lanewise(XOR, x3).lanewise(BIT_COUNT));
          m33 = m33.add(y3.lanewise(XOR, x3).lanewise(BIT_COUNT));
        }
      }
      int c0 = layer.classes[pixel] + c;
      int o0 = indices[pixel] + word;
      long b00 = m00.compare(LE, IntVector.fromArray(INTS, limits, c0 + 0 * LANES)).toLong();
      long b01 = m01.compare(LE, IntVector.fromArray(INTS, limits, c0 + 1 * LANES)).toLong();
      long b02 = m02.compare(LE, IntVector.fromArray(INTS, limits, c0 + 2 * LANES)).toLong();
      long b03 = m03.compare(LE, IntVector.fromArray(INTS, limits, c0 + 3 * LANES)).toLong();
      long b0 = b00 | b01 << LANES | b02 << (2 * LANES) | b03 << (3 * LANES);
      out[o0] = (int) b0 ^ low;
      if (LANES == 16) {
        out[o0 + 1] = (int) (b0 >>> 32) ^ high;
      }
      int c1 = layer.classes[p1] + c;
      int o1 = indices[p1] + word;
      long b10 = m10.compare(LE, IntVector.fromArray(INTS, limits, c1 + 0 * LANES)).toLong();
      long b11 = m11.compare(LE, IntVector.fromArray(INTS, limits, c1 + 1 * LANES)).toLong();
      long b12 = m12.compare(LE, IntVector.fromArray(INTS, limits, c1 + 2 * LANES)).toLong();
      long b13 = m13.compare(LE, IntVector.fromArray(INTS, limits, c1 + 3 * LANES)).toLong();
      long b1 = b10 | b11 << LANES | b12 << (2 * LANES) | b13 << (3 * LANES);
      out[o1] = (int) b1 ^ low;
      if (LANES == 16) {
        out[o1 + 1] = (int) (b1 >>> 32) ^ high;
      }
      int c2 = layer.classes[p2] + c;
      int o2 = indices[p2] + word;
      long b20 = m20.compare(LE, IntVector.fromArray(INTS, limits, c2 + 0 * LANES)).toLong();
      long b21 = m21.compare(LE, IntVector.fromArray(INTS, limits, c2 + 1 * LANES)).toLong();
      long b22 = m22.compare(LE, IntVector.fromArray(INTS, limits, c2 + 2 * LANES)).toLong();
      long b23 = m23.compare(LE, IntVector.fromArray(INTS, limits, c2 + 3 * LANES)).toLong();
      long b2 = b20 | b21 << LANES | b22 << (2 * LANES) | b23 << (3 * LANES);
      out[o2] = (int) b2 ^ low;
      if (LANES == 16) {
        out[o2 + 1] = (int) (b2 >>> 32) ^ high;
      }
      int c3 = layer.classes[p3] + c;
      int o3 = indices[p3] + word;
      long b30 = m30.compare(LE, IntVector.fromArray(INTS, limits, c3 + 0 * LANES)).toLong();
      long b31 = m31.compare(LE, IntVector.fromArray(INTS, limits, c3 + 1 * LANES)).toLong();
      long b32 = m32.compare(LE, IntVector.fromArray(INTS, limits, c3 + 2 * LANES)).toLong();
      long b33 = m33.compare(LE, IntVector.fromArray(INTS, limits, c3 + 3 * LANES)).toLong();
      long b3 = b30 | b31 << LANES | b32 << (2 * LANES) | b33 << (3 * LANES);
      out[o3] = (int) b3 ^ low;
      if (LANES == 16) {
        out[o3 + 1] = (int) (b3 >>> 32) ^ high;
      }
    }
  }
}
