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
    public void fill(Frame frame, int from, int to, float[] out, int stride) {
      long[] signs = frame.signs[input];
      Blocks blocks = layer.blocks();
      for (int block = 0; block < blocks.count(); block++) {
        if (blocks.direct(block)) {
          frame.kernels.binary(layer, block, signs, from, to, out, blocks.channel(block), stride);
        } else {
          float[] apart = new float[(to - from) * Blocks.SIZE];
          frame.kernels.binary(layer, block, signs, from, to, apart, 0, Blocks.SIZE);
          scatter(blocks, block, apart, to - from, out, stride);
        }
      }
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
    public void fill(Frame frame, int from, int to, float[] out, int stride) {
      float[] in = frame.reals[bordered];
      Blocks blocks = layer.blocks();
      for (int block = 0; block < blocks.count(); block++) {
        if (blocks.direct(block)) {
          frame.kernels.real(layer, block, in, from, to, out, blocks.channel(block), stride);
        } else {
          float[] apart = new float[(to - from) * Blocks.SIZE];
          frame.kernels.real(layer, block, in, from, to, apart, 0, Blocks.SIZE);
          scatter(blocks, block, apart, to - from, out, stride);
        }
      }
    }
  }

  /** Puts a block that is narrower than the kernels' into its place. */
  private static void scatter(
      Blocks blocks, int block, float[] apart, int pixels, float[] out, int stride) {
    for (int pixel = 0; pixel < pixels; pixel++) {
      System.arraycopy(
          apart,
          pixel * Blocks.SIZE,
          out,
          pixel * stride + blocks.channel(block),
          blocks.width(block));
    }
  }
}
