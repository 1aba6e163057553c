package org.bnnlab.runtime.engine;

import org.bnnlab.runtime.kernel.Kernels;
import org.bnnlab.runtime.kernel.SignLayer;

/**
 * What is done to a range of pixels while it is in the nearest cache. A range lies at the begin of
 * its array, pixels {@code stride} apart.
 */
sealed interface Pass {

  /** Applies the pass to pixels {@code from} to {@code to}. */
  void apply(Frame frame, float[] x, int from, int to, int stride);

  /** See {@link Kernels#affine}. */
  record Affine(Table factor, Table offset) implements Pass {
    @Override
    public void apply(Frame frame, float[] x, int from, int to, int stride) {
      frame.kernels.affine(x, to - from, factor.values(), offset.values());
    }
  }

  /** See {@link Kernels#prelu}. */
  record PRelu(Table slope) implements Pass {
    @Override
    public void apply(Frame frame, float[] x, int from, int to, int stride) {
      frame.kernels.prelu(x, to - from, slope.values());
    }
  }

  /** See {@link Kernels#clamp}. */
  record Clamp(float low, float high) implements Pass {
    @Override
    public void apply(Frame frame, float[] x, int from, int to, int stride) {
      frame.kernels.clamp(x, (to - from) * stride, low, high);
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

  /** Adds a buffer, or its single pixel to every pixel. */
  record Add(int buffer, boolean single) implements Pass {
    @Override
    public void apply(Frame frame, float[] x, int from, int to, int stride) {
      float[] other = frame.reals[buffer];
      if (single) {
        for (int i = 0; i < (to - from) * stride; i++) {
          x[i] += other[i % stride];
        }
      } else {
        frame.kernels.add(x, other, from * stride, (to - from) * stride);
      }
    }
  }

  /** Multiplies by a buffer, or by its single pixel. */
  record Multiply(int buffer, boolean single) implements Pass {
    @Override
    public void apply(Frame frame, float[] x, int from, int to, int stride) {
      float[] other = frame.reals[buffer];
      if (single) {
        for (int i = 0; i < (to - from) * stride; i++) {
          x[i] *= other[i % stride];
        }
      } else {
        frame.kernels.multiply(x, other, from * stride, (to - from) * stride);
      }
    }
  }

  /** Keeps the values in a buffer. */
  record Store(int buffer) implements Pass {
    @Override
    public void apply(Frame frame, float[] x, int from, int to, int stride) {
      System.arraycopy(x, 0, frame.reals[buffer], from * stride, (to - from) * stride);
    }
  }

  /** Keeps the signs in a buffer. */
  record Sign(SignLayer layer, int buffer) implements Pass {
    @Override
    public void apply(Frame frame, float[] x, int from, int to, int stride) {
      frame.kernels.sign(layer, x, from, to, frame.signs[buffer]);
    }
  }
}
