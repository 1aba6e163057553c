package org.bnnlab.api.network;

import static org.bnnlab.api.check.Checks.requireArgument;
import static org.bnnlab.api.check.Checks.requireFound;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A closed network: nodes in forward order, the shape of one sample at every edge.
 *
 * <p>Immutable. The last node is the output; every other node feeds at least one other.
 */
public final class Network {

  private final String id;
  private final List<Node> nodes;
  private final Map<String, Shape> shapes;
  private final Map<String, Node> byPath;

  /**
   * Closes a network.
   *
   * @param id architecture id, such as {@code resnet20}
   * @param nodes nodes in forward order: each comes after its inputs
   * @throws NetworkException if a shape does not fit, a path is used twice or an input is unknown
   */
  public Network(String id, List<Node> nodes) {
    requireArgument(!nodes.isEmpty(), "network %s has no nodes", id);
    this.id = id;
    this.nodes = List.copyOf(nodes);
    Map<String, Shape> shapeOf = new LinkedHashMap<>();
    Map<String, Node> nodeOf = new LinkedHashMap<>();
    for (Node node : this.nodes) {
      List<Shape> inputs = new ArrayList<>();
      for (String input : node.inputs()) {
        Shape shape = shapeOf.get(input);
        if (shape == null) {
          throw new NetworkException(node.path() + ": input \"" + input + "\" is unknown");
        }
        inputs.add(shape);
      }
      if (nodeOf.put(node.path(), node) != null) {
        throw new NetworkException(node.path() + ": this path is used twice");
      }
      shapeOf.put(node.path(), ShapeInference.outputShape(node.path(), node.operation(), inputs));
    }
    this.shapes = Collections.unmodifiableMap(shapeOf);
    this.byPath = Collections.unmodifiableMap(nodeOf);
  }

  /** Architecture id. */
  public String id() {
    return id;
  }

  /** Nodes in forward order. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The node at a path. */
  public Node node(String path) {
    return requireFound(byPath.get(path), "network %s has no node \"%s\"", id, path);
  }

  /** The last node. */
  public Node output() {
    return nodes.getLast();
  }

  /** Shape of one sample behind a node. */
  public Shape shape(String path) {
    return requireFound(shapes.get(path), "network %s has no node \"%s\"", id, path);
  }

  /** Shape of one sample at a node's first input. */
  public Shape inputShape(Node node) {
    return shape(node.inputs().getFirst());
  }

  /** Shape of one input sample of the whole network. */
  public Shape inputShape() {
    return shape(nodes.getFirst().path());
  }

  /**
   * Bits of the activations behind a node: 1 behind a sign or spikes and behind whatever only moves
   * such values, else 32.
   */
  public int bits(String path) {
    Node node = node(path);
    return switch (node.operation()) {
      case Operation.Sign ignored -> 1;
      case Operation.SpikeEncoding ignored -> 1;
      case Operation.SpikingNeurons ignored -> 1;
      case Operation.Concatenate ignored ->
          node.inputs().stream().mapToInt(this::bits).max().orElseThrow();
      case Operation.Slice ignored -> inputBits(node);
      case Operation.Subsample ignored -> inputBits(node);
      case Operation.ChannelShuffle ignored -> inputBits(node);
      case Operation.Flatten ignored -> inputBits(node);
      case Operation.MaxPool ignored -> inputBits(node);
      default -> 32;
    };
  }

  /** Bits of the activations at a node's first input. */
  public int inputBits(Node node) {
    return bits(node.inputs().getFirst());
  }
}
