package org.bnnlab.runtime.kernel;

import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Window;

/**
 * A convolution of real values laid out for the kernels: weights ordered [block][tap and
 * input][channel of the block]. The input stands pixel by pixel with its border.
 */
public final class RealLayer {

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

  /** Weights, see above. */
  final float[] weights;

  /**
   * Lays a convolution out.
   *
   * @param extent what goes in
   * @param pixelStride distance of the input's pixels in its buffer
   * @param weights values in the order of {@link Window#weight}
   */
  public RealLayer(Window window, Extent extent, int pixelStride, float[] weights) {
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
    this.weights = laidOut(weights);
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
}
