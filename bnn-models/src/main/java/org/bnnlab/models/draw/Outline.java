package org.bnnlab.models.draw;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;

/**
 * A network as its paths tell it: columns (stem, stages, head) of groups (blocks). Neighbouring
 * groups that do the same are one group with a number of repeats.
 *
 * @param columns columns in forward order
 */
record Outline(List<Column> columns) {

  /**
   * What shares the first part of its path.
   *
   * @param title that part
   * @param groups its groups in forward order
   * @param output the node whose output leaves the column
   */
  record Column(String title, List<Group> groups, Node output) {}

  /**
   * A block, or the nodes of a column that belong to none.
   *
   * @param title second part of the path, empty for nodes outside blocks
   * @param repeats how often it stands in a row
   * @param nodes nodes of the first of them
   * @param labels what stands on its nodes
   */
  record Group(String title, int repeats, List<Node> nodes, List<Chip> labels) {}

  /** Reads the paths of a network. */
  static Outline of(Network network) {
    Set<String> paths = new HashSet<>();
    network.nodes().forEach(node -> paths.add(node.path()));
    List<Column> columns = new ArrayList<>();
    List<Node> open = new ArrayList<>();
    String title = "";
    for (Node node : network.nodes()) {
      if (node.operation() instanceof Operation.Input) {
        continue;
      }
      String first = parts(node.path())[0];
      boolean loose = paths.contains(first);
      if (!loose && !title.isEmpty() && !first.equals(title)) {
        addColumn(columns, title, open, paths, network);
        open.clear();
      }
      if (!loose) {
        title = first;
      } else if (!title.isEmpty()) {
        // Behind a column, and in none: it opens the next one.
        addColumn(columns, title, open, paths, network);
        open.clear();
        title = "";
      }
      open.add(node);
    }
    addColumn(columns, title, open, paths, network);
    return new Outline(List.copyOf(columns));
  }

  private static void addColumn(
      List<Column> columns, String title, List<Node> nodes, Set<String> paths, Network network) {
    if (nodes.isEmpty()) {
      return;
    }
    List<Group> groups = new ArrayList<>();
    String key = "";
    List<Node> open = new ArrayList<>();
    for (Node node : nodes) {
      String block = block(node.path(), paths);
      if (!block.equals(key) && !open.isEmpty()) {
        addGroup(groups, key, open, network);
        open.clear();
      }
      key = block;
      open.add(node);
    }
    addGroup(groups, key, open, network);
    columns.add(new Column(title, List.copyOf(groups), nodes.getLast()));
  }

  /** The first two parts of a path, if they name no node and there are more; else nothing. */
  private static String block(String path, Set<String> paths) {
    String[] parts = parts(path);
    String prefix = parts.length < 3 ? "" : parts[0] + "." + parts[1];
    return paths.contains(prefix) || paths.contains(parts[0]) ? "" : prefix;
  }

  private static void addGroup(List<Group> groups, String key, List<Node> nodes, Network network) {
    String title = key.substring(key.indexOf('.') + 1);
    List<Chip> chips = nodes.stream().map(node -> Chip.of(node, network)).toList();
    Group group = new Group(title, 1, List.copyOf(nodes), chips);
    if (!groups.isEmpty() && !title.isEmpty()) {
      Group last = groups.getLast();
      if (signature(last, network).equals(signature(group, network))) {
        groups.set(groups.size() - 1, repeated(last, group));
        return;
      }
    }
    groups.add(group);
  }

  private static Group repeated(Group first, Group next) {
    List<Chip> chips = new ArrayList<>();
    for (int i = 0; i < first.labels().size(); i++) {
      Chip chip = first.labels().get(i);
      boolean same = chip.label().equals(next.labels().get(i).label());
      chips.add(same ? chip : new Chip(chip.kind(), chip.plain(), chip.plain()));
    }
    return new Group(first.title(), first.repeats() + 1, first.nodes(), List.copyOf(chips));
  }

  /** What two groups share if one picture serves both: operations, wiring, resolution. */
  private static List<String> signature(Group group, Network network) {
    Map<String, Integer> inside = new HashMap<>();
    List<String> signature = new ArrayList<>();
    for (Node node : group.nodes()) {
      inside.put(node.path(), inside.size());
      Shape shape = network.shape(node.path());
      signature.add(
          "%s %s %s %s"
              .formatted(
                  group.labels().get(inside.size() - 1).kind(),
                  group.labels().get(inside.size() - 1).plain(),
                  node.inputs().stream().map(path -> inside.getOrDefault(path, -1)).toList(),
                  shape.dimension() == 3 ? shape.get(1) + "×" + shape.get(2) : ""));
    }
    return signature;
  }

  private static String[] parts(String path) {
    return path.split("\\.", -1);
  }
}
