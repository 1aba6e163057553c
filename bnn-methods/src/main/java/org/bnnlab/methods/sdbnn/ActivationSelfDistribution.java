package org.bnnlab.methods.sdbnn;

import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkBuilder;
import org.bnnlab.api.network.NodeContribution;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Weights;

/**
 * ASD: before the sign, each channel is raised by an offset in (0, 1) that a squeeze-and-excitation
 * branch derives from the sample: x + σ(W2 · relu(W1 · mean(x))) with C / reduction hidden units
 * and no biases (Xue et al., 2021, arXiv 2103.02394).
 *
 * @param reduction quotient of channels and hidden units, 16 for CIFAR and 8 for ImageNet
 */
public record ActivationSelfDistribution(int reduction) implements NodeContribution {

  @Override
  public Edge contribute(NetworkBuilder net, String path, Edge input) {
    String branch = path + ".branch";
    int channels = input.channels();
    int hidden = Math.max(1, channels / reduction);
    Edge pooled = net.add(branch + ".pool", new Operation.GlobalAveragePool(), input);
    Edge squeezed = net.add(branch + ".squeeze", dense(net, channels, hidden), pooled);
    Edge rectified = net.add(branch + ".relu", new Operation.Relu(), squeezed);
    Edge excited = net.add(branch + ".excite", dense(net, hidden, channels), rectified);
    Edge offset = net.add(branch + ".sigmoid", new Operation.Sigmoid(), excited);
    return net.add(path + ".raise", new Operation.Add(), input, offset);
  }

  private static Operation dense(NetworkBuilder net, int inputs, int outputs) {
    return new Operation.Linear(
        inputs,
        outputs,
        Weights.real(net.initialization().branch()),
        null,
        Operation.Purpose.BRANCH);
  }

  @Override
  public String toString() {
    return "ASD branch (reduction " + reduction + ")";
  }
}
