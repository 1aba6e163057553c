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
   * @param room receives the values: pixel {@code from} at their begin, pixels {@code stride} apart
   * @param stride distance of pixels
   */
  void fill(Frame frame, Room room, int from, int to, int stride);

  /** Room that a range of so many pixels takes beside its values. */
  default Room.Size room(int pixels) {
    return Room.Size.NONE;
  }
}
