package org.bnnlab.runtime.engine;

import org.bnnlab.runtime.kernel.Kernels;

/** The buffers of one call, made once and used again; one call at a time. */
final class Frame {

  Kernels kernels;

  /** Real buffers by number: pixel by pixel, channels last. */
  final float[][] reals;

  /** Sign buffers by number, with their borders. */
  final int[][] signs;

  Frame(Kernels kernels, float[][] reals, int[][] signs) {
    this.kernels = kernels;
    this.reals = reals;
    this.signs = signs;
  }
}
