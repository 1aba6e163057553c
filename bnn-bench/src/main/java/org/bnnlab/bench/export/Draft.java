package org.bnnlab.bench.export;

import java.util.ArrayList;
import java.util.List;
import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Facts;
import org.bnnlab.runtime.program.Floats;
import org.bnnlab.runtime.program.Op;
import org.bnnlab.runtime.program.Program;
import org.bnnlab.runtime.program.Step;

/**
 * A program that is still being folded: constants per channel are kept in double and rounded once,
 * when the program is closed.
 */
final class Draft {

  /** What an item does. */
  sealed interface Action {
    /** An operation that stays as it is. */
    record Fixed(Op op) implements Action {}

    /** factor · x + offset per channel. */
    record Affine(Column factor, Column offset) implements Action {}

    /** x at or above the threshold, the other way round where inverted. */
    record Sign(Column threshold, Bits inverted) implements Action {}
  }

  /** One value per channel. */
  static final class Column {
    private final double[] values;

    Column(double[] values) {
      this.values = values.clone();
    }

    static Column constant(int channels, double value) {
      double[] values = new double[channels];
      java.util.Arrays.fill(values, value);
      return new Column(values);
    }

    int size() {
      return values.length;
    }

    double get(int channel) {
      return values[channel];
    }

    Floats rounded() {
      float[] rounded = new float[values.length];
      for (int i = 0; i < rounded.length; i++) {
        rounded[i] = (float) values[i];
      }
      return Floats.of(rounded);
    }

    /** The smallest floats that are not below the values. */
    Floats roundedUp() {
      float[] rounded = new float[values.length];
      for (int i = 0; i < rounded.length; i++) {
        float near = (float) values[i];
        rounded[i] = near < values[i] ? Math.nextUp(near) : near;
      }
      return Floats.of(rounded);
    }
  }

  /** An action in its place. */
  static final class Item {
    final String path;
    final Extent extent;
    Action action;
    List<Integer> inputs;

    Item(String path, Action action, List<Integer> inputs, Extent extent) {
      this.path = path;
      this.action = action;
      this.inputs = List.copyOf(inputs);
      this.extent = extent;
    }

    int input() {
      return inputs.getFirst();
    }
  }

  private final List<Item> items = new ArrayList<>();

  /** Adds an item and gives its number. */
  int add(String path, Action action, List<Integer> inputs, Extent extent) {
    items.add(new Item(path, action, inputs, extent));
    return items.size() - 1;
  }

  Item item(int number) {
    return items.get(number);
  }

  int size() {
    return items.size();
  }

  /** How many items take each item's value; the last one is taken by the caller. */
  int[] uses() {
    int[] uses = new int[items.size()];
    boolean[] live = live();
    for (int i = 0; i < items.size(); i++) {
      if (live[i]) {
        items.get(i).inputs.forEach(input -> uses[input]++);
      }
    }
    uses[items.size() - 1]++;
    return uses;
  }

  private boolean[] live() {
    boolean[] live = new boolean[items.size()];
    live[items.size() - 1] = true;
    for (int i = items.size() - 1; i >= 0; i--) {
      if (live[i]) {
        items.get(i).inputs.forEach(input -> live[input] = true);
      }
    }
    return live;
  }

  /** The closed program: what the last item does not need is left out. */
  Program close(Facts facts) {
    boolean[] live = live();
    int[] numbers = new int[items.size()];
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (live[i]) {
        numbers[i] = steps.size();
        Item item = items.get(i);
        List<Integer> inputs = item.inputs.stream().map(input -> numbers[input]).toList();
        steps.add(new Step(item.path, op(item.action), inputs));
      }
    }
    return new Program(facts, steps);
  }

  private static Op op(Action action) {
    return switch (action) {
      case Action.Fixed fixed -> fixed.op();
      case Action.Affine o -> new Op.Affine(o.factor().rounded(), o.offset().rounded());
      case Action.Sign o -> new Op.Sign(o.threshold().roundedUp(), o.inverted());
    };
  }
}
