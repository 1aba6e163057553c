package org.bnnlab.runtime.kernel;

import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Window;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of real values laid out for the kernels: weights ordered [block][tap and
 * input][channel of the block]. The input stands pixel by pixel with its border.
 *
 * <p>Weights of +1 and -1 stay bits; kernels make values of some blocks at a time, which they use
 * for many pixels.
 */
public final class RealLayer {

  /** Blocks that are expanded at a time, at most. */
  static final int EXPANDED = 4;

  private final Window window;
  private final Extent output;
  private final Blocks blocks;
  private final Extent input;
  private final int pixelStride;

  /** Values of a window stand in runs: distance of each run from the window's start. */
  final int[] runs;

  /** Values of each run. */
  final int runLength;

  /** Values of a window. */
  final int depth;

  /** First value of each output pixel's window. */
  final int[] starts;

  /** Weights, see above; none where they are bits. */
  final float[] weights;

  /** Weights that are bits: 1 for -1, two rows of a block's channels to a word; else none. */
  final int[] signs;

  /**
   * Lays a convolution out.
   *
   * @param extent what goes in
   * @param pixelStride distance of the input's pixels in its buffer
   * @param weights values in the order of {@link Window#weight}
   */
  public RealLayer(Window window, Extent extent, int pixelStride, float[] weights) {
    this(window, extent, pixelStride, weights, null);
  }

  /** The same of weights that are +1 or -1. */
  public RealLayer(Window window, Extent extent, int pixelStride, Bits weights) {
    this(window, extent, pixelStride, new float[0], weights);
  }

  private RealLayer(
      Window window, Extent extent, int pixelStride, float[] weights, @Nullable Bits bits) {
    this.window = window;
    this.input = extent;
    this.output = window.output(extent);
    this.blocks = new Blocks(window);
    this.pixelStride = pixelStride;
    int kernel = window.kernel();
    this.depth = window.taps();
    // Taps of a row adjoin where nothing lies between the channels of neighbouring pixels.
    boolean rows = window.dilation() == 1 && window.groupInputs() == pixelStride;
    this.runLength = (rows ? kernel : 1) * window.groupInputs();
    this.runs = new int[rows ? kernel : kernel * kernel];
    for (int i = 0; i < runs.length; i++) {
      int row = rows ? i : i / kernel;
      int column = rows ? 0 : i % kernel;
      runs[i] = (row * fullWidth() + column) * window.dilation() * pixelStride;
    }
    this.starts = new int[output.pixels()];
    for (int i = 0; i < starts.length; i++) {
      int row = i / output.width() * window.stride();
      int column = i % output.width() * window.stride();
      starts[i] = (row * fullWidth() + column) * pixelStride;
    }
    this.weights = bits == null ? laidOut(weights) : weights;
    this.signs = bits == null ? new int[0] : laidOut(bits);
  }

  /** Geometry. */
  public Window window() {
    return window;
  }

  /** Size of what comes out. */
  public Extent output() {
    return output;
  }

  /** Blocks of output channels. */
  public Blocks blocks() {
    return blocks;
  }

  /** Columns of the input, border included. */
  public int fullWidth() {
    return input.width() + 2 * window.padding();
  }

  /** Values of the input's buffer, border included. */
  public int size() {
    long rows = input.height() + 2L * window.padding();
    return Math.toIntExact(rows * fullWidth() * pixelStride);
  }

  /** Puts an input without border into the middle of a buffer whose border is zero. */
  public void surround(float[] from, float[] to) {
    int row = input.width() * pixelStride;
    for (int i = 0; i < input.height(); i++) {
      int at = ((i + window.padding()) * fullWidth() + window.padding()) * pixelStride;
      System.arraycopy(from, i * row, to, at, row);
    }
  }

  /** Whether weights are bits. */
  boolean signed() {
    return signs.length > 0;
  }

  /** Values that kernels make of bits at a time: so many blocks, and a row more. */
  public int expanded() {
    return signed() ? (Math.min(EXPANDED, blocks.perGroup()) * depth + 1) * Blocks.SIZE : 0;
  }

  /** Where the signs of a block begin. */
  int sign(int block) {
    return block * Math.ceilDiv(depth, 2);
  }

  /** Where the weights of the lanes from one on begin, lanes counted over all blocks. */
  int weight(int lane) {
    return lane / Blocks.SIZE * depth * Blocks.SIZE + lane % Blocks.SIZE;
  }

  /** Distance of a group's input from the window's start. */
  int shift(int group) {
    return group * window.groupInputs();
  }

  private float[] laidOut(float[] values) {
    float[] laidOut = new float[blocks.count() * depth * Blocks.SIZE];
    for (int block = 0; block < blocks.count(); block++) {
      for (int lane = 0; lane < blocks.width(block); lane++) {
        int from = window.weight(blocks.channel(block) + lane, 0, 0, 0);
        int at = block * depth * Blocks.SIZE + lane;
        for (int i = 0; i < depth; i++) {
          laidOut[at + i * Blocks.SIZE] = values[from + i];
        }
      }
    }
    return laidOut;
  }

  private int[] laidOut(Bits bits) {
    int[] laidOut = new int[sign(blocks.count())];
    for (int block = 0; block < blocks.count(); block++) {
      for (int lane = 0; lane < blocks.width(block); lane++) {
        int from = window.weight(blocks.channel(block) + lane, 0, 0, 0);
        for (int i = 0; i < depth; i++) {
          if (!bits.get(from + i)) {
            laidOut[sign(block) + i / 2] |= 1 << (i % 2 * Blocks.SIZE + lane);
          }
        }
      }
    }
    return laidOut;
  }
}
