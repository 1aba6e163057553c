package org.bnnlab.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.BIT_COUNT;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Binary convolutions where no instruction counts the bits of a vector's words, and counting costs
 * more than all the rest: full adders turn eight words into one word of eights, which alone is
 * counted, and words of fours, twos and ones, which stay. (Harley's and Seal's method: Warren,
 * Hacker's Delight, 2nd edition, section 5-1.) Counts are kept in bytes as long as they fit.
 *
 * <p>Lanes are output channels, so no sum runs across lanes; a tile of pixels shares the weights;
 * the last tile of a range computes its last pixel several times.
 *
 * <p>Nothing in the loops is a method of its own: the compiler stops inlining in methods as large
 * as these, and a call would put every vector into an object. Compared words are seen as vectors of
 * another type before they are added: otherwise the compiler merges comparisons into the adders and
 * finds more instructions than the two that an adder takes.
 */
final class AddedConvolution implements BinaryConvolution {

  private static final VectorForm FORM = VectorForm.of(MethodHandles.lookup());
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FORM.shape());
  private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, FORM.shape());
  private static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class, FORM.shape());
  private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, FORM.shape());
  private static final int LANES = INTS.length();

  /** From so many words on, full adders are faster than counting every word. */
  private static final int ADDED_WORDS = 16;

  /** Words until a byte may overflow: 31 times eight. */
  private static final int BYTE_WORDS = 248;

  private final Gathering gathering;

  AddedConvolution(Gathering gathering) {
    this.gathering = gathering;
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
    if (!layer.adjoiningWindows()) {
      gathering.gather(layer, group, signs, from, to, windows);
    }
    int[] gathered = layer.adjoiningWindows() ? signs : windows;
    int first = layer.adjoiningWindows() ? layer.starts[from] : 0;
    int blocks = layer.blocks().perGroup();
    for (int i = 0; i < blocks; i++) {
      int block = group * blocks + i;
      for (int lane = 0; lane < Blocks.SIZE; lane += LANES) {
        int to0 = at + i * Blocks.SIZE + lane;
        if (layer.words < ADDED_WORDS) {
          countedInBytes(layer, block, lane, gathered, first, from, to, out, to0, stride);
        } else {
          added(layer, block, lane, gathered, first, from, to, out, to0, stride);
        }
      }
    }
  }

  private static void countedInBytes(
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
      ByteVector m0 = ByteVector.zero(BYTES);
      ByteVector m1 = ByteVector.zero(BYTES);
      ByteVector m2 = ByteVector.zero(BYTES);
      ByteVector m3 = ByteVector.zero(BYTES);
      ByteVector m4 = ByteVector.zero(BYTES);
      ByteVector m5 = ByteVector.zero(BYTES);
      ByteVector m6 = ByteVector.zero(BYTES);
      ByteVector m7 = ByteVector.zero(BYTES);
      int w = block * words * Blocks.SIZE + lane;
      for (int k = 0; k < words; k++) {
        IntVector x = IntVector.fromArray(INTS, weights, w);
        w += Blocks.SIZE;
        IntVector x0 = x.lanewise(XOR, IntVector.broadcast(INTS, windows[s0 + k]));
        m0 = m0.add(x0.reinterpretAsBytes().lanewise(BIT_COUNT));
        IntVector x1 = x.lanewise(XOR, IntVector.broadcast(INTS, windows[s1 + k]));
        m1 = m1.add(x1.reinterpretAsBytes().lanewise(BIT_COUNT));
        IntVector x2 = x.lanewise(XOR, IntVector.broadcast(INTS, windows[s2 + k]));
        m2 = m2.add(x2.reinterpretAsBytes().lanewise(BIT_COUNT));
        IntVector x3 = x.lanewise(XOR, IntVector.broadcast(INTS, windows[s3 + k]));
        m3 = m3.add(x3.reinterpretAsBytes().lanewise(BIT_COUNT));
        IntVector x4 = x.lanewise(XOR, IntVector.broadcast(INTS, windows[s4 + k]));
        m4 = m4.add(x4.reinterpretAsBytes().lanewise(BIT_COUNT));
        IntVector x5 = x.lanewise(XOR, IntVector.broadcast(INTS, windows[s5 + k]));
        m5 = m5.add(x5.reinterpretAsBytes().lanewise(BIT_COUNT));
        IntVector x6 = x.lanewise(XOR, IntVector.broadcast(INTS, windows[s6 + k]));
        m6 = m6.add(x6.reinterpretAsBytes().lanewise(BIT_COUNT));
        IntVector x7 = x.lanewise(XOR, IntVector.broadcast(INTS, windows[s7 + k]));
        m7 = m7.add(x7.reinterpretAsBytes().lanewise(BIT_COUNT));
      }
      int c = block * Blocks.SIZE + lane;
      IntVector h0 = m0.reinterpretAsInts();
      h0 = h0.and(0xFF00FF).add(h0.lanewise(LSHR, 8).and(0xFF00FF));
      h0 = h0.and(0xFFFF).add(h0.lanewise(LSHR, 16));
      ((FloatVector) h0.convert(I2F, 0))
          .fma(
              FloatVector.broadcast(FLOATS, -2),
              FloatVector.fromArray(FLOATS, layer.corrections, layer.classes[pixel] + c))
          .intoArray(out, at + (pixel - from) * stride);
      IntVector h1 = m1.reinterpretAsInts();
      h1 = h1.and(0xFF00FF).add(h1.lanewise(LSHR, 8).and(0xFF00FF));
      h1 = h1.and(0xFFFF).add(h1.lanewise(LSHR, 16));
      ((FloatVector) h1.convert(I2F, 0))
          .fma(
              FloatVector.broadcast(FLOATS, -2),
              FloatVector.fromArray(FLOATS, layer.corrections, layer.classes[p1] + c))
          .intoArray(out, at + (p1 - from) * stride);
      IntVector h2 = m2.reinterpretAsInts();
      h2 = h2.and(0xFF00FF).add(h2.lanewise(LSHR, 8).and(0xFF00FF));
      h2 = h2.and(0xFFFF).add(h2.lanewise(LSHR, 16));
      ((FloatVector) h2.convert(I2F, 0))
          .fma(
              FloatVector.broadcast(FLOATS, -2),
              FloatVector.fromArray(FLOATS, layer.corrections, layer.classes[p2] + c))
          .intoArray(out, at + (p2 - from) * stride);
      IntVector h3 = m3.reinterpretAsInts();
      h3 = h3.and(0xFF00FF).add(h3.lanewise(LSHR, 8).and(0xFF00FF));
      h3 = h3.and(0xFFFF).add(h3.lanewise(LSHR, 16));
      ((FloatVector) h3.convert(I2F, 0))
          .fma(
              FloatVector.broadcast(FLOATS, -2),
              FloatVector.fromArray(FLOATS, layer.corrections, layer.classes[p3] + c))
          .intoArray(out, at + (p3 - from) * stride);
      IntVector h4 = m4.reinterpretAsInts();
      h4 = h4.and(0xFF00FF).add(h4.lanewise(LSHR, 8).and(0xFF00FF));
      h4 = h4.and(0xFFFF).add(h4.lanewise(LSHR, 16));
      ((FloatVector) h4.convert(I2F, 0))
          .fma(
              FloatVector.broadcast(FLOATS, -2),
              FloatVector.fromArray(FLOATS, layer.corrections, layer.classes[p4] + c))
          .intoArray(out, at + (p4 - from) * stride);
      IntVector h5 = m5.reinterpretAsInts();
      h5 = h5.and(0xFF00FF).add(h5.lanewise(LSHR, 8).and(0xFF00FF));
      h5 = h5.and(0xFFFF).add(h5.lanewise(LSHR, 16));
      ((FloatVector) h5.convert(I2F, 0))
          .fma(
              FloatVector.broadcast(FLOATS, -2),
              FloatVector.fromArray(FLOATS, layer.corrections, layer.classes[p5] + c))
          .intoArray(out, at + (p5 - from) * stride);
      IntVector h6 = m6.reinterpretAsInts();
      h6 = h6.and(0xFF00FF).add(h6.lanewise(LSHR, 8).and(0xFF00FF));
      h6 = h6.and(0xFFFF).add(h6.lanewise(LSHR, 16));
      ((FloatVector) h6.convert(I2F, 0))
          .fma(
              FloatVector.broadcast(FLOATS, -2),
              FloatVector.fromArray(FLOATS, layer.corrections, layer.classes[p6] + c))
          .intoArray(out, at + (p6 - from) * stride);
      IntVector h7 = m7.reinterpretAsInts();
      h7 = h7.and(0xFF00FF).add(h7.lanewise(LSHR, 8).and(0xFF00FF));
      h7 = h7.and(0xFFFF).add(h7.lanewise(LSHR, 16));
      ((FloatVector) h7.convert(I2F, 0))
          .fma(
              FloatVector.broadcast(FLOATS, -2),
              FloatVector.fromArray(FLOATS, layer.corrections, layer.classes[p7] + c))
          .intoArray(out, at + (p7 - from) * stride);
    }
  }

  private static void added(
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
    int rest = words & 7;
    for (int pixel = from; pixel < to; pixel += 2) {
      int next = Math.min(pixel + 1, to - 1);
      int a = first + (pixel - from) * words;
      int b = first + (next - from) * words;
      int w = block * words * Blocks.SIZE + lane;
      LongVector aOnes = LongVector.zero(LONGS);
      LongVector bOnes = LongVector.zero(LONGS);
      LongVector aTwos = LongVector.zero(LONGS);
      LongVector bTwos = LongVector.zero(LONGS);
      LongVector aFours = LongVector.zero(LONGS);
      LongVector bFours = LongVector.zero(LONGS);
      IntVector aSum = IntVector.zero(INTS);
      IntVector bSum = IntVector.zero(INTS);
      ByteVector aRest = ByteVector.zero(BYTES);
      ByteVector bRest = ByteVector.zero(BYTES);
      int done = 0;
      if (rest >= 2) {
        IntVector w0 = IntVector.fromArray(INTS, weights, w);
        IntVector w1 = IntVector.fromArray(INTS, weights, w + Blocks.SIZE);
        LongVector a0 =
            w0.lanewise(XOR, IntVector.broadcast(INTS, windows[a])).reinterpretAsLongs();
        LongVector b0 =
            w0.lanewise(XOR, IntVector.broadcast(INTS, windows[b])).reinterpretAsLongs();
        LongVector a1 =
            w1.lanewise(XOR, IntVector.broadcast(INTS, windows[a + 1])).reinterpretAsLongs();
        LongVector b1 =
            w1.lanewise(XOR, IntVector.broadcast(INTS, windows[b + 1])).reinterpretAsLongs();
        aOnes = a0.lanewise(XOR, a1);
        bOnes = b0.lanewise(XOR, b1);
        aTwos = a0.and(a1);
        bTwos = b0.and(b1);
        done = 2;
        w += 2 * Blocks.SIZE;
      }
      for (; done < rest; done++) {
        IntVector w0 = IntVector.fromArray(INTS, weights, w);
        IntVector a0 = w0.lanewise(XOR, IntVector.broadcast(INTS, windows[a + done]));
        IntVector b0 = w0.lanewise(XOR, IntVector.broadcast(INTS, windows[b + done]));
        aRest = aRest.add(a0.reinterpretAsBytes().lanewise(BIT_COUNT));
        bRest = bRest.add(b0.reinterpretAsBytes().lanewise(BIT_COUNT));
        w += Blocks.SIZE;
      }
      for (int k = rest; k < words; ) {
        int end = Math.min(k + BYTE_WORDS, words);
        ByteVector aEights = ByteVector.zero(BYTES);
        ByteVector bEights = ByteVector.zero(BYTES);
        for (; k < end; k += 8) {
          IntVector w0 = IntVector.fromArray(INTS, weights, w + 0 * Blocks.SIZE);
          LongVector a0 =
              w0.lanewise(XOR, IntVector.broadcast(INTS, windows[a + k + 0])).reinterpretAsLongs();
          LongVector b0 =
              w0.lanewise(XOR, IntVector.broadcast(INTS, windows[b + k + 0])).reinterpretAsLongs();
          IntVector w1 = IntVector.fromArray(INTS, weights, w + 1 * Blocks.SIZE);
          LongVector a1 =
              w1.lanewise(XOR, IntVector.broadcast(INTS, windows[a + k + 1])).reinterpretAsLongs();
          LongVector b1 =
              w1.lanewise(XOR, IntVector.broadcast(INTS, windows[b + k + 1])).reinterpretAsLongs();
          LongVector aTwo0 = aOnes.and(a0).or(aOnes.or(a0).and(a1));
          aOnes = aOnes.lanewise(XOR, a0).lanewise(XOR, a1);
          LongVector bTwo0 = bOnes.and(b0).or(bOnes.or(b0).and(b1));
          bOnes = bOnes.lanewise(XOR, b0).lanewise(XOR, b1);
          IntVector w2 = IntVector.fromArray(INTS, weights, w + 2 * Blocks.SIZE);
          LongVector a2 =
              w2.lanewise(XOR, IntVector.broadcast(INTS, windows[a + k + 2])).reinterpretAsLongs();
          LongVector b2 =
              w2.lanewise(XOR, IntVector.broadcast(INTS, windows[b + k + 2])).reinterpretAsLongs();
          IntVector w3 = IntVector.fromArray(INTS, weights, w + 3 * Blocks.SIZE);
          LongVector a3 =
              w3.lanewise(XOR, IntVector.broadcast(INTS, windows[a + k + 3])).reinterpretAsLongs();
          LongVector b3 =
              w3.lanewise(XOR, IntVector.broadcast(INTS, windows[b + k + 3])).reinterpretAsLongs();
          LongVector aTwo1 = aOnes.and(a2).or(aOnes.or(a2).and(a3));
          aOnes = aOnes.lanewise(XOR, a2).lanewise(XOR, a3);
          LongVector aFour0 = aTwos.and(aTwo0).or(aTwos.or(aTwo0).and(aTwo1));
          aTwos = aTwos.lanewise(XOR, aTwo0).lanewise(XOR, aTwo1);
          LongVector bTwo1 = bOnes.and(b2).or(bOnes.or(b2).and(b3));
          bOnes = bOnes.lanewise(XOR, b2).lanewise(XOR, b3);
          LongVector bFour0 = bTwos.and(bTwo0).or(bTwos.or(bTwo0).and(bTwo1));
          bTwos = bTwos.lanewise(XOR, bTwo0).lanewise(XOR, bTwo1);
          IntVector w4 = IntVector.fromArray(INTS, weights, w + 4 * Blocks.SIZE);
          LongVector a4 =
              w4.lanewise(XOR, IntVector.broadcast(INTS, windows[a + k + 4])).reinterpretAsLongs();
          LongVector b4 =
              w4.lanewise(XOR, IntVector.broadcast(INTS, windows[b + k + 4])).reinterpretAsLongs();
          IntVector w5 = IntVector.fromArray(INTS, weights, w + 5 * Blocks.SIZE);
          LongVector a5 =
              w5.lanewise(XOR, IntVector.broadcast(INTS, windows[a + k + 5])).reinterpretAsLongs();
          LongVector b5 =
              w5.lanewise(XOR, IntVector.broadcast(INTS, windows[b + k + 5])).reinterpretAsLongs();
          LongVector aTwo2 = aOnes.and(a4).or(aOnes.or(a4).and(a5));
          aOnes = aOnes.lanewise(XOR, a4).lanewise(XOR, a5);
          LongVector bTwo2 = bOnes.and(b4).or(bOnes.or(b4).and(b5));
          bOnes = bOnes.lanewise(XOR, b4).lanewise(XOR, b5);
          IntVector w6 = IntVector.fromArray(INTS, weights, w + 6 * Blocks.SIZE);
          LongVector a6 =
              w6.lanewise(XOR, IntVector.broadcast(INTS, windows[a + k + 6])).reinterpretAsLongs();
          LongVector b6 =
              w6.lanewise(XOR, IntVector.broadcast(INTS, windows[b + k + 6])).reinterpretAsLongs();
          IntVector w7 = IntVector.fromArray(INTS, weights, w + 7 * Blocks.SIZE);
          LongVector a7 =
              w7.lanewise(XOR, IntVector.broadcast(INTS, windows[a + k + 7])).reinterpretAsLongs();
          LongVector b7 =
              w7.lanewise(XOR, IntVector.broadcast(INTS, windows[b + k + 7])).reinterpretAsLongs();
          LongVector aTwo3 = aOnes.and(a6).or(aOnes.or(a6).and(a7));
          aOnes = aOnes.lanewise(XOR, a6).lanewise(XOR, a7);
          LongVector aFour1 = aTwos.and(aTwo2).or(aTwos.or(aTwo2).and(aTwo3));
          aTwos = aTwos.lanewise(XOR, aTwo2).lanewise(XOR, aTwo3);
          LongVector aEight = aFours.and(aFour0).or(aFours.or(aFour0).and(aFour1));
          aFours = aFours.lanewise(XOR, aFour0).lanewise(XOR, aFour1);
          aEights = aEights.add(aEight.reinterpretAsBytes().lanewise(BIT_COUNT));
          LongVector bTwo3 = bOnes.and(b6).or(bOnes.or(b6).and(b7));
          bOnes = bOnes.lanewise(XOR, b6).lanewise(XOR, b7);
          LongVector bFour1 = bTwos.and(bTwo2).or(bTwos.or(bTwo2).and(bTwo3));
          bTwos = bTwos.lanewise(XOR, bTwo2).lanewise(XOR, bTwo3);
          LongVector bEight = bFours.and(bFour0).or(bFours.or(bFour0).and(bFour1));
          bFours = bFours.lanewise(XOR, bFour0).lanewise(XOR, bFour1);
          bEights = bEights.add(bEight.reinterpretAsBytes().lanewise(BIT_COUNT));
          w += 8 * Blocks.SIZE;
        }
        IntVector aPairs = aEights.reinterpretAsInts();
        IntVector bPairs = bEights.reinterpretAsInts();
        aPairs = aPairs.and(0xFF00FF).add(aPairs.lanewise(LSHR, 8).and(0xFF00FF));
        bPairs = bPairs.and(0xFF00FF).add(bPairs.lanewise(LSHR, 8).and(0xFF00FF));
        aPairs = aPairs.and(0xFFFF).add(aPairs.lanewise(LSHR, 16));
        bPairs = bPairs.and(0xFFFF).add(bPairs.lanewise(LSHR, 16));
        aSum = aSum.add(aPairs.lanewise(LSHL, 3));
        bSum = bSum.add(bPairs.lanewise(LSHL, 3));
      }
      int c = block * Blocks.SIZE + lane;
      ByteVector aLow = aFours.reinterpretAsBytes().lanewise(BIT_COUNT);
      aLow = aLow.add(aLow).add(aTwos.reinterpretAsBytes().lanewise(BIT_COUNT));
      aLow = aLow.add(aLow).add(aOnes.reinterpretAsBytes().lanewise(BIT_COUNT)).add(aRest);
      IntVector aHalf = aLow.reinterpretAsInts();
      aHalf = aHalf.and(0xFF00FF).add(aHalf.lanewise(LSHR, 8).and(0xFF00FF));
      aSum = aSum.add(aHalf.and(0xFFFF)).add(aHalf.lanewise(LSHR, 16));
      ((FloatVector) aSum.convert(I2F, 0))
          .fma(
              FloatVector.broadcast(FLOATS, -2),
              FloatVector.fromArray(FLOATS, layer.corrections, layer.classes[pixel] + c))
          .intoArray(out, at + (pixel - from) * stride);
      ByteVector bLow = bFours.reinterpretAsBytes().lanewise(BIT_COUNT);
      bLow = bLow.add(bLow).add(bTwos.reinterpretAsBytes().lanewise(BIT_COUNT));
      bLow = bLow.add(bLow).add(bOnes.reinterpretAsBytes().lanewise(BIT_COUNT)).add(bRest);
      IntVector bHalf = bLow.reinterpretAsInts();
      bHalf = bHalf.and(0xFF00FF).add(bHalf.lanewise(LSHR, 8).and(0xFF00FF));
      bSum = bSum.add(bHalf.and(0xFFFF)).add(bHalf.lanewise(LSHR, 16));
      ((FloatVector) bSum.convert(I2F, 0))
          .fma(
              FloatVector.broadcast(FLOATS, -2),
              FloatVector.fromArray(FLOATS, layer.corrections, layer.classes[next] + c))
          .intoArray(out, at + (next - from) * stride);
    }
  }
}
