package org.bnnlab.runtime.kernel;

/** What is done pixel by pixel. */
interface Passes {

  /**
   * What follows pixel by pixel.
   *
   * @param x the values, pixel {@code from} at its begin; what they become
   * @param other what is added, if anything is: all pixels
   * @param kept receives the values where they are kept: all pixels
   * @param signs receives the signs where they are kept
   */
  void pointwise(
      Pointwise points, float[] x, int from, int to, float[] other, float[] kept, int[] signs);
}
