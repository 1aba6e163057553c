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
 * counted and added. Lanes are output channels, so no sum runs across lanes; a tile of pixels
 * shares the weights; the last tile of a range computes its last pixel several times.
 */
final class CountedConvolution implements BinaryConvolution {

  private static final VectorForm FORM = VectorForm.of(MethodHandles.lookup());
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FORM.shape());
  private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, FORM.shape());
  private static final int LANES = INTS.length();

  CountedConvolution() {}

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
    for (int lane = 0; lane < Blocks.SIZE; lane += LANES) {
      counted(layer, block, lane, windows, first, from, to, out, at + lane, stride);
    }
  }

  private static void counted(
      BinaryLayer layer,
      int block,
      int lane,
      int[] windows,
      int first,
      int from,
      int to,
      float[] out,
      int at,
      int stride) {
    int[] weights = layer.weights;
    int words = layer.words;
    for (int pixel = from; pixel < to; pixel += 8) {
      int p1 = Math.min(pixel + 1, to - 1);
      int p2 = Math.min(pixel + 2, to - 1);
      int p3 = Math.min(pixel + 3, to - 1);
      int p4 = Math.min(pixel + 4, to - 1);
      int p5 = Math.min(pixel + 5, to - 1);
      int p6 = Math.min(pixel + 6, to - 1);
      int p7 = Math.min(pixel + 7, to - 1);
      int s0 = first + (pixel - from) * words;
      int s1 = first + (p1 - from) * words;
      int s2 = first + (p2 - from) * words;
      int s3 = first + (p3 - from) * words;
      int s4 = first + (p4 - from) * words;
      int s5 = first + (p5 - from) * words;
      int s6 = first + (p6 - from) * words;
      int s7 = first + (p7 - from) * words;
      IntVector m0 = IntVector.zero(INTS);
      IntVector m1 = IntVector.zero(INTS);
      IntVector m2 = IntVector.zero(INTS);
      IntVector m3 = IntVector.zero(INTS);
      IntVector m4 = IntVector.zero(INTS);
      IntVector m5 = IntVector.zero(INTS);
      IntVector m6 = IntVector.zero(INTS);
      IntVector m7 = IntVector.zero(INTS);
      int w = block * words * Blocks.SIZE + lane;
      for (int k = 0; k < words; k++) {
        IntVector x = IntVector.fromArray(INTS, weights, w);
        w += Blocks.SIZE;
        IntVector x0 = x.lanewise(XOR, IntVector.broadcast(INTS, windows[s0 + k]));
        m0 = m0.add(x0.lanewise(BIT_COUNT));
        IntVector x1 = x.lanewise(XOR, IntVector.broadcast(INTS, windows[s1 + k]));
        m1 = m1.add(x1.lanewise(BIT_COUNT));
        IntVector x2 = x.lanewise(XOR, IntVector.broadcast(INTS, windows[s2 + k]));
        m2 = m2.add(x2.lanewise(BIT_COUNT));
        IntVector x3 = x.lanewise(XOR, IntVector.broadcast(INTS, windows[s3 + k]));
        m3 = m3.add(x3.lanewise(BIT_COUNT));
        IntVector x4 = x.lanewise(XOR, IntVector.broadcast(INTS, windows[s4 + k]));
        m4 = m4.add(x4.lanewise(BIT_COUNT));
        IntVector x5 = x.lanewise(XOR, IntVector.broadcast(INTS, windows[s5 + k]));
        m5 = m5.add(x5.lanewise(BIT_COUNT));
        IntVector x6 = x.lanewise(XOR, IntVector.broadcast(INTS, windows[s6 + k]));
        m6 = m6.add(x6.lanewise(BIT_COUNT));
        IntVector x7 = x.lanewise(XOR, IntVector.broadcast(INTS, windows[s7 + k]));
        m7 = m7.add(x7.lanewise(BIT_COUNT));
      }
      int c = block * Blocks.SIZE + lane;
      ((FloatVector) m0.convert(I2F, 0))
          .fma(
              FloatVector.broadcast(FLOATS, -2),
              FloatVector.fromArray(FLOATS, layer.corrections, layer.classes[pixel] + c))
          .intoArray(out, at + (pixel - from) * stride);
      ((FloatVector) m1.convert(I2F, 0))
          .fma(
              FloatVector.broadcast(FLOATS, -2),
              FloatVector.fromArray(FLOATS, layer.corrections, layer.classes[p1] + c))
          .intoArray(out, at + (p1 - from) * stride);
      ((FloatVector) m2.convert(I2F, 0))
          .fma(
              FloatVector.broadcast(FLOATS, -2),
              FloatVector.fromArray(FLOATS, layer.corrections, layer.classes[p2] + c))
          .intoArray(out, at + (p2 - from) * stride);
      ((FloatVector) m3.convert(I2F, 0))
          .fma(
              FloatVector.broadcast(FLOATS, -2),
              FloatVector.fromArray(FLOATS, layer.corrections, layer.classes[p3] + c))
          .intoArray(out, at + (p3 - from) * stride);
      ((FloatVector) m4.convert(I2F, 0))
          .fma(
              FloatVector.broadcast(FLOATS, -2),
              FloatVector.fromArray(FLOATS, layer.corrections, layer.classes[p4] + c))
          .intoArray(out, at + (p4 - from) * stride);
      ((FloatVector) m5.convert(I2F, 0))
          .fma(
              FloatVector.broadcast(FLOATS, -2),
              FloatVector.fromArray(FLOATS, layer.corrections, layer.classes[p5] + c))
          .intoArray(out, at + (p5 - from) * stride);
      ((FloatVector) m6.convert(I2F, 0))
          .fma(
              FloatVector.broadcast(FLOATS, -2),
              FloatVector.fromArray(FLOATS, layer.corrections, layer.classes[p6] + c))
          .intoArray(out, at + (p6 - from) * stride);
      ((FloatVector) m7.convert(I2F, 0))
          .fma(
              FloatVector.broadcast(FLOATS, -2),
              FloatVector.fromArray(FLOATS, layer.corrections, layer.classes[p7] + c))
          .intoArray(out, at + (p7 - from) * stride);
    }
  }
}
