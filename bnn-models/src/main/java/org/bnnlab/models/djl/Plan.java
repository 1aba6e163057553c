package org.bnnlab.models.djl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.NodeParameters;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.parameter.ParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * A network prepared for execution: inputs by index, how often each output is used, and which
 * learned output factors are folded into the weights before them.
 *
 * <p>{@code factor · conv(x, w) = conv(x, factor · w)}: the factor is applied to a few thousand
 * weights instead of millions of activations.
 */
record Plan(List<Step> steps) {

  /**
   * One node.
   *
   * @param inputs indices of the steps it takes
   * @param uses how many later steps take its output
   * @param weights how its weight arises, or null for a node without
   * @param foldedFactor full name of the learned factor folded into its weight, or null
   * @param folded whether it is itself folded into the step before it
   */
  record Step(
      Node node,
      int[] inputs,
      int uses,
      LayerGeometry geometry,
      List<ParameterSpec> parameters,
      @Nullable Weights weights,
      @Nullable String foldedFactor,
      boolean folded) {

    String path() {
      return node.path();
    }

    String fullName(String parameter) {
      return path() + "." + parameter;
    }
  }

  static Plan of(Network network) {
    Map<String, Integer> index = new HashMap<>();
    Map<String, List<Node>> consumers = new HashMap<>();
    for (Node node : network.nodes()) {
      index.put(node.path(), index.size());
      for (String input : node.inputs()) {
        consumers.computeIfAbsent(input, ignored -> new ArrayList<>()).add(node);
      }
    }
    List<Step> steps = new ArrayList<>();
    for (Node node : network.nodes()) {
      List<Node> users = consumers.getOrDefault(node.path(), List.of());
      Weights weights =
          switch (node.operation()) {
            case Operation.Convolution o -> o.weights();
            case Operation.Linear o -> o.weights();
            default -> null;
          };
      steps.add(
          new Step(
              node,
              node.inputs().stream().mapToInt(path -> index.getOrDefault(path, -1)).toArray(),
              users.size(),
              NodeParameters.geometry(node, network),
              NodeParameters.of(node, network),
              weights,
              foldable(node, users),
              isFolded(node, network, consumers)));
    }
    return new Plan(List.copyOf(steps));
  }

  private static @Nullable String foldable(Node node, List<Node> users) {
    return node.operation() instanceof Operation.Convolution
            && users.size() == 1
            && users.getFirst().operation() instanceof Operation.ChannelScale scale
        ? users.getFirst().path() + "." + scale.parameter()
        : null;
  }

  private static boolean isFolded(Node node, Network network, Map<String, List<Node>> consumers) {
    if (!(node.operation() instanceof Operation.ChannelScale)) {
      return false;
    }
    Node producer = network.node(node.inputs().getFirst());
    return foldable(producer, consumers.getOrDefault(producer.path(), List.of())) != null;
  }
}
