package org.bnnlab.api.architecture;

import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkBuilder;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.parameter.Initializer;

/** What turns a feature vector into the network's output. */
@FunctionalInterface
public interface Head {

  /**
   * Adds the last nodes.
   *
   * @param net the network being built
   * @param path path of the main node
   * @param features feature vector (C)
   * @param classes number of classes
   * @return the network's output
   */
  Edge contribute(NetworkBuilder net, String path, Edge features, int classes);

  /** Whether the output is one logit for each class; else the network has no first guess. */
  default boolean classifies() {
    return true;
  }

  /** A real dense layer with bias. */
  record Classifier() implements Head {
    @Override
    public Edge contribute(NetworkBuilder net, String path, Edge features, int classes) {
      Initializer bias = net.initialization().classifierBias();
      if (bias instanceof Initializer.InverseRootUniform) {
        double bound = 1 / Math.sqrt(features.channels());
        bias = new Initializer.Uniform(-bound, bound);
      }
      return net.add(
          path,
          new Operation.Linear(
              features.channels(),
              classes,
              Weights.real(net.initialization().classifier()),
              bias,
              Operation.Purpose.CLASSIFIER),
          features);
    }
  }
}
