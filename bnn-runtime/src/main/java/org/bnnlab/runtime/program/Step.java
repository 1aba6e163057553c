package org.bnnlab.runtime.program;

import java.util.List;

/**
 * One operation in its place.
 *
 * @param path the node of the network that it comes from, for tables and messages
 * @param op what it does
 * @param inputs numbers of the steps whose values it takes
 */
public record Step(String path, Op op, List<Integer> inputs) {

  /** Copies the list. */
  public Step {
    inputs = List.copyOf(inputs);
  }
}
