package org.bnnlab.methods.reactnet;

import org.bnnlab.api.network.Contributions;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkBuilder;
import org.bnnlab.api.network.NodeContribution;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.parameter.Initializer;

/**
 * The generalized activation functions of ReActNet (Liu et al., ECCV 2020, arXiv 2003.03488,
 * section 4.2).
 */
public final class ReActParts {

  private static final Initializer ZERO = new Initializer.Constant(0);

  private ReActParts() {}

  /** RSign: before the sign, a learned shift per channel. */
  public static NodeContribution sign() {
    return Contributions.named("learned shift (RSign)", shift("shift"));
  }

  /** RPReLU: PReLU(x + b1) + b2 with slope, b1 and b2 learned per channel. */
  public static NodeContribution pRelu() {
    return Contributions.named("RPReLU", ReActParts::shiftedPRelu);
  }

  private static Edge shiftedPRelu(NetworkBuilder net, String path, Edge input) {
    Edge moved = shift("shift1").contribute(net, path, input);
    Edge bent = Contributions.pRelu().contribute(net, path, moved);
    return shift("shift2").contribute(net, path, bent);
  }

  private static NodeContribution shift(String name) {
    return (net, path, input) ->
        net.add(path + "." + name, new Operation.ChannelShift(input.channels(), ZERO), input);
  }
}
