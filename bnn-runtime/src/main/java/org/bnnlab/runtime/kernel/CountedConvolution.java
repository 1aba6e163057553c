package org.bnnlab.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.BIT_COUNT;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Binary convolutions where an instruction counts the bits of a vector's words: words are compared,
 * counted and added. Lanes are output channels, so no sum runs across lanes; a tile of pixels and
 * vectors shares weights and words; the last tile of a range computes its last pixel several times.
 *
 * <p>Windows are read where they stand in the input, run by run; where that does not go, {@link
 * GatheredConvolution} does it.
 */
final class CountedConvolution implements BinaryConvolution {

  private static final VectorForm FORM = VectorForm.of(MethodHandles.lookup());
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FORM.shape());
  private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, FORM.shape());
  private static final int LANES = INTS.length();

  private final BinaryConvolution ofGathered;

  CountedConvolution(BinaryConvolution ofGathered) {
    this.ofGathered = ofGathered;
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
    if (layer.gathered()) {
      ofGathered.binary(layer, group, signs, windows, from, to, out, at, stride);
      return;
    }
    int first = layer.blocks().perGroup() * group * Blocks.SIZE;
    int end = first + layer.blocks().perGroup() * Blocks.SIZE;
    int c = first;
    int shift = layer.shift(group);
    for (; c + 4 * LANES <= end; c += 4 * LANES) {
      wide(layer, c, signs, shift, from, to, out, at + c - first, stride);
    }
    for (; c < end; c += LANES) {
      narrow(layer, c, signs, shift, from, to, out, at + c - first, stride);
    }
  }

  /** Four pixels, four vectors of channels. */
  private static void wide(
      BinaryLayer layer,
      int c,
      int[] signs,
      int shift,
      int from,
      int to,
      float[] out,
      int at,
      int stride) {
    int[] weights = layer.weights;
    float[] corrections = layer.corrections;
    int runLength = layer.runLength;
    FloatVector minusTwo = FloatVector.broadcast(FLOATS, -2);
    for (int pixel = from; pixel < to; pixel += 4) {

      int p1 = Math.min(pixel + 1, to - 1);
      int p2 = Math.min(pixel + 2, to - 1);
      int p3 = Math.min(pixel + 3, to - 1);
      int s0 = layer.starts[pixel] + shift;
      int s1 = layer.starts[p1] + shift;
      int s2 = layer.starts[p2] + shift;
      int s3 = layer.starts[p3] + shift;
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
      int o0 = at + (pixel - from) * stride;
      ((FloatVector) m00.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, c0 + 0 * LANES))
          .intoArray(out, o0 + 0 * LANES);
      ((FloatVector) m01.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, c0 + 1 * LANES))
          .intoArray(out, o0 + 1 * LANES);
      ((FloatVector) m02.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, c0 + 2 * LANES))
          .intoArray(out, o0 + 2 * LANES);
      ((FloatVector) m03.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, c0 + 3 * LANES))
          .intoArray(out, o0 + 3 * LANES);
      int c1 = layer.classes[p1] + c;
      int o1 = at + (p1 - from) * stride;
      ((FloatVector) m10.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, c1 + 0 * LANES))
          .intoArray(out, o1 + 0 * LANES);
      ((FloatVector) m11.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, c1 + 1 * LANES))
          .intoArray(out, o1 + 1 * LANES);
      ((FloatVector) m12.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, c1 + 2 * LANES))
          .intoArray(out, o1 + 2 * LANES);
      ((FloatVector) m13.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, c1 + 3 * LANES))
          .intoArray(out, o1 + 3 * LANES);
      int c2 = layer.classes[p2] + c;
      int o2 = at + (p2 - from) * stride;
      ((FloatVector) m20.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, c2 + 0 * LANES))
          .intoArray(out, o2 + 0 * LANES);
      ((FloatVector) m21.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, c2 + 1 * LANES))
          .intoArray(out, o2 + 1 * LANES);
      ((FloatVector) m22.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, c2 + 2 * LANES))
          .intoArray(out, o2 + 2 * LANES);
      ((FloatVector) m23.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, c2 + 3 * LANES))
          .intoArray(out, o2 + 3 * LANES);
      int c3 = layer.classes[p3] + c;
      int o3 = at + (p3 - from) * stride;
      ((FloatVector) m30.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, c3 + 0 * LANES))
          .intoArray(out, o3 + 0 * LANES);
      ((FloatVector) m31.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, c3 + 1 * LANES))
          .intoArray(out, o3 + 1 * LANES);
      ((FloatVector) m32.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, c3 + 2 * LANES))
          .intoArray(out, o3 + 2 * LANES);
      ((FloatVector) m33.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, c3 + 3 * LANES))
          .intoArray(out, o3 + 3 * LANES);
    }
  }

  /** Eight pixels, one vector of channels. */
  private static void narrow(
      BinaryLayer layer,
      int c,
      int[] signs,
      int shift,
      int from,
      int to,
      float[] out,
      int at,
      int stride) {
    int[] weights = layer.weights;
    float[] corrections = layer.corrections;
    int runLength = layer.runLength;
    FloatVector minusTwo = FloatVector.broadcast(FLOATS, -2);
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
      IntVector m0 = IntVector.zero(INTS);
      IntVector m1 = IntVector.zero(INTS);
      IntVector m2 = IntVector.zero(INTS);
      IntVector m3 = IntVector.zero(INTS);
      IntVector m4 = IntVector.zero(INTS);
      IntVector m5 = IntVector.zero(INTS);
      IntVector m6 = IntVector.zero(INTS);
      IntVector m7 = IntVector.zero(INTS);
      int w = layer.weight(c);
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
          IntVector y = IntVector.fromArray(INTS, weights, w);
          w += Blocks.SIZE;
          IntVector x0 = y.lanewise(XOR, IntVector.broadcast(INTS, signs[t0 + k]));
          m0 = m0.add(x0.lanewise(BIT_COUNT));
          IntVector x1 = y.lanewise(XOR, IntVector.broadcast(INTS, signs[t1 + k]));
          m1 = m1.add(x1.lanewise(BIT_COUNT));
          IntVector x2 = y.lanewise(XOR, IntVector.broadcast(INTS, signs[t2 + k]));
          m2 = m2.add(x2.lanewise(BIT_COUNT));
          IntVector x3 = y.lanewise(XOR, IntVector.broadcast(INTS, signs[t3 + k]));
          m3 = m3.add(x3.lanewise(BIT_COUNT));
          IntVector x4 = y.lanewise(XOR, IntVector.broadcast(INTS, signs[t4 + k]));
          m4 = m4.add(x4.lanewise(BIT_COUNT));
          IntVector x5 = y.lanewise(XOR, IntVector.broadcast(INTS, signs[t5 + k]));
          m5 = m5.add(x5.lanewise(BIT_COUNT));
          IntVector x6 = y.lanewise(XOR, IntVector.broadcast(INTS, signs[t6 + k]));
          m6 = m6.add(x6.lanewise(BIT_COUNT));
          IntVector x7 = y.lanewise(XOR, IntVector.broadcast(INTS, signs[t7 + k]));
          m7 = m7.add(x7.lanewise(BIT_COUNT));
        }
      }
      ((FloatVector) m0.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, layer.classes[pixel] + c))
          .intoArray(out, at + (pixel - from) * stride);
      ((FloatVector) m1.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, layer.classes[p1] + c))
          .intoArray(out, at + (p1 - from) * stride);
      ((FloatVector) m2.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, layer.classes[p2] + c))
          .intoArray(out, at + (p2 - from) * stride);
      ((FloatVector) m3.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, layer.classes[p3] + c))
          .intoArray(out, at + (p3 - from) * stride);
      ((FloatVector) m4.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, layer.classes[p4] + c))
          .intoArray(out, at + (p4 - from) * stride);
      ((FloatVector) m5.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, layer.classes[p5] + c))
          .intoArray(out, at + (p5 - from) * stride);
      ((FloatVector) m6.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, layer.classes[p6] + c))
          .intoArray(out, at + (p6 - from) * stride);
      ((FloatVector) m7.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, layer.classes[p7] + c))
          .intoArray(out, at + (p7 - from) * stride);
    }
  }
}
