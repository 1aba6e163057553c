package org.bnnlab.models.djl;

import static org.bnnlab.api.check.Checks.requireFound;

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

/** A network prepared for execution: inputs by index, and how often each output is used. */
record Plan(List<Step> steps) {

  /**
   * One node.
   *
   * @param inputs indices of the steps it takes
   * @param uses how many later steps take its output
   * @param weights how its weight arises, or null for a node without
   */
  record Step(
      Node node,
      List<Integer> inputs,
      int uses,
      LayerGeometry geometry,
      List<ParameterSpec> parameters,
      @Nullable Weights weights) {

    String path() {
      return node.path();
    }

    String fullName(String parameter) {
      return path() + "." + parameter;
    }
  }

  static Plan of(Network network) {
    Map<String, Integer> index = new HashMap<>();
    Map<String, Integer> uses = new HashMap<>();
    for (Node node : network.nodes()) {
      index.put(node.path(), index.size());
      for (String input : node.inputs()) {
        uses.merge(input, 1, Integer::sum);
      }
    }
    List<Step> steps = new ArrayList<>();
    for (Node node : network.nodes()) {
      Weights weights =
          switch (node.operation()) {
            case Operation.Convolution o -> o.weights();
            case Operation.Linear o -> o.weights();
            default -> null;
          };
      steps.add(
          new Step(
              node,
              node.inputs().stream()
                  .map(path -> requireFound(index.get(path), "no node %s", path))
                  .toList(),
              uses.getOrDefault(node.path(), 0),
              NodeParameters.geometry(node, network),
              NodeParameters.of(node, network),
              weights));
    }
    return new Plan(List.copyOf(steps));
  }
}
