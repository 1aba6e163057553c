package org.bnnlab.runtime.engine;

import java.util.List;
import org.bnnlab.runtime.kernel.Kernels;

/**
 * A program made ready: what is done, and which memory it takes.
 *
 * @param stages in order
 * @param memory the buffers
 * @param inputStride distance of the image's pixels
 */
record Plan(List<Stage> stages, Buffers.Memory memory, int inputStride) {

  /** Copies the list. */
  Plan {
    stages = List.copyOf(stages);
  }

  /** Buffers for one call at a time. */
  Frame frame(Kernels kernels) {
    return new Frame(kernels, memory.reals(), memory.signs());
  }

  /** Room for the largest range of any stage. */
  Room.Size room() {
    return stages.stream().map(Stage::room).reduce(Room.Size.NONE, Room.Size::with);
  }
}
