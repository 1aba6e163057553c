package org.bnnlab.methods.bnfree;

import org.bnnlab.api.architecture.ResidualPosition;
import org.bnnlab.api.architecture.ResidualRule;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkBuilder;
import org.bnnlab.api.network.Operation;

/**
 * Residual connections that keep the variance known without batch normalization: x + α · f(β · x)
 * with β = 1/√v, where the expected variance v starts at 1 and grows by α² with each addition (Chen
 * et al., 2021, arXiv 2104.08215, figure 2). A connection that changes the shape hands β · x to its
 * shortcut as well.
 *
 * <p>Where v starts again is as in the official code, whose two files differ from each other and
 * from the paper's formula:
 *
 * <ul>
 *   <li>blocks of one connection ({@code models/Qaw_reactnet_18_bf.py}): v is 1 behind the first
 *       block of a stage and does not grow by that block;
 *   <li>blocks of two connections ({@code models/Qaw_reactnet_A_bf.py}): v is 1 behind the first
 *       block of every stage but the first, and grows with each connection.
 * </ul>
 *
 * @param alpha factor of the branch
 */
public record VarianceScaledResidual(double alpha) implements ResidualRule {

  /** β of a connection. */
  double beta(ResidualPosition at) {
    int additions = at.connections() == 1 ? ofSingleBlocks(at) : ofLongerBlocks(at);
    return 1 / Math.sqrt(1 + additions * alpha * alpha);
  }

  private static int ofSingleBlocks(ResidualPosition at) {
    return Math.max(0, (at.block() > 0 ? at.block() : at.previousBlocks()) - 1);
  }

  private static int ofLongerBlocks(ResidualPosition at) {
    boolean closes = at.block() == 0 && at.stage() > 0;
    int stage = closes ? at.stage() - 1 : at.stage();
    int blocks = closes ? at.previousBlocks() : at.block();
    int counted = stage == 0 ? blocks : Math.max(0, blocks - 1);
    return counted * at.connections() + at.connection();
  }

  @Override
  public Edge branchInput(NetworkBuilder net, String path, Edge input, ResidualPosition at) {
    double beta = beta(at);
    return beta == 1 ? input : net.add(path + ".beta", new Operation.Affine(beta, 0), input);
  }

  @Override
  public Edge branchOutput(NetworkBuilder net, String path, Edge output, ResidualPosition at) {
    return net.add(path + ".alpha", new Operation.Affine(alpha, 0), output);
  }
}
