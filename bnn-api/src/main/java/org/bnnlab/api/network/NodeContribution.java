package org.bnnlab.api.network;

/**
 * Nodes that a method puts into a slot of an architecture: what stands before a sign, behind a
 * convolution, behind an addition.
 */
@FunctionalInterface
public interface NodeContribution {

  /**
   * Adds the nodes.
   *
   * @param net the network being built
   * @param path prefix for the paths of the added nodes
   * @param input what the slot receives
   * @return what the slot gives; {@code input} itself if nothing is added
   */
  Edge contribute(NetworkBuilder net, String path, Edge input);

  /** Adds this slot's nodes, then those of {@code next}. */
  default NodeContribution then(NodeContribution next) {
    return (net, path, input) -> next.contribute(net, path, contribute(net, path, input));
  }
}
