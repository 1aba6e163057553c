package org.bnnlab.api.network;

import static org.bnnlab.api.check.Checks.requireFound;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.parameter.Initialization;

/** Collects nodes; a node that does not fit is refused at once, with its path and shapes. */
public final class NetworkBuilder {

  private final Initialization initialization;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Shape> shapes = new HashMap<>();
  private final Map<String, Operation> operations = new HashMap<>();

  /** An empty network whose layers start as {@code initialization} says. */
  public NetworkBuilder(Initialization initialization) {
    this.initialization = initialization;
  }

  /** How layers start: a contribution with weights of its own follows it, too. */
  public Initialization initialization() {
    return initialization;
  }

  /**
   * Adds a node.
   *
   * @param path path of the node
   * @param operation what it does
   * @param inputs edges it takes, in order
   * @return its output
   * @throws NetworkException if the operation cannot take these inputs or the path is in use
   */
  public Edge add(String path, Operation operation, Edge... inputs) {
    List<Shape> inputShapes = new ArrayList<>();
    List<String> paths = new ArrayList<>();
    for (Edge input : inputs) {
      inputShapes.add(input.shape());
      paths.add(input.path());
    }
    Shape shape = ShapeInference.outputShape(path, operation, inputShapes);
    if (shapes.put(path, shape) != null) {
      throw new NetworkException(path + ": this path is used twice");
    }
    nodes.add(new Node(path, operation, paths));
    operations.put(path, operation);
    return new Edge(path, shape);
  }

  /** What gives an edge: a contribution behind a convolution may depend on its size. */
  public Operation operation(Edge edge) {
    return requireFound(operations.get(edge.path()), "no node \"%s\" was added", edge.path());
  }

  /** Closes the network; the last node added is its output. */
  public Network build(String id) {
    return new Network(id, nodes);
  }
}
