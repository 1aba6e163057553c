package org.bnnlab.models.cost;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.NodeParameters;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.parameter.ParameterSpec;

/** Counts parameters and operations of a network (counting rule {@value NetworkCost#RULE}). */
public final class CostModel {

  private CostModel() {}

  /** Cost of a network for one image. */
  public static NetworkCost of(Network network) {
    List<NodeCost> nodes = new ArrayList<>();
    long paramsBinary = 0;
    long paramsFloat = 0;
    long flops = 0;
    long bops = 0;
    long classifierMacs = 0;
    for (Node node : network.nodes()) {
      NodeCost cost = of(node, network);
      nodes.add(cost);
      paramsBinary += cost.paramsBinary();
      paramsFloat += cost.paramsFloat();
      flops += cost.floatMacs();
      bops += cost.binaryMacs();
      classifierMacs += cost.classifierMacs();
    }
    return new NetworkCost(nodes, paramsBinary, paramsFloat, flops, bops, classifierMacs);
  }

  private static NodeCost of(Node node, Network network) {
    boolean first = node.inputs().isEmpty();
    Shape output = network.shape(node.path());
    Shape input = first ? output : network.inputShape(node);
    int activationBits = first ? 32 : network.inputBits(node);
    int weightBits = 0;
    long macs = 0;
    boolean classifier = false;
    long deployedWeights = 0;
    long fixedFactors = 0;
    switch (node.operation()) {
      case Operation.Convolution o -> {
        weightBits = o.weights().bits();
        deployedWeights = (long) o.inputs() / o.groups() * o.outputs() * o.kernel() * o.kernel();
        macs = deployedWeights * output.get(1) * output.get(2);
      }
      case Operation.Linear o -> {
        weightBits = o.weights().bits();
        deployedWeights = (long) o.inputs() * o.outputs();
        macs = deployedWeights;
        classifier = o.purpose() == Operation.Purpose.CLASSIFIER;
      }
      // The rule counts two parameters per channel of a batch norm, learned or not.
      case Operation.BatchNormalization o -> fixedFactors = o.fixedFactor() ? o.channels() : 0;
      default -> {}
    }
    long paramsFloat = (weightBits == 32 ? deployedWeights : 0) + fixedFactors;
    for (ParameterSpec spec : NodeParameters.of(node, network)) {
      boolean weight = weightBits > 0 && spec.name().equals("weight");
      // A network that helps to make a binary weight is not deployed with it.
      boolean discarded = weightBits == 1 && spec.role() == ParameterRole.AUXILIARY;
      if (spec.isTrained() && !weight && !discarded) {
        paramsFloat += spec.shape().size();
      }
    }
    boolean binary = weightBits == 1 && activationBits == 1;
    return new NodeCost(
        node,
        input,
        output,
        weightBits,
        activationBits,
        weightBits == 1 ? deployedWeights : 0,
        paramsFloat,
        binary && !classifier ? macs : 0,
        binary || classifier ? 0 : macs,
        classifier ? macs : 0);
  }
}
