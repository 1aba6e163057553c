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
 * several taps: words are gathered, those of neighbouring pixels adjoining.
 */
final class GatheredConvolution implements BinaryConvolution {

  private static final VectorForm FORM = VectorForm.of(MethodHandles.lookup());
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FORM.shape());
  private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, FORM.shape());
  private static final int LANES = INTS.length();

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
    int pitch = BinaryLayer.pitch(to - from);
    gather(layer, group, signs, from, to, windows, pitch);
    for (int c = first; c < end; c += LANES) {
      gathered(layer, c, windows, pitch, from, to, out, at + c - first, stride);
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
