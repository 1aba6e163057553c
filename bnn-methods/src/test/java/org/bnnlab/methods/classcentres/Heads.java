package org.bnnlab.methods.classcentres;

import ai.djl.ndarray.types.Shape;
import org.bnnlab.api.architecture.Head;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkBuilder;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.parameter.Initialization;
import org.bnnlab.api.parameter.Initializer;

/** Networks that are a head and nothing else. */
final class Heads {

  private Heads() {}

  /** Outputs of a head on so many features. */
  static long with(Head head, int features, int classes) {
    NetworkBuilder net =
        new NetworkBuilder(Initialization.ofConvolutions(new Initializer.Constant(0)));
    Edge image = net.add("input", new Operation.Input(features, 1, 1));
    Edge flat = net.add("flat", new Operation.Flatten(), image);
    Shape output = head.contribute(net, "head", flat, classes).shape();
    return output.get(0);
  }
}
