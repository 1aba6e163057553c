package org.bnnlab.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.BIT_COUNT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.invoke.MethodHandles;
import java.util.Objects;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Compared convolutions of few channels with lanes that are pixels, see {@link PixelTiles}: all
 * words of a tile stay in registers while the loop runs over output channels, and each comparison
 * adds its channel's bit where it holds. All is written out: the compiler stops inlining before it
 * is through.
 */
final class PixelComparison implements SignConvolution {

  private static final VectorForm FORM = VectorForm.of(MethodHandles.lookup());
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FORM.shape());
  private static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, FORM.shape());
  private static final int LANES = INTS.length();
  private static final int HALVES = SHORTS.length();
  private static final int HALF = Integer.SIZE / 2;

  PixelComparison() {}

  @Override
  public int pixelLanes() {
    return LANES;
  }

  @Override
  public boolean takes(BinaryLayer layer) {
    return PixelTiles.fit(layer, LANES);
  }

  @Override
  public void signs(CountLayer counts, int[] signs, int[] windows, int from, int to, int[] out) {
    PixelTiles tiles = Objects.requireNonNull(counts.tiles);
    int end = tiles.from(to);
    for (int tile = tiles.from(from); tile < end; tile++) {
      if (tiles.halves) {
        halves(tiles, tile, signs, out, counts.inverted[0]);
      } else {
        words(tiles, tile, signs, out, counts.inverted[0]);
      }
    }
  }

  /** One strip of words. */
  private static void words(PixelTiles tiles, int tile, int[] signs, int[] out, int inverted) {
    int[] weights = tiles.weights;
    int[] limits = tiles.limits;
    int row = tiles.rowWords;
    int a = tiles.starts[tile];
    IntVector x00 = IntVector.fromArray(INTS, signs, a);
    IntVector x01 = IntVector.fromArray(INTS, signs, a + 1);
    IntVector x02 = IntVector.fromArray(INTS, signs, a + 2);
    a += row;
    IntVector x10 = IntVector.fromArray(INTS, signs, a);
    IntVector x11 = IntVector.fromArray(INTS, signs, a + 1);
    IntVector x12 = IntVector.fromArray(INTS, signs, a + 2);
    a += row;
    IntVector x20 = IntVector.fromArray(INTS, signs, a);
    IntVector x21 = IntVector.fromArray(INTS, signs, a + 1);
    IntVector x22 = IntVector.fromArray(INTS, signs, a + 2);
    a += row;
    IntVector x30 = IntVector.fromArray(INTS, signs, a);
    IntVector x31 = IntVector.fromArray(INTS, signs, a + 1);
    IntVector x32 = IntVector.fromArray(INTS, signs, a + 2);
    IntVector bits0 = IntVector.zero(INTS);
    IntVector bits1 = IntVector.zero(INTS);
    IntVector bit = IntVector.broadcast(INTS, 1);
    int w = 0;
    int limit = tiles.places[tile];
    for (int c = 0; c < tiles.outputs; c++) {
      IntVector w0 = IntVector.broadcast(INTS, weights[w]);
      IntVector m0 = x00.lanewise(XOR, w0).lanewise(BIT_COUNT);
      IntVector m1 = x10.lanewise(XOR, w0).lanewise(BIT_COUNT);
      IntVector w1 = IntVector.broadcast(INTS, weights[w + 1]);
      m0 = m0.add(x01.lanewise(XOR, w1).lanewise(BIT_COUNT));
      m1 = m1.add(x11.lanewise(XOR, w1).lanewise(BIT_COUNT));
      IntVector w2 = IntVector.broadcast(INTS, weights[w + 2]);
      m0 = m0.add(x02.lanewise(XOR, w2).lanewise(BIT_COUNT));
      m1 = m1.add(x12.lanewise(XOR, w2).lanewise(BIT_COUNT));
      IntVector w3 = IntVector.broadcast(INTS, weights[w + 3]);
      m0 = m0.add(x10.lanewise(XOR, w3).lanewise(BIT_COUNT));
      m1 = m1.add(x20.lanewise(XOR, w3).lanewise(BIT_COUNT));
      IntVector w4 = IntVector.broadcast(INTS, weights[w + 4]);
      m0 = m0.add(x11.lanewise(XOR, w4).lanewise(BIT_COUNT));
      m1 = m1.add(x21.lanewise(XOR, w4).lanewise(BIT_COUNT));
      IntVector w5 = IntVector.broadcast(INTS, weights[w + 5]);
      m0 = m0.add(x12.lanewise(XOR, w5).lanewise(BIT_COUNT));
      m1 = m1.add(x22.lanewise(XOR, w5).lanewise(BIT_COUNT));
      IntVector w6 = IntVector.broadcast(INTS, weights[w + 6]);
      m0 = m0.add(x20.lanewise(XOR, w6).lanewise(BIT_COUNT));
      m1 = m1.add(x30.lanewise(XOR, w6).lanewise(BIT_COUNT));
      IntVector w7 = IntVector.broadcast(INTS, weights[w + 7]);
      m0 = m0.add(x21.lanewise(XOR, w7).lanewise(BIT_COUNT));
      m1 = m1.add(x31.lanewise(XOR, w7).lanewise(BIT_COUNT));
      IntVector w8 = IntVector.broadcast(INTS, weights[w + 8]);
      m0 = m0.add(x22.lanewise(XOR, w8).lanewise(BIT_COUNT));
      m1 = m1.add(x32.lanewise(XOR, w8).lanewise(BIT_COUNT));
      bits0 = bits0.add(bit, m0.compare(LE, IntVector.fromArray(INTS, limits, limit)));
      bits1 = bits1.add(bit, m1.compare(LE, IntVector.fromArray(INTS, limits, limit + LANES)));
      bit = bit.add(bit);
      w += PixelTiles.TAPS;
      limit += 2 * LANES;
    }
    bits0.lanewise(XOR, inverted).intoArray(out, tiles.ends[tile]);
    bits1.lanewise(XOR, inverted).intoArray(out, tiles.ends[tile] + tiles.outputRow);
  }

  /** Two strips of half words. */
  private static void halves(PixelTiles tiles, int tile, int[] signs, int[] out, int inverted) {
    int[] weights = tiles.weights;
    short[] limits = tiles.halfLimits;
    int row = tiles.rowWords;
    int a = tiles.starts[2 * tile];
    int b = tiles.starts[2 * tile + 1];
    IntVector h00 = IntVector.fromArray(INTS, signs, b).lanewise(LSHL, HALF);
    h00 = h00.or(IntVector.fromArray(INTS, signs, a));
    ShortVector x00 = h00.reinterpretAsShorts();
    IntVector h01 = IntVector.fromArray(INTS, signs, b + 1).lanewise(LSHL, HALF);
    h01 = h01.or(IntVector.fromArray(INTS, signs, a + 1));
    ShortVector x01 = h01.reinterpretAsShorts();
    IntVector h02 = IntVector.fromArray(INTS, signs, b + 2).lanewise(LSHL, HALF);
    h02 = h02.or(IntVector.fromArray(INTS, signs, a + 2));
    ShortVector x02 = h02.reinterpretAsShorts();
    a += row;
    b += row;
    IntVector h10 = IntVector.fromArray(INTS, signs, b).lanewise(LSHL, HALF);
    h10 = h10.or(IntVector.fromArray(INTS, signs, a));
    ShortVector x10 = h10.reinterpretAsShorts();
    IntVector h11 = IntVector.fromArray(INTS, signs, b + 1).lanewise(LSHL, HALF);
    h11 = h11.or(IntVector.fromArray(INTS, signs, a + 1));
    ShortVector x11 = h11.reinterpretAsShorts();
    IntVector h12 = IntVector.fromArray(INTS, signs, b + 2).lanewise(LSHL, HALF);
    h12 = h12.or(IntVector.fromArray(INTS, signs, a + 2));
    ShortVector x12 = h12.reinterpretAsShorts();
    a += row;
    b += row;
    IntVector h20 = IntVector.fromArray(INTS, signs, b).lanewise(LSHL, HALF);
    h20 = h20.or(IntVector.fromArray(INTS, signs, a));
    ShortVector x20 = h20.reinterpretAsShorts();
    IntVector h21 = IntVector.fromArray(INTS, signs, b + 1).lanewise(LSHL, HALF);
    h21 = h21.or(IntVector.fromArray(INTS, signs, a + 1));
    ShortVector x21 = h21.reinterpretAsShorts();
    IntVector h22 = IntVector.fromArray(INTS, signs, b + 2).lanewise(LSHL, HALF);
    h22 = h22.or(IntVector.fromArray(INTS, signs, a + 2));
    ShortVector x22 = h22.reinterpretAsShorts();
    a += row;
    b += row;
    IntVector h30 = IntVector.fromArray(INTS, signs, b).lanewise(LSHL, HALF);
    h30 = h30.or(IntVector.fromArray(INTS, signs, a));
    ShortVector x30 = h30.reinterpretAsShorts();
    IntVector h31 = IntVector.fromArray(INTS, signs, b + 1).lanewise(LSHL, HALF);
    h31 = h31.or(IntVector.fromArray(INTS, signs, a + 1));
    ShortVector x31 = h31.reinterpretAsShorts();
    IntVector h32 = IntVector.fromArray(INTS, signs, b + 2).lanewise(LSHL, HALF);
    h32 = h32.or(IntVector.fromArray(INTS, signs, a + 2));
    ShortVector x32 = h32.reinterpretAsShorts();
    ShortVector bits0 = ShortVector.zero(SHORTS);
    ShortVector bits1 = ShortVector.zero(SHORTS);
    ShortVector bit = ShortVector.broadcast(SHORTS, (short) 1);
    int w = 0;
    int limit = tiles.places[tile];
    for (int c = 0; c < tiles.outputs; c++) {
      ShortVector w0 = IntVector.broadcast(INTS, weights[w]).reinterpretAsShorts();
      ShortVector m0 = x00.lanewise(XOR, w0).lanewise(BIT_COUNT);
      ShortVector m1 = x10.lanewise(XOR, w0).lanewise(BIT_COUNT);
      ShortVector w1 = IntVector.broadcast(INTS, weights[w + 1]).reinterpretAsShorts();
      m0 = m0.add(x01.lanewise(XOR, w1).lanewise(BIT_COUNT));
      m1 = m1.add(x11.lanewise(XOR, w1).lanewise(BIT_COUNT));
      ShortVector w2 = IntVector.broadcast(INTS, weights[w + 2]).reinterpretAsShorts();
      m0 = m0.add(x02.lanewise(XOR, w2).lanewise(BIT_COUNT));
      m1 = m1.add(x12.lanewise(XOR, w2).lanewise(BIT_COUNT));
      ShortVector w3 = IntVector.broadcast(INTS, weights[w + 3]).reinterpretAsShorts();
      m0 = m0.add(x10.lanewise(XOR, w3).lanewise(BIT_COUNT));
      m1 = m1.add(x20.lanewise(XOR, w3).lanewise(BIT_COUNT));
      ShortVector w4 = IntVector.broadcast(INTS, weights[w + 4]).reinterpretAsShorts();
      m0 = m0.add(x11.lanewise(XOR, w4).lanewise(BIT_COUNT));
      m1 = m1.add(x21.lanewise(XOR, w4).lanewise(BIT_COUNT));
      ShortVector w5 = IntVector.broadcast(INTS, weights[w + 5]).reinterpretAsShorts();
      m0 = m0.add(x12.lanewise(XOR, w5).lanewise(BIT_COUNT));
      m1 = m1.add(x22.lanewise(XOR, w5).lanewise(BIT_COUNT));
      ShortVector w6 = IntVector.broadcast(INTS, weights[w + 6]).reinterpretAsShorts();
      m0 = m0.add(x20.lanewise(XOR, w6).lanewise(BIT_COUNT));
      m1 = m1.add(x30.lanewise(XOR, w6).lanewise(BIT_COUNT));
      ShortVector w7 = IntVector.broadcast(INTS, weights[w + 7]).reinterpretAsShorts();
      m0 = m0.add(x21.lanewise(XOR, w7).lanewise(BIT_COUNT));
      m1 = m1.add(x31.lanewise(XOR, w7).lanewise(BIT_COUNT));
      ShortVector w8 = IntVector.broadcast(INTS, weights[w + 8]).reinterpretAsShorts();
      m0 = m0.add(x22.lanewise(XOR, w8).lanewise(BIT_COUNT));
      m1 = m1.add(x32.lanewise(XOR, w8).lanewise(BIT_COUNT));
      bits0 = bits0.add(bit, m0.compare(LE, ShortVector.fromArray(SHORTS, limits, limit)));
      bits1 = bits1.add(bit, m1.compare(LE, ShortVector.fromArray(SHORTS, limits, limit + HALVES)));
      bit = bit.add(bit);
      w += PixelTiles.TAPS;
      limit += 2 * HALVES;
    }
    IntVector y0 = bits0.reinterpretAsInts();
    y0.and(0xFFFF).lanewise(XOR, inverted).intoArray(out, tiles.ends[2 * tile]);
    y0.lanewise(LSHR, HALF).lanewise(XOR, inverted).intoArray(out, tiles.ends[2 * tile + 1]);
    IntVector y1 = bits1.reinterpretAsInts();
    y1.and(0xFFFF).lanewise(XOR, inverted).intoArray(out, tiles.ends[2 * tile] + tiles.outputRow);
    y1.lanewise(LSHR, HALF)
        .lanewise(XOR, inverted)
        .intoArray(out, tiles.ends[2 * tile + 1] + tiles.outputRow);
  }
}
