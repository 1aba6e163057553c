package org.bnnlab.methods.unbalanced;

import java.util.Locale;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkBuilder;
import org.bnnlab.api.network.NodeContribution;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.parameter.Initializer;

/**
 * sign(x - th) in place of sign(x): a node directly in front of the sign takes th away, so the
 * window of the estimator moves with the threshold, and a shortcut around the sign carries the x
 * that is not shifted (Kim et al., CVPR 2021, arXiv 2012.00938).
 *
 * <p>Fixed: one constant for all layers; no node at all where it is 0. Learned: -th per channel is
 * a parameter that starts at the constant (the paper's control experiment).
 *
 * @param threshold th
 * @param learned whether it is learned from there
 */
public record ThresholdShift(double threshold, boolean learned) implements NodeContribution {

  @Override
  public Edge contribute(NetworkBuilder net, String path, Edge input) {
    String node = path + ".threshold";
    if (learned) {
      return net.add(
          node,
          new Operation.ChannelShift(input.channels(), new Initializer.Constant(-threshold)),
          input);
    }
    return threshold == 0 ? input : net.add(node, new Operation.Affine(1, -threshold), input);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, learned ? "learned threshold from %s" : "threshold %s", threshold);
  }
}
