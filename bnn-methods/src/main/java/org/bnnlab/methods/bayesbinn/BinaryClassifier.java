package org.bnnlab.methods.bayesbinn;

import org.bnnlab.api.architecture.Head;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkBuilder;
import org.bnnlab.api.network.NodeContribution;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Weights;

/**
 * A dense layer with binary weights and no bias, and a normalization of the logits behind it.
 *
 * @param weights how its weights arise
 * @param normalization what normalizes the logits
 */
record BinaryClassifier(Weights weights, NodeContribution normalization) implements Head {

  @Override
  public Edge contribute(NetworkBuilder net, String path, Edge features, int classes) {
    Edge logits =
        net.add(
            path,
            new Operation.Linear(
                features.channels(), classes, weights, null, Operation.Purpose.CLASSIFIER),
            features);
    return normalization.contribute(net, path + ".bn", logits);
  }

  @Override
  public String toString() {
    return "binary classifier, " + normalization;
  }
}
