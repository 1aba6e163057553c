package org.bnnlab.runtime.engine;

/** Makes the values of a stage, any range of pixels at a time. */
interface Source {

  /**
   * Work that must be done once per image, before any range: nothing, or a border.
   *
   * @param frame the buffers of the call
   */
  default void prepare(Frame frame) {}

  /**
   * Makes output pixels {@code from} to {@code to}.
   *
   * @param frame the buffers of the call
   * @param out receives pixel {@code from} at its begin, pixels {@code stride} apart
   * @param stride distance of pixels
   */
  void fill(Frame frame, int from, int to, float[] out, int stride);
}
