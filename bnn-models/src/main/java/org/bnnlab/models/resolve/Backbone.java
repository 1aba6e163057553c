package org.bnnlab.models.resolve;

import java.util.List;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;

/** A network without its head: what it gives is the feature that the head would get. */
public final class Backbone {

  private Backbone() {}

  /**
   * Cuts the head off. Its nodes are the last layer with the purpose of a classifier and all whose
   * paths begin with its path, such as a projection's hidden layer.
   *
   * @throws FaultException if the network has no such layer behind a feature vector
   */
  public static Network of(Network network) {
    String head = null;
    for (Node node : network.nodes()) {
      if (node.operation() instanceof Operation.Linear linear
          && linear.purpose() == Operation.Purpose.CLASSIFIER) {
        head = node.path();
      }
    }
    if (head == null) {
      throw new FaultException(
          "network %s ends in no dense classifier, so it has no feature to speak of"
              .formatted(network.id()));
    }
    int cut = 0;
    while (!belongsTo(head, network.nodes().get(cut))) {
      cut++;
    }
    List<Node> body = network.nodes().subList(0, cut);
    String feature = network.nodes().get(cut).inputs().getFirst();
    if (body.isEmpty()
        || !body.getLast().path().equals(feature)
        || network.shape(feature).dimension() != 1) {
      throw new FaultException(
          "network %s: %s does not stand behind one feature vector".formatted(network.id(), head));
    }
    return new Network(network.id(), body);
  }

  private static boolean belongsTo(String head, Node node) {
    return node.path().equals(head) || node.path().startsWith(head + ".");
  }
}
