package org.bnnlab.runtime.kernel;

import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Border;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Window;

/**
 * A binary convolution laid out for the kernels.
 *
 * <p>With m mismatches among the T bits of a window, border included, the sum of products is T -
 * 2m. Where the border is zero, the n taps inside count only, and the border's words (all -1) add
 * the mismatches of the outside taps, a constant b per channel: sum = n - 2(m - b). So {@code sum =
 * correction - 2m}, and the correction is looked up by channel and by which rows and columns of the
 * kernel lie inside.
 *
 * <p>The words of a window are its taps, row by row. Where the channels of several taps fit into
 * one word, they share it. Weights are ordered [block][word][channel of the block]: kernels read
 * them straight on.
 */
public final class BinaryLayer {

  private final Window window;
  private final SignLayout input;
  private final Extent output;
  private final Blocks blocks;

  /** Words of a window. */
  final int words;

  /** Bits by which the taps of a word are apart; taps of many channels take whole words. */
  final int partBits;

  /** Words of a tap; taps of few channels share a word. */
  final int tapWords;

  /** Words of a window stand in runs: distance of each run from the window's start. */
  final int[] runs;

  /** Words of each run; of no use where taps share words. */
  final int runLength;

  private final int tapsPerWord;
  private final int[] taps;

  /** First word of each output pixel's window. */
  final int[] starts;

  /** Weights, see above. */
  final int[] weights;

  /** Corrections, ordered [border class][block][channel of the block]. */
  final float[] corrections;

  /** Where the corrections of each output pixel begin. */
  final int[] classes;

  /**
   * Lays a convolution out.
   *
   * @param extent what goes in
   * @param weights signs in the order of {@link Window#weight}
   */
  public BinaryLayer(Window window, Extent extent, Bits weights) {
    this.window = window;
    this.input = SignLayout.of(extent, window);
    this.output = window.output(extent);
    this.blocks = new Blocks(window);
    int kernel = window.kernel();
    this.partBits = window.groupInputs();
    this.tapsPerWord = Math.max(1, Integer.SIZE / partBits);
    this.tapWords = input.groupWords();
    this.words = Math.ceilDiv(kernel * kernel * tapWords, tapsPerWord);
    this.taps = new int[kernel * kernel];
    for (int i = 0; i < taps.length; i++) {
      int pixel = (i / kernel * input.fullWidth() + i % kernel) * window.dilation();
      taps[i] = pixel * input.words();
    }
    boolean rows = window.dilation() == 1 && window.groups() == 1;
    this.runLength = (rows ? kernel : 1) * tapWords;
    this.runs = new int[rows ? kernel : kernel * kernel];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = taps[rows ? i * kernel : i];
    }
    this.starts = starts();
    this.weights = packed(weights);
    Insides inside = new Insides(window, extent, output);
    this.classes = inside.classes(blocks.count() * Blocks.SIZE);
    this.corrections = corrections(inside, weights);
  }

  /** Geometry. */
  public Window window() {
    return window;
  }

  /** How the input stands in memory. */
  public SignLayout input() {
    return input;
  }

  /** Size of what comes out. */
  public Extent output() {
    return output;
  }

  /** Blocks of output channels. */
  public Blocks blocks() {
    return blocks;
  }

  /** Bytes that the laid out layer takes. */
  public long bytes() {
    return 4L * ((long) weights.length + corrections.length + starts.length + classes.length);
  }

  /** Words that the gathered windows of so many pixels take, in any kernel's order. */
  public int windowWords(int pixels) {
    return words * pitch(pixels);
  }

  /** Distance of words where those of neighbouring pixels adjoin: vectors reach over the end. */
  static int pitch(int pixels) {
    return pixels + Blocks.SIZE;
  }

  /** Whether windows stand in the input one behind the other, so that none need be gathered. */
  boolean adjoiningWindows() {
    return window.kernel() == 1
        && window.stride() == 1
        && window.padding() == 0
        && window.groups() == 1;
  }

  /** Whether runs are too short or words must be put together, so that windows are gathered. */
  boolean gathered() {
    return input.words() == 1 || parts(0) > 1;
  }

  /** Whether the windows of neighbouring pixels are one word apart. */
  boolean adjoining() {
    return window.stride() == 1 && input.words() == 1;
  }

  /** Where the weights of the lanes from one on begin, lanes counted over all blocks. */
  int weight(int lane) {
    return lane / Blocks.SIZE * words * Blocks.SIZE + lane % Blocks.SIZE;
  }

  /** Distance of a group's input from the window's start. */
  int shift(int group) {
    return group * tapWords;
  }

  /** The weights of a tap of at most 32 channels, for one lane. */
  int tapWord(int lane, int tap) {
    int bit = place(tap, 0);
    int word = weights[weight(lane) + (bit >> 5) * Blocks.SIZE];
    return word >>> bit & -1 >>> (Integer.SIZE - partBits);
  }

  /** Taps that share a word of the window. */
  int parts(int word) {
    return Math.min(tapsPerWord, taps.length * tapWords - word * tapsPerWord);
  }

  /** Where a word's part stands in the input, from the window's start. */
  int offset(int word, int part) {
    int index = word * tapsPerWord + part;
    return tapWords == 1 ? taps[index] : taps[index / tapWords] + index % tapWords;
  }

  private int[] starts() {
    int[] starts = new int[output.pixels()];
    for (int i = 0; i < starts.length; i++) {
      int row = i / output.width() * window.stride() - window.padding();
      int column = i % output.width() * window.stride() - window.padding();
      starts[i] = input.index(row, column);
    }
    return starts;
  }

  private int[] packed(Bits signs) {
    int[] packed = new int[blocks.count() * words * Blocks.SIZE];
    for (int block = 0; block < blocks.count(); block++) {
      for (int lane = 0; lane < blocks.width(block); lane++) {
        int from = window.weight(blocks.channel(block) + lane, 0, 0, 0);
        for (int tap = 0; tap < taps.length; tap++) {
          for (int channel = 0; channel < partBits; channel += Integer.SIZE) {
            int count = Math.min(Integer.SIZE, partBits - channel);
            int bit = place(tap, channel);
            packed[(block * words + (bit >> 5)) * Blocks.SIZE + lane] |=
                signs.word(from + tap * partBits + channel, count) << bit;
          }
        }
      }
    }
    return packed;
  }

  /** Place of a tap's channel among the bits of a window. */
  private int place(int tap, int channel) {
    return tapsPerWord == 1
        ? tap * tapWords * Integer.SIZE + channel
        : tap / tapsPerWord * Integer.SIZE + tap % tapsPerWord * partBits + channel;
  }

  private float[] corrections(Insides inside, Bits signs) {
    float[] corrections = new float[inside.count() * blocks.count() * Blocks.SIZE];
    boolean zero = window.border() == Border.ZERO && window.padding() > 0;
    int kernel = window.kernel();
    for (int block = 0; block < blocks.count(); block++) {
      for (int lane = 0; lane < blocks.width(block); lane++) {
        int[] ones = new int[kernel * kernel];
        int from = window.weight(blocks.channel(block) + lane, 0, 0, 0);
        for (int tap = 0; zero && tap < ones.length; tap++) {
          for (int channel = 0; channel < partBits; channel += Integer.SIZE) {
            int count = Math.min(Integer.SIZE, partBits - channel);
            ones[tap] += Integer.bitCount(signs.word(from + tap * partBits + channel, count));
          }
        }
        for (int c = 0; c < inside.count(); c++) {
          int correction = window.taps();
          for (int tap = 0; zero && tap < ones.length; tap++) {
            if (!inside.contains(c, tap / kernel, tap % kernel)) {
              correction += 2 * ones[tap] - window.groupInputs();
            }
          }
          corrections[(c * blocks.count() + block) * Blocks.SIZE + lane] = correction;
        }
      }
    }
    return corrections;
  }
}
