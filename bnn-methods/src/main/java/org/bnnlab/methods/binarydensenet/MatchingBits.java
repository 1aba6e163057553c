package org.bnnlab.methods.binarydensenet;

import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkBuilder;
import org.bnnlab.api.network.NetworkException;
import org.bnnlab.api.network.NodeContribution;
import org.bnnlab.api.network.Operation;

/**
 * The dot product of n pairs of signs as the number of pairs that match: (dot + n) / 2, an integer
 * in 0..n where the border holds signs, too (BMXNet-v2, {@code binary_layers.py}).
 *
 * <p>Stands right behind a binary convolution (n = I/groups · k²) or dense layer (n = I), as node
 * {@code path.matches}. The gradient of the dot product is half of that of the count. A batch norm
 * behind it removes offset and factor, except for the weight of its epsilon.
 */
public record MatchingBits() implements NodeContribution {

  @Override
  public Edge contribute(NetworkBuilder net, String path, Edge input) {
    int pairs =
        switch (net.operation(input)) {
          case Operation.Convolution o -> o.inputs() / o.groups() * o.kernel() * o.kernel();
          case Operation.Linear o -> o.inputs();
          default ->
              throw new NetworkException(
                  path + ": bits that match are counted right behind a binary layer");
        };
    return net.add(path + ".matches", new Operation.Affine(0.5, pairs / 2.0), input);
  }

  @Override
  public String toString() {
    return "count of matching bits";
  }
}
