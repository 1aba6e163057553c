package org.bnnlab.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.TensorFunction;

/** Looks at the output of every node while a network runs. */
final class ShapeWitness {

  private final Map<String, Shape> seen = new LinkedHashMap<>();
  private final Network watched;

  /** Puts a node that changes nothing behind each node of a network. */
  ShapeWitness(Network network) {
    List<Node> nodes = new ArrayList<>();
    for (Node node : network.nodes()) {
      nodes.add(
          new Node(
              node.path(), node.operation(), node.inputs().stream().map(this::behind).toList()));
      nodes.add(
          new Node(
              behind(node.path()),
              new Operation.Open("witness", new Witness(node.path())),
              List.of(node.path())));
    }
    watched = new Network(network.id(), nodes);
  }

  /** The network with all witnesses. */
  Network watched() {
    return watched;
  }

  /** Shapes of one sample since this was last asked, by path. */
  Map<String, Shape> seen() {
    Map<String, Shape> shapes = new LinkedHashMap<>(seen);
    seen.clear();
    return shapes;
  }

  private String behind(String path) {
    return path + ".witness";
  }

  private final class Witness implements TensorFunction {
    private final String path;

    private Witness(String path) {
      this.path = path;
    }

    @Override
    public NDArray apply(List<NDArray> inputs, LayerContext layer) {
      NDArray x = inputs.getFirst();
      seen.put(path, x.getShape().slice(1));
      return x;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.getFirst();
    }
  }
}
