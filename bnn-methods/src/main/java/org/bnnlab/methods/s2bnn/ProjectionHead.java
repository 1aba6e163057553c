package org.bnnlab.methods.s2bnn;

import static org.bnnlab.api.check.Checks.requireArgument;

import org.bnnlab.api.architecture.Head;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkBuilder;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.parameter.Initializer;

/**
 * The projection of MoCo v2: Linear(C, C), ReLU, Linear(C, D), both real, with bias and torch's
 * start. It gives an embedding, not classes; the losses divide it by its length.
 *
 * @param dimension D, 128 in MoCo and S2-BNN
 */
public record ProjectionHead(int dimension) implements Head {

  /** Checks the dimension. */
  public ProjectionHead {
    requireArgument(dimension >= 2, "an embedding has at least 2 dimensions, found %d", dimension);
  }

  @Override
  public boolean classifies() {
    return false;
  }

  @Override
  public Edge contribute(NetworkBuilder net, String path, Edge features, int classes) {
    Edge hidden = dense(net, path + ".hidden", features, features.channels());
    Edge positive = net.add(path + ".relu", new Operation.Relu(), hidden);
    return dense(net, path, positive, dimension);
  }

  private static Edge dense(NetworkBuilder net, String path, Edge in, int outputs) {
    double bound = 1 / Math.sqrt(in.channels());
    return net.add(
        path,
        new Operation.Linear(
            in.channels(),
            outputs,
            Weights.real(new Initializer.InverseRootUniform()),
            new Initializer.Uniform(-bound, bound),
            Operation.Purpose.CLASSIFIER),
        in);
  }
}
