package org.bnnlab.api.architecture;

import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkBuilder;

/** Scaling of residual connections; plain ones scale nothing. */
public interface ResidualRule {

  /** What enters the branch; also what enters the shortcut of a transition. */
  default Edge branchInput(NetworkBuilder net, String path, Edge input, ResidualPosition at) {
    return input;
  }

  /** What the branch adds to the shortcut. */
  default Edge branchOutput(NetworkBuilder net, String path, Edge output, ResidualPosition at) {
    return output;
  }

  /** Scales nothing. */
  record Plain() implements ResidualRule {}
}
