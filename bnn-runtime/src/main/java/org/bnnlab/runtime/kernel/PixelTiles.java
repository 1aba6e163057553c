package org.bnnlab.runtime.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.runtime.program.Window;

/**
 * A compared convolution of few channels, laid out for lanes that are pixels: a pixel is one word,
 * so neighbouring pixels are a single load, and the loop runs over output channels.
 *
 * <p>A strip is two rows of as many neighbouring pixels as a vector has words; the last strips
 * overlap those before where width or height are no multiple. Where a pixel fits into half a word
 * before and behind the layer, a tile is two strips, the second in the upper halves. Limits stand
 * lane by lane, which makes borders exact at no cost; tiles whose pixels have the same border
 * classes share them.
 */
final class PixelTiles {

  /** The kernel is unrolled: so many taps. */
  static final int TAPS = 9;

  private static final int HALF = Integer.SIZE / 2;

  /** Output channels. */
  final int outputs;

  /** Whether a tile is two strips. */
  final boolean halves;

  /** First output pixel of each tile, ascending. */
  final int[] pixels;

  /** Where the input of each strip begins, those of a tile one behind the other. */
  final int[] starts;

  /** Where the output of each strip begins, likewise. */
  final int[] ends;

  /** Words of a row of the input. */
  final int rowWords;

  /** Words of a row of the output. */
  final int outputRow;

  /** Words ordered [output channel][tap], in both halves where a tile is two strips. */
  final int[] weights;

  /** Where the limits of each tile begin. */
  final int[] places;

  /** Limits ordered [tile class][output channel][row][lane]. */
  final int[] limits;

  /** The same of halves, lanes taking turns between the strips. */
  final short[] halfLimits;

  /**
   * Lays a layer out that {@linkplain #fit fits}.
   *
   * @param sign where the signs go
   * @param limits largest counts that give a 1, ordered like the layer's corrections
   * @param lanes words of a vector
   */
  PixelTiles(BinaryLayer layer, SignLayer sign, int[] limits, int lanes) {
    this.outputs = layer.window().outputs();
    this.halves = Math.max(layer.window().inputs(), outputs) <= HALF;
    int strips = halves ? 2 : 1;
    int width = layer.output().width();
    int height = layer.output().height();
    int perRow = Math.ceilDiv(width, lanes);
    int last = perRow * Math.ceilDiv(height, 2) - 1;
    int tiles = last / strips + 1;
    this.rowWords = layer.input().fullWidth();
    this.outputRow = sign.layout().fullWidth();
    this.pixels = new int[tiles];
    this.starts = new int[tiles * strips];
    this.ends = new int[tiles * strips];
    this.places = new int[tiles];
    Map<List<Integer>, Integer> found = new HashMap<>();
    List<int[]> distinct = new ArrayList<>();
    for (int tile = 0; tile < tiles; tile++) {
      List<Integer> classes = new ArrayList<>();
      for (int i = tile * strips; i < (tile + 1) * strips; i++) {
        int strip = Math.min(i, last);
        int row = Math.min(strip / perRow * 2, height - 2);
        int column = Math.min(strip % perRow * lanes, width - lanes);
        int pixel = row * width + column;
        starts[i] = layer.starts[pixel];
        ends[i] = sign.indices[pixel];
        for (int lane = 0; lane < 2 * lanes; lane++) {
          classes.add(layer.classes[pixel + lane / lanes * width + lane % lanes]);
        }
        pixels[tile] = i % strips == 0 ? pixel : pixels[tile];
      }
      places[tile] =
          found.computeIfAbsent(
              classes,
              key -> {
                distinct.add(ofLanes(key, limits, lanes));
                return (distinct.size() - 1) * outputs * key.size();
              });
    }
    int[] all = distinct.stream().flatMapToInt(Arrays::stream).toArray();
    this.limits = halves ? new int[0] : all;
    this.halfLimits = halves ? halves(all) : new short[0];
    this.weights = new int[outputs * TAPS];
    for (int i = 0; i < weights.length; i++) {
      int word = layer.tapWord(i / TAPS, i % TAPS);
      weights[i] = halves ? word | word << HALF : word;
    }
  }

  /** Whether a layer can be laid out for vectors of so many words. */
  static boolean fit(BinaryLayer layer, int lanes) {
    Window window = layer.window();
    return window.kernel() * window.kernel() == TAPS
        && window.stride() == 1
        && window.groups() == 1
        && window.inputs() <= Integer.SIZE
        && window.outputs() <= Integer.SIZE
        && window.dilation() == 1
        && layer.output().height() >= 2
        && layer.output().width() >= lanes;
  }

  /** Number of the first tile that begins at a pixel or behind it. */
  int from(int pixel) {
    int found = Arrays.binarySearch(pixels, pixel);
    return found < 0 ? -found - 1 : found;
  }

  /** Limits of one tile class; border classes are ordered [strip][row][lane]. */
  private int[] ofLanes(List<Integer> classes, int[] limits, int lanes) {
    int[] ofLanes = new int[outputs * classes.size()];
    int strips = classes.size() / (2 * lanes);
    for (int i = 0; i < ofLanes.length; i++) {
      int place = i % classes.size();
      int strip = place % strips;
      ofLanes[i] = limits[classes.get(strip * 2 * lanes + place / strips) + i / classes.size()];
    }
    return ofLanes;
  }

  /**
   * Counts, limits and words fit into halves where pixels do: limits are at most a window's bits.
   */
  private static short[] halves(int[] words) {
    short[] halves = new short[words.length];
    for (int i = 0; i < words.length; i++) {
      halves[i] = (short) words[i];
    }
    return halves;
  }
}
