package org.bnnlab.runtime.engine;

/**
 * What is done to a range of pixels while it is in the nearest cache. A range lies at the begin of
 * its array, pixels {@code stride} apart.
 */
sealed interface Pass {

  /** Applies the pass to pixels {@code from} to {@code to}. */
  void apply(Frame frame, float[] x, int from, int to, int stride);

  /**
   * Several parts in one go.
   *
   * @param other buffer that is added, or {@link #NONE}
   * @param kept buffer that keeps the values, likewise
   * @param signs buffer that keeps the signs, likewise
   */
  record Pointwise(org.bnnlab.runtime.kernel.Pointwise points, int other, int kept, int signs)
      implements Pass {

    /** No buffer. */
    static final int NONE = -1;

    private static final float[] NO_VALUES = {};
    private static final int[] NO_SIGNS = {};

    @Override
    public void apply(Frame frame, float[] x, int from, int to, int stride) {
      frame.kernels.pointwise(
          points,
          x,
          from,
          to,
          other == NONE ? NO_VALUES : frame.reals[other],
          kept == NONE ? NO_VALUES : frame.reals[kept],
          signs == NONE ? NO_SIGNS : frame.signs[signs]);
    }
  }

  /** 1 / (1 + exp(-x)). */
  record Sigmoid() implements Pass {
    @Override
    public void apply(Frame frame, float[] x, int from, int to, int stride) {
      for (int i = 0; i < (to - from) * stride; i++) {
        x[i] = (float) (1 / (1 + Math.exp(-x[i])));
      }
    }
  }

  /** Adds the single pixel of a buffer to every pixel. */
  record AddPixel(int buffer) implements Pass {
    @Override
    public void apply(Frame frame, float[] x, int from, int to, int stride) {
      float[] other = frame.reals[buffer];
      for (int i = 0; i < (to - from) * stride; i++) {
        x[i] += other[i % stride];
      }
    }
  }

  /** Multiplies by a buffer. */
  record Multiply(int buffer) implements Pass {
    @Override
    public void apply(Frame frame, float[] x, int from, int to, int stride) {
      frame.kernels.multiply(x, frame.reals[buffer], from * stride, (to - from) * stride);
    }
  }

  /** Multiplies every pixel by the single pixel of a buffer. */
  record MultiplyPixel(int buffer) implements Pass {
    @Override
    public void apply(Frame frame, float[] x, int from, int to, int stride) {
      float[] other = frame.reals[buffer];
      for (int i = 0; i < (to - from) * stride; i++) {
        x[i] *= other[i % stride];
      }
    }
  }
}
