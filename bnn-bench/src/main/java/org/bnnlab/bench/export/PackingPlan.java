package org.bnnlab.bench.export;

import java.util.ArrayList;
import java.util.List;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.network.Weights;
import org.bnnlab.models.cost.CostModel;
import org.bnnlab.models.cost.NodeCost;

/**
 * What of a network is computed on packed bits, and what stands in the way: known without its
 * weights.
 *
 * @param binaryMacs products of a one-bit weight and a one-bit activation that the network has
 * @param packedMacs those of them that are computed on packed bits
 * @param faults every node without a packed form, and why: with one of them there is no export
 */
public record PackingPlan(long binaryMacs, long packedMacs, List<String> faults) {

  /** Copies the list. */
  public PackingPlan {
    faults = List.copyOf(faults);
  }

  /** The plan for a network. */
  public static PackingPlan of(Network network) {
    List<String> faults = new ArrayList<>();
    long binaryMacs = 0;
    long packedMacs = 0;
    for (NodeCost cost : CostModel.of(network).nodes()) {
      List<String> reasons = reasons(network, cost.node());
      long macs = isBinary(cost) ? cost.binaryMacs() + cost.classifierMacs() : 0;
      binaryMacs += macs;
      packedMacs += reasons.isEmpty() ? macs : 0;
      reasons.forEach(reason -> faults.add(fault(cost.node(), reason)));
    }
    return new PackingPlan(binaryMacs, packedMacs, faults);
  }

  private static boolean isBinary(NodeCost cost) {
    return cost.weightBits() == 1 && cost.activationBits() == 1;
  }

  /** What is told of a node without a packed form. */
  static String fault(Node node, String reason) {
    return "%s cannot be exported: %s".formatted(node.path(), reason);
  }

  /** Share of the binary products that are packed, between 0 and 1. */
  public double packedShare() {
    return binaryMacs == 0 ? 1 : (double) packedMacs / (double) binaryMacs;
  }

  private static List<String> reasons(Network network, Node node) {
    return switch (node.operation()) {
      case Operation.Convolution o -> convolution(network, node, o);
      case Operation.Linear o -> weights(network, node, o.weights());
      case Operation.Open o ->
          List.of("\"%s\" is a plug-in's own function".formatted(o.description()));
      case Operation.SpikeEncoding ignored -> List.of("spikes over time have no packed form");
      case Operation.SpikingNeurons ignored -> List.of("spikes over time have no packed form");
      case Operation.Sign ignored -> List.of();
      default -> numbers(network, node);
    };
  }

  private static List<String> convolution(Network network, Node node, Operation.Convolution o) {
    List<String> reasons = new ArrayList<>(weights(network, node, o.weights()));
    Padding padding = o.padding();
    boolean real = network.inputBits(node) != 1;
    if (real && padding.size() > 0 && padding.value() != Padding.Value.ZERO) {
      reasons.add("it pads real values with " + padding.value().number());
    }
    return reasons;
  }

  private static List<String> weights(Network network, Node node, Weights weights) {
    boolean onSigns = network.inputBits(node) == 1;
    return onSigns && weights.bits() != 1 ? List.of("it has real weights on signs") : List.of();
  }

  /** Only what moves values may take signs: they are moved as what the sign is taken of. */
  private static List<String> numbers(Network network, Node node) {
    boolean takesSign = node.inputs().stream().anyMatch(path -> network.bits(path) == 1);
    return takesSign && network.bits(node.path()) != 1
        ? List.of("it takes signs as numbers")
        : List.of();
  }
}
