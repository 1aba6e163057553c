package org.bnnlab.runtime.engine;

import org.bnnlab.runtime.kernel.BinaryLayer;
import org.bnnlab.runtime.kernel.Blocks;
import org.bnnlab.runtime.kernel.RealLayer;

/** The two kinds of convolution as sources. */
final class Convolutions {

  private Convolutions() {}

  /** A binary convolution that reads a sign buffer. */
  record Binary(BinaryLayer layer, int input) implements Source {
    @Override
    public void fill(Frame frame, Room room, int from, int to, int stride) {
      Blocks blocks = layer.blocks();
      for (int block = 0; block < blocks.count(); block++) {
        if (!layer.direct() && block % blocks.perGroup() == 0) {
          int group = blocks.group(block);
          frame.kernels.gather(layer, group, frame.signs[input], from, to, room.windows);
        }
        if (blocks.direct(block)) {
          block(frame, room, block, from, to, room.values, blocks.channel(block), stride);
        } else {
          block(frame, room, block, from, to, room.apart, 0, Blocks.SIZE);
          scatter(blocks, block, room, to - from, stride);
        }
      }
    }

    private void block(
        Frame frame, Room room, int block, int from, int to, float[] out, int at, int stride) {
      int[] windows = layer.direct() ? frame.signs[input] : room.windows;
      int first = layer.direct() ? layer.start(from) : 0;
      frame.kernels.binary(layer, block, windows, first, from, to, out, at, stride);
    }

    @Override
    public Room.Size room(int pixels) {
      int windows = layer.direct() ? 0 : pixels * layer.windowWords();
      return new Room.Size(0, windows, 0, apart(layer.blocks(), pixels));
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
      for (int block = 0; block < blocks.count(); block++) {
        if (block % blocks.perGroup() == 0) {
          frame.kernels.gather(layer, blocks.group(block), in, from, to, room.realWindows);
        }
        if (blocks.direct(block)) {
          int at = blocks.channel(block);
          frame.kernels.real(layer, block, room.realWindows, from, to, room.values, at, stride);
        } else {
          frame.kernels.real(layer, block, room.realWindows, from, to, room.apart, 0, Blocks.SIZE);
          scatter(blocks, block, room, to - from, stride);
        }
      }
    }

    @Override
    public Room.Size room(int pixels) {
      return new Room.Size(0, 0, pixels * layer.windowValues(), apart(layer.blocks(), pixels));
    }
  }

  private static int apart(Blocks blocks, int pixels) {
    for (int block = 0; block < blocks.count(); block++) {
      if (!blocks.direct(block)) {
        return pixels * Blocks.SIZE;
      }
    }
    return 0;
  }

  /** Puts a block that is narrower than the kernels' into its place. */
  private static void scatter(Blocks blocks, int block, Room room, int pixels, int stride) {
    int channel = blocks.channel(block);
    int width = blocks.width(block);
    for (int pixel = 0; pixel < pixels; pixel++) {
      int at = pixel * stride + channel;
      System.arraycopy(room.apart, pixel * Blocks.SIZE, room.values, at, width);
    }
  }
}
