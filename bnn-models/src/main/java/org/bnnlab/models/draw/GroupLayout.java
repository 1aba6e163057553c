package org.bnnlab.models.draw;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;

/**
 * Places for the nodes of a group: rows by the longest way from its input, lanes beside each other.
 * Lane 0 holds the main path; connections that skip parts of it run in tracks on its left.
 */
final class GroupLayout {

  static final double MAIN_WIDTH = 124;
  static final double SIDE_WIDTH = 112;
  static final double GAP = 11;
  private static final double LANE_GAP = 14;
  private static final double TRACK = 9;
  private static final double WEIGHT_OF_A_LAYER = 100;

  /** Where a connection comes from that starts outside the group. */
  static final int OUTSIDE = -1;

  private final Outline.Group group;
  private final List<List<Integer>> inputs = new ArrayList<>();
  private final int[] rows;
  private final int[] lanes;
  private final double[] tops;
  private final double[] heights;
  private final Map<Long, Integer> tracks = new HashMap<>();
  private final int laneCount;
  private int trackCount;

  GroupLayout(Outline.Group group) {
    this.group = group;
    int size = group.nodes().size();
    Map<String, Integer> index = new HashMap<>();
    for (Node node : group.nodes()) {
      inputs.add(node.inputs().stream().map(path -> index.getOrDefault(path, OUTSIDE)).toList());
      index.put(node.path(), index.size());
    }
    rows = new int[size];
    for (int i = 0; i < size; i++) {
      for (int input : inputs.get(i)) {
        rows[i] = Math.max(rows[i], input == OUTSIDE ? 0 : rows[input] + 1);
      }
    }
    lanes = new int[size];
    laneCount = assignLanes();
    tops = new double[rowCount()];
    heights = new double[rowCount()];
    stackRows();
    assignTracks();
  }

  private int rowCount() {
    int last = 0;
    for (int row : rows) {
      last = Math.max(last, row);
    }
    return last + 1;
  }

  /** The way to the last node that meets most layers with weights. */
  private Set<Integer> mainPath() {
    int size = rows.length;
    double[] length = new double[size];
    int[] previous = new int[size];
    for (int i = 0; i < size; i++) {
      previous[i] = OUTSIDE;
      double best = inputs.get(i).contains(OUTSIDE) ? 0 : Double.NEGATIVE_INFINITY;
      for (int input : inputs.get(i)) {
        if (input != OUTSIDE && length[input] > best) {
          best = length[input];
          previous[i] = input;
        }
      }
      length[i] = best + weight(group.nodes().get(i).operation());
    }
    Set<Integer> main = new HashSet<>();
    for (int i = size - 1; i != OUTSIDE; i = previous[i]) {
      main.add(i);
    }
    return main;
  }

  private static double weight(Operation operation) {
    return switch (operation) {
      case Operation.Convolution o ->
          o.purpose() == Operation.Purpose.SHORTCUT ? 1 : WEIGHT_OF_A_LAYER;
      // Below zero: the way past a side branch is the main one.
      case Operation.Linear o ->
          o.purpose() == Operation.Purpose.BRANCH ? -WEIGHT_OF_A_LAYER : WEIGHT_OF_A_LAYER;
      default -> 1;
    };
  }

  private int assignLanes() {
    Set<Integer> main = mainPath();
    Set<List<Integer>> taken = new HashSet<>();
    int widest = 0;
    for (int i = 0; i < rows.length; i++) {
      if (main.contains(i)) {
        continue;
      }
      int lane = 1;
      for (int input : inputs.get(i)) {
        lane = input == OUTSIDE ? lane : Math.max(lane, lanes[input]);
      }
      while (!isFree(taken, lane, i)) {
        lane++;
      }
      for (int row = rows[i]; row <= lastRow(i); row++) {
        taken.add(List.of(lane, row));
      }
      lanes[i] = lane;
      widest = Math.max(widest, lane);
    }
    return widest + 1;
  }

  private boolean isFree(Set<List<Integer>> taken, int lane, int node) {
    for (int row = rows[node]; row <= lastRow(node); row++) {
      if (taken.contains(List.of(lane, row))) {
        return false;
      }
    }
    return true;
  }

  /** Down to this row a node of a side lane needs its lane: its output runs there. */
  private int lastRow(int node) {
    int last = rows[node];
    for (int user = node + 1; user < rows.length; user++) {
      if (inputs.get(user).contains(node)) {
        last = Math.max(last, rows[user] - 1);
      }
    }
    return last;
  }

  private void stackRows() {
    for (int i = 0; i < rows.length; i++) {
      heights[rows[i]] = Math.max(heights[rows[i]], group.labels().get(i).kind().height());
    }
    for (int row = 1; row < tops.length; row++) {
      tops[row] = tops[row - 1] + heights[row - 1] + GAP;
    }
  }

  /** Shorter skips run nearer to the nodes; those that overlap get tracks of their own. */
  private void assignTracks() {
    List<int[]> skips = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      for (int input : inputs.get(i)) {
        if (skips(input, i)) {
          skips.add(new int[] {input, i});
        }
      }
    }
    skips.sort((a, b) -> Integer.compare(span(a), span(b)));
    List<List<int[]>> placed = new ArrayList<>();
    for (int[] skip : skips) {
      int track = 0;
      while (track < placed.size() && placed.get(track).stream().anyMatch(s -> overlap(s, skip))) {
        track++;
      }
      if (track == placed.size()) {
        placed.add(new ArrayList<>());
      }
      placed.get(track).add(skip);
      tracks.put(key(skip[0], skip[1]), track);
    }
    trackCount = placed.size();
  }

  private int span(int[] skip) {
    return rows[skip[1]] - rowOf(skip[0]);
  }

  private int rowOf(int node) {
    return node == OUTSIDE ? -1 : rows[node];
  }

  private boolean overlap(int[] a, int[] b) {
    return rowOf(a[0]) < rows[b[1]] && rowOf(b[0]) < rows[a[1]];
  }

  private static long key(int from, int to) {
    return (long) (from + 1) * Integer.MAX_VALUE + to;
  }

  /** Whether a connection passes other nodes of the main path. */
  boolean skips(int from, int to) {
    if (lanes[to] != 0 || (from != OUTSIDE && lanes[from] != 0)) {
      return false;
    }
    for (int i = 0; i < rows.length; i++) {
      if (lanes[i] == 0 && rows[i] > rowOf(from) && rows[i] < rows[to]) {
        return true;
      }
    }
    return false;
  }

  /** Nodes whose output a node takes; {@link #OUTSIDE} for others. */
  List<Integer> inputs(int node) {
    return Collections.unmodifiableList(inputs.get(node));
  }

  /** Lane of a node. */
  int lane(int node) {
    return lanes[node];
  }

  /** Middle of a lane, seen from the middle of the main one. */
  double laneX(int lane) {
    return lane == 0
        ? 0
        : MAIN_WIDTH / 2 + LANE_GAP + SIDE_WIDTH / 2 + (lane - 1) * (SIDE_WIDTH + LANE_GAP);
  }

  /** Where a skipping connection runs. */
  double trackX(int from, int to) {
    return -MAIN_WIDTH / 2 - TRACK * (1 + tracks.getOrDefault(key(from, to), 0));
  }

  /** Vertical middle of a node. */
  double y(int node) {
    return tops[rows[node]] + heights[rows[node]] / 2;
  }

  /** Number of nodes. */
  int size() {
    return rows.length;
  }

  /** From the middle of the main lane to the left end. */
  double left() {
    return MAIN_WIDTH / 2 + TRACK * trackCount;
  }

  /** From the middle of the main lane to the right end. */
  double right() {
    return laneCount == 1 ? MAIN_WIDTH / 2 : laneX(laneCount - 1) + SIDE_WIDTH / 2;
  }

  /** Height of all rows. */
  double height() {
    return tops[tops.length - 1] + heights[heights.length - 1];
  }
}
