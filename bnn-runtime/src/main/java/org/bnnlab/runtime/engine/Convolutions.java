package org.bnnlab.runtime.engine;

import org.bnnlab.runtime.kernel.BinaryLayer;
import org.bnnlab.runtime.kernel.Blocks;
import org.bnnlab.runtime.kernel.CountLayer;
import org.bnnlab.runtime.kernel.RealLayer;
import org.bnnlab.runtime.kernel.SignConvolution;
import org.bnnlab.runtime.program.Window;

/** The two kinds of convolution as sources. */
final class Convolutions {

  private Convolutions() {}

  /** A binary convolution that reads a sign buffer. */
  record Binary(BinaryLayer layer, int input) implements Source {
    @Override
    public void fill(Frame frame, Room room, int from, int to, int stride) {
      Blocks blocks = layer.blocks();
      int[] signs = frame.signs[input];
      for (int group = 0; group < layer.window().groups(); group++) {
        if (blocks.direct()) {
          int at = group * blocks.groupStride();
          frame.kernels.binary(
              layer, group, signs, room.windows, from, to, room.values, at, stride);
        } else {
          int step = blocks.groupStride();
          frame.kernels.binary(layer, group, signs, room.windows, from, to, room.apart, 0, step);
          scatter(layer.window(), group, room, to - from, stride);
        }
      }
    }

    @Override
    public Room.Size room(int pixels) {
      return new Room.Size(0, layer.windowWords(pixels), apart(layer.blocks(), pixels), 0);
    }
  }

  /**
   * A binary convolution of whose sums only the signs are wanted.
   *
   * @param input sign buffer that it reads
   * @param output sign buffer that it writes
   */
  record Compared(CountLayer layer, int input, int output) implements Source {
    @Override
    public void fill(Frame frame, Room room, int from, int to, int stride) {
      SignConvolution comparison = frame.kernels.comparison();
      comparison.signs(layer, frame.signs[input], room.windows, from, to, frame.signs[output]);
    }

    @Override
    public Room.Size room(int pixels) {
      return new Room.Size(0, layer.windowWords(pixels), 0, 0);
    }
  }

  /**
   * A real convolution.
   *
   * @param input buffer that it reads
   * @param bordered buffer that receives the input with its border; the input itself without one
   */
  record Real(RealLayer layer, int input, int bordered) implements Source {
    @Override
    public void prepare(Frame frame) {
      if (bordered != input) {
        layer.surround(frame.reals[input], frame.reals[bordered]);
      }
    }

    @Override
    public void fill(Frame frame, Room room, int from, int to, int stride) {
      float[] in = frame.reals[bordered];
      Blocks blocks = layer.blocks();
      for (int group = 0; group < layer.window().groups(); group++) {
        if (blocks.direct()) {
          int at = group * blocks.groupStride();
          frame.kernels.real(layer, group, in, room.weights, from, to, room.values, at, stride);
        } else {
          frame.kernels.real(
              layer, group, in, room.weights, from, to, room.apart, 0, blocks.groupStride());
          scatter(layer.window(), group, room, to - from, stride);
        }
      }
    }

    @Override
    public Room.Size room(int pixels) {
      return new Room.Size(0, 0, apart(layer.blocks(), pixels), layer.expanded());
    }
  }

  private static int apart(Blocks blocks, int pixels) {
    return blocks.direct() ? 0 : pixels * blocks.groupStride();
  }

  /** Puts a group whose blocks are wider than it into its place. */
  private static void scatter(Window window, int group, Room room, int pixels, int stride) {
    int width = window.groupOutputs();
    int step = Blocks.stride(width);
    for (int pixel = 0; pixel < pixels; pixel++) {
      System.arraycopy(
          room.apart, pixel * step, room.values, pixel * stride + group * width, width);
    }
  }
}
