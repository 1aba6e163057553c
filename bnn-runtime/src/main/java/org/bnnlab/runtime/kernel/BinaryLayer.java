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
 * <p>Weights are ordered [block][k][channel of the block], k running over the words of a window in
 * the order in which they stand in the input: kernels read them straight on.
 */
public final class BinaryLayer {

  private final Window window;
  private final SignLayout input;
  private final Extent output;
  private final Blocks blocks;

  /** Words of a window. */
  final int words;

  /** Words of a window stand in runs: distance of each run from the window's start. */
  final int[] runs;

  /** Words of each run. */
  final int runLength;

  /** First word of each output pixel's window. */
  final int[] starts;

  /** Weights, see above. */
  final long[] weights;

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
    boolean rows = window.dilation() == 1 && window.groups() == 1;
    this.runLength = (rows ? kernel : 1) * input.groupWords();
    this.runs = new int[rows ? kernel : kernel * kernel];
    for (int i = 0; i < runs.length; i++) {
      int row = (rows ? i : i / kernel) * window.dilation();
      int column = rows ? 0 : i % kernel * window.dilation();
      runs[i] = (row * input.fullWidth() + column) * input.words();
    }
    this.words = runs.length * runLength;
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
    return 8L * weights.length
        + 4L * (corrections.length + starts.length + classes.length + runs.length);
  }

  /** Distance of a block's input from the window's start. */
  int shift(int block) {
    return blocks.group(block) * input.groupWords();
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

  private long[] packed(Bits signs) {
    long[] packed = new long[blocks.count() * words * Blocks.SIZE];
    int groupWords = input.groupWords();
    for (int block = 0; block < blocks.count(); block++) {
      for (int lane = 0; lane < blocks.width(block); lane++) {
        int from = window.weight(blocks.channel(block) + lane, 0, 0, 0);
        for (int tap = 0; tap < window.kernel() * window.kernel(); tap++) {
          for (int i = 0; i < window.groupInputs(); i++) {
            if (signs.get(from + tap * window.groupInputs() + i)) {
              int k = tap * groupWords + (i >> 6);
              packed[(block * words + k) * Blocks.SIZE + lane] |= 1L << i;
            }
          }
        }
      }
    }
    return packed;
  }

  private float[] corrections(Insides inside, Bits signs) {
    float[] corrections = new float[inside.count() * blocks.count() * Blocks.SIZE];
    boolean zero = window.border() == Border.ZERO && window.padding() > 0;
    int kernel = window.kernel();
    for (int block = 0; block < blocks.count(); block++) {
      for (int lane = 0; lane < blocks.width(block); lane++) {
        int[] ones = new int[kernel * kernel];
        int from = window.weight(blocks.channel(block) + lane, 0, 0, 0);
        for (int i = 0; zero && i < window.taps(); i++) {
          ones[i / window.groupInputs()] += signs.get(from + i) ? 1 : 0;
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
