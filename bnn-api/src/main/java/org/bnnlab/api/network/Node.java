package org.bnnlab.api.network;

import java.util.List;

/**
 * One operation in its place.
 *
 * @param path name of the node, dot-separated, unique in the network
 * @param operation what it does
 * @param inputs paths of the nodes whose output it takes, in order
 */
public record Node(String path, Operation operation, List<String> inputs) {

  /** Copies the list. */
  public Node {
    inputs = List.copyOf(inputs);
  }
}
