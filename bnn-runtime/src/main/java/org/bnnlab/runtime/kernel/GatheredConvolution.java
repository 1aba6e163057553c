package org.bnnlab.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.BIT_COUNT;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The counting convolution where a pixel is a single word, so that runs are short, or a word holds
 * several taps: words are gathered, those of neighbouring pixels adjoining. Where 3x3 windows are
 * few words, weights stay in registers.
 */
final class GatheredConvolution implements BinaryConvolution {

  private static final VectorForm FORM = VectorForm.of(MethodHandles.lookup());
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FORM.shape());
  private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, FORM.shape());
  private static final int LANES = INTS.length();

  /** Words of a 3x3 window where each is a tap, and where most are two. */
  private static final int TAPS = 9;

  private static final int PAIRS = 5;

  GatheredConvolution() {}

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
    int first = layer.blocks().perGroup() * group * Blocks.SIZE;
    int end = first + layer.blocks().perGroup() * Blocks.SIZE;
    if (layer.words == TAPS && layer.parts(0) == 1) {
      for (int c = first; c < end; c += LANES) {
        taps(layer, c, signs, layer.shift(group), from, to, out, at + c - first, stride);
      }
      return;
    }
    int pitch = BinaryLayer.pitch(to - from);
    gather(layer, group, signs, from, to, windows, pitch);
    for (int c = first; c < end; c += LANES) {
      if (layer.words == PAIRS) {
        pairs(layer, c, windows, pitch, from, to, out, at + c - first, stride);
      } else {
        gathered(layer, c, windows, pitch, from, to, out, at + c - first, stride);
      }
    }
  }

  /** Word after word, each of all pixels. */
  private static void gather(
      BinaryLayer layer, int group, int[] signs, int from, int to, int[] windows, int pitch) {
    if (!layer.adjoining()) {
      for (int word = 0; word < layer.words; word++) {
        for (int part = 0; part < layer.parts(word); part++) {
          int offset = layer.shift(group) + layer.offset(word, part);
          pixels(layer, signs, offset, part * layer.partBits, from, to, windows, word * pitch);
        }
      }
      return;
    }
    int width = layer.output().width();
    for (int pixel = from; pixel < to; ) {
      int end = Math.min(to, (pixel / width + 1) * width);
      if (layer.words == PAIRS && layer.parts(0) == 2) {
        int start = layer.starts[pixel] + layer.shift(group);
        pairedRow(layer, signs, start, end - pixel, windows, pixel - from, pitch);
        pixel = end;
        continue;
      }
      for (int word = 0; word < layer.words; word++) {
        int at = word * pitch + pixel - from;
        for (int part = 0; part < layer.parts(word); part++) {
          int start = layer.starts[pixel] + layer.shift(group) + layer.offset(word, part);
          row(signs, start, part * layer.partBits, end - pixel, windows, at);
        }
      }
      pixel = end;
    }
  }

  /** Words of pixels anywhere, behind the bits that stand there; none do where the shift is 0. */
  private static void pixels(
      BinaryLayer layer,
      int[] signs,
      int offset,
      int shift,
      int from,
      int to,
      int[] windows,
      int at) {
    int kept = shift == 0 ? 0 : -1;
    int place = at - from;
    for (int pixel = from; pixel < to; pixel++) {
      int bits = signs[layer.starts[pixel] + offset] << shift;
      windows[place + pixel] = (windows[place + pixel] & kept) | bits;
    }
  }

  /** The same for words that adjoin. Vectors reach over the end; what is there is written later. */
  private static void row(int[] signs, int start, int shift, int count, int[] windows, int at) {
    int kept = shift == 0 ? 0 : -1;
    for (int i = 0; i < count; i += LANES) {
      IntVector.fromArray(INTS, windows, at + i)
          .and(kept)
          .or(IntVector.fromArray(INTS, signs, start + i).lanewise(LSHL, shift))
          .intoArray(windows, at + i);
    }
  }

  /** A row of pairs of taps; the last word is a single one. */
  private static void pairedRow(
      BinaryLayer layer, int[] signs, int start, int count, int[] windows, int at, int pitch) {
    int shift = layer.partBits;
    int a0 = start + layer.offset(0, 0);
    int b0 = start + layer.offset(0, 1);
    int a1 = start + layer.offset(1, 0);
    int b1 = start + layer.offset(1, 1);
    int a2 = start + layer.offset(2, 0);
    int b2 = start + layer.offset(2, 1);
    int a3 = start + layer.offset(3, 0);
    int b3 = start + layer.offset(3, 1);
    int a4 = start + layer.offset(4, 0);
    int at1 = at + pitch;
    int at2 = at1 + pitch;
    int at3 = at2 + pitch;
    int at4 = at3 + pitch;
    for (int i = 0; i < count; i += LANES) {
      IntVector v0 = IntVector.fromArray(INTS, signs, b0 + i).lanewise(LSHL, shift);
      IntVector v1 = IntVector.fromArray(INTS, signs, b1 + i).lanewise(LSHL, shift);
      IntVector v2 = IntVector.fromArray(INTS, signs, b2 + i).lanewise(LSHL, shift);
      IntVector v3 = IntVector.fromArray(INTS, signs, b3 + i).lanewise(LSHL, shift);
      v0.or(IntVector.fromArray(INTS, signs, a0 + i)).intoArray(windows, at + i);
      v1.or(IntVector.fromArray(INTS, signs, a1 + i)).intoArray(windows, at1 + i);
      v2.or(IntVector.fromArray(INTS, signs, a2 + i)).intoArray(windows, at2 + i);
      v3.or(IntVector.fromArray(INTS, signs, a3 + i)).intoArray(windows, at3 + i);
      IntVector.fromArray(INTS, signs, a4 + i).intoArray(windows, at4 + i);
    }
  }

  /** A 3x3 window whose words are taps: its weights stay in registers. */
  private static void taps(
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
    int[] classes = layer.classes;
    FloatVector minusTwo = FloatVector.broadcast(FLOATS, -2);
    int w = layer.weight(c);
    int[] starts = layer.starts;
    IntVector y0 = IntVector.fromArray(INTS, weights, w + 0 * Blocks.SIZE);
    int o0 = layer.offset(0, 0) + shift;
    IntVector y1 = IntVector.fromArray(INTS, weights, w + 1 * Blocks.SIZE);
    int o1 = layer.offset(1, 0) + shift;
    IntVector y2 = IntVector.fromArray(INTS, weights, w + 2 * Blocks.SIZE);
    int o2 = layer.offset(2, 0) + shift;
    IntVector y3 = IntVector.fromArray(INTS, weights, w + 3 * Blocks.SIZE);
    int o3 = layer.offset(3, 0) + shift;
    IntVector y4 = IntVector.fromArray(INTS, weights, w + 4 * Blocks.SIZE);
    int o4 = layer.offset(4, 0) + shift;
    IntVector y5 = IntVector.fromArray(INTS, weights, w + 5 * Blocks.SIZE);
    int o5 = layer.offset(5, 0) + shift;
    IntVector y6 = IntVector.fromArray(INTS, weights, w + 6 * Blocks.SIZE);
    int o6 = layer.offset(6, 0) + shift;
    IntVector y7 = IntVector.fromArray(INTS, weights, w + 7 * Blocks.SIZE);
    int o7 = layer.offset(7, 0) + shift;
    IntVector y8 = IntVector.fromArray(INTS, weights, w + 8 * Blocks.SIZE);
    int o8 = layer.offset(8, 0) + shift;
    int place = at;
    for (int pixel = from; pixel < to; pixel++) {
      int s = starts[pixel];
      IntVector m = y0.lanewise(XOR, IntVector.broadcast(INTS, signs[s + o0])).lanewise(BIT_COUNT);
      m = m.add(y1.lanewise(XOR, IntVector.broadcast(INTS, signs[s + o1])).lanewise(BIT_COUNT));
      m = m.add(y2.lanewise(XOR, IntVector.broadcast(INTS, signs[s + o2])).lanewise(BIT_COUNT));
      m = m.add(y3.lanewise(XOR, IntVector.broadcast(INTS, signs[s + o3])).lanewise(BIT_COUNT));
      m = m.add(y4.lanewise(XOR, IntVector.broadcast(INTS, signs[s + o4])).lanewise(BIT_COUNT));
      m = m.add(y5.lanewise(XOR, IntVector.broadcast(INTS, signs[s + o5])).lanewise(BIT_COUNT));
      m = m.add(y6.lanewise(XOR, IntVector.broadcast(INTS, signs[s + o6])).lanewise(BIT_COUNT));
      m = m.add(y7.lanewise(XOR, IntVector.broadcast(INTS, signs[s + o7])).lanewise(BIT_COUNT));
      m = m.add(y8.lanewise(XOR, IntVector.broadcast(INTS, signs[s + o8])).lanewise(BIT_COUNT));
      FloatVector correction = FloatVector.fromArray(FLOATS, corrections, classes[pixel] + c);
      ((FloatVector) m.convert(I2F, 0)).fma(minusTwo, correction).intoArray(out, place);
      place += stride;
    }
  }

  /** A 3x3 window whose words are pairs of taps, gathered. */
  private static void pairs(
      BinaryLayer layer,
      int c,
      int[] windows,
      int pitch,
      int from,
      int to,
      float[] out,
      int at,
      int stride) {
    int[] weights = layer.weights;
    float[] corrections = layer.corrections;
    int[] classes = layer.classes;
    FloatVector minusTwo = FloatVector.broadcast(FLOATS, -2);
    int w = layer.weight(c);
    IntVector y0 = IntVector.fromArray(INTS, weights, w + 0 * Blocks.SIZE);
    int o0 = 0 * pitch - from;
    IntVector y1 = IntVector.fromArray(INTS, weights, w + 1 * Blocks.SIZE);
    int o1 = 1 * pitch - from;
    IntVector y2 = IntVector.fromArray(INTS, weights, w + 2 * Blocks.SIZE);
    int o2 = 2 * pitch - from;
    IntVector y3 = IntVector.fromArray(INTS, weights, w + 3 * Blocks.SIZE);
    int o3 = 3 * pitch - from;
    IntVector y4 = IntVector.fromArray(INTS, weights, w + 4 * Blocks.SIZE);
    int o4 = 4 * pitch - from;
    int place = at;
    for (int pixel = from; pixel < to; pixel++) {
      IntVector m =
          y0.lanewise(XOR, IntVector.broadcast(INTS, windows[pixel + o0])).lanewise(BIT_COUNT);
      m =
          m.add(
              y1.lanewise(XOR, IntVector.broadcast(INTS, windows[pixel + o1])).lanewise(BIT_COUNT));
      m =
          m.add(
              y2.lanewise(XOR, IntVector.broadcast(INTS, windows[pixel + o2])).lanewise(BIT_COUNT));
      m =
          m.add(
              y3.lanewise(XOR, IntVector.broadcast(INTS, windows[pixel + o3])).lanewise(BIT_COUNT));
      m =
          m.add(
              y4.lanewise(XOR, IntVector.broadcast(INTS, windows[pixel + o4])).lanewise(BIT_COUNT));
      FloatVector correction = FloatVector.fromArray(FLOATS, corrections, classes[pixel] + c);
      ((FloatVector) m.convert(I2F, 0)).fma(minusTwo, correction).intoArray(out, place);
      place += stride;
    }
  }

  /** Eight pixels whose gathered words adjoin, one vector of channels. */
  private static void gathered(
      BinaryLayer layer,
      int c,
      int[] windows,
      int pitch,
      int from,
      int to,
      float[] out,
      int at,
      int stride) {
    int[] weights = layer.weights;
    float[] corrections = layer.corrections;
    int words = layer.words;
    FloatVector minusTwo = FloatVector.broadcast(FLOATS, -2);
    for (int pixel = from; pixel < to; pixel += 8) {
      int p1 = Math.min(pixel + 1, to - 1);
      int p2 = Math.min(pixel + 2, to - 1);
      int p3 = Math.min(pixel + 3, to - 1);
      int p4 = Math.min(pixel + 4, to - 1);
      int p5 = Math.min(pixel + 5, to - 1);
      int p6 = Math.min(pixel + 6, to - 1);
      int p7 = Math.min(pixel + 7, to - 1);
      IntVector m0 = IntVector.zero(INTS);
      IntVector m1 = IntVector.zero(INTS);
      IntVector m2 = IntVector.zero(INTS);
      IntVector m3 = IntVector.zero(INTS);
      IntVector m4 = IntVector.zero(INTS);
      IntVector m5 = IntVector.zero(INTS);
      IntVector m6 = IntVector.zero(INTS);
      IntVector m7 = IntVector.zero(INTS);
      int w = layer.weight(c);
      int place = pixel - from;
      for (int k = 0; k < words; k++) {
        IntVector y = IntVector.fromArray(INTS, weights, w);
        w += Blocks.SIZE;
        IntVector x0 = y.lanewise(XOR, IntVector.broadcast(INTS, windows[place + 0]));
        m0 = m0.add(x0.lanewise(BIT_COUNT));
        IntVector x1 = y.lanewise(XOR, IntVector.broadcast(INTS, windows[place + 1]));
        m1 = m1.add(x1.lanewise(BIT_COUNT));
        IntVector x2 = y.lanewise(XOR, IntVector.broadcast(INTS, windows[place + 2]));
        m2 = m2.add(x2.lanewise(BIT_COUNT));
        IntVector x3 = y.lanewise(XOR, IntVector.broadcast(INTS, windows[place + 3]));
        m3 = m3.add(x3.lanewise(BIT_COUNT));
        IntVector x4 = y.lanewise(XOR, IntVector.broadcast(INTS, windows[place + 4]));
        m4 = m4.add(x4.lanewise(BIT_COUNT));
        IntVector x5 = y.lanewise(XOR, IntVector.broadcast(INTS, windows[place + 5]));
        m5 = m5.add(x5.lanewise(BIT_COUNT));
        IntVector x6 = y.lanewise(XOR, IntVector.broadcast(INTS, windows[place + 6]));
        m6 = m6.add(x6.lanewise(BIT_COUNT));
        IntVector x7 = y.lanewise(XOR, IntVector.broadcast(INTS, windows[place + 7]));
        m7 = m7.add(x7.lanewise(BIT_COUNT));
        place += pitch;
      }
      // The last pixel comes last: those behind it have counted what lies behind the windows.
      ((FloatVector) m7.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, layer.classes[p7] + c))
          .intoArray(out, at + (p7 - from) * stride);
      ((FloatVector) m6.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, layer.classes[p6] + c))
          .intoArray(out, at + (p6 - from) * stride);
      ((FloatVector) m5.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, layer.classes[p5] + c))
          .intoArray(out, at + (p5 - from) * stride);
      ((FloatVector) m4.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, layer.classes[p4] + c))
          .intoArray(out, at + (p4 - from) * stride);
      ((FloatVector) m3.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, layer.classes[p3] + c))
          .intoArray(out, at + (p3 - from) * stride);
      ((FloatVector) m2.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, layer.classes[p2] + c))
          .intoArray(out, at + (p2 - from) * stride);
      ((FloatVector) m1.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, layer.classes[p1] + c))
          .intoArray(out, at + (p1 - from) * stride);
      ((FloatVector) m0.convert(I2F, 0))
          .fma(minusTwo, FloatVector.fromArray(FLOATS, corrections, layer.classes[pixel] + c))
          .intoArray(out, at + (pixel - from) * stride);
    }
  }
}
