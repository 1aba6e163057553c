package org.bnnlab.runtime.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.runtime.kernel.BinaryLayer;
import org.bnnlab.runtime.kernel.Blocks;
import org.bnnlab.runtime.kernel.CountLayer;
import org.bnnlab.runtime.kernel.Pointwise;
import org.bnnlab.runtime.kernel.RealLayer;
import org.bnnlab.runtime.kernel.SignConvolution;
import org.bnnlab.runtime.kernel.SignLayer;
import org.bnnlab.runtime.kernel.SignLayout;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Op;
import org.bnnlab.runtime.program.Program;
import org.bnnlab.runtime.program.Step;
import org.bnnlab.runtime.program.Window;

/**
 * Turns a program into stages. A step that works pixel by pixel joins the stage of its input if
 * nobody else wants that input; where it has two inputs, one is joined and the other read.
 */
final class Planner {

  /** A stage that may still grow; {@code tail} is the step whose value it has reached. */
  private static final class Open {
    final int head;
    final Source source;
    final String kind;
    final long macs;
    final boolean binary;
    final Passes passes;
    final List<Integer> reads = new ArrayList<>();
    final List<Integer> readsInPlace = new ArrayList<>();
    int tail;
    int steps = 1;

    Open(int head, int channels, Source source, String kind, long macs, boolean binary) {
      this.head = head;
      this.passes = new Passes(channels);
      this.source = source;
      this.kind = kind;
      this.macs = macs;
      this.binary = binary;
      this.tail = head;
    }
  }

  private final Program program;
  private final SignConvolution comparison;
  private final List<List<Integer>> users = new ArrayList<>();
  private final List<Open> stages = new ArrayList<>();
  private final Buffers buffers;

  private Planner(Program program, SignConvolution comparison) {
    this.program = program;
    this.comparison = comparison;
    for (int i = 0; i < program.steps().size(); i++) {
      users.add(new ArrayList<>());
      for (int input : program.steps().get(i).inputs()) {
        users.get(input).add(i);
      }
    }
    this.buffers = new Buffers(program);
  }

  /**
   * The plan of a program.
   *
   * @param comparison which convolutions need no sums to give signs
   */
  static Plan plan(Program program, SignConvolution comparison) {
    return new Planner(program, comparison).plan();
  }

  private Plan plan() {
    buffers.addReal(0, program.input().pixels() * inputStride());
    if (users.getFirst().stream()
        .anyMatch(user -> program.steps().get(user).op() instanceof Op.Sign)) {
      Open signs = moving(0, "signs of the image", new Moves.Copy(value(0)));
      signs.reads.add(0);
      stages.add(signs);
    }
    for (int i = 1; i < program.steps().size(); i++) {
      if (!(program.steps().get(i).op() instanceof Op.Sign) && !joins(i)) {
        stages.add(open(i));
      }
    }
    stages.sort(Comparator.comparingInt(stage -> stage.tail));
    List<Stage> closed = new ArrayList<>();
    for (Open stage : stages) {
      closed.add(close(stage, closed.size()));
    }
    return new Plan(closed, buffers.assigned(), inputStride());
  }

  /** Pixels of the image stand close together if only convolutions read it. */
  private int inputStride() {
    boolean convolutions =
        users.getFirst().stream()
            .map(user -> program.steps().get(user).op())
            .allMatch(op -> op instanceof Op.RealConvolution || op instanceof Op.SignedConvolution);
    return stride(0, convolutions);
  }

  private int stride(int value, boolean close) {
    int channels = program.extent(value).channels();
    return close ? channels : Blocks.stride(channels);
  }

  /** Appends a step to the stage of one of its inputs, if it can be. */
  private boolean joins(int step) {
    Step joining = program.steps().get(step);
    for (int side = 0; side < joining.inputs().size(); side++) {
      int input = joining.inputs().get(side);
      if (!pointwise(joining, side) || users.get(input).size() > 1) {
        continue;
      }
      for (Open stage : stages) {
        if (stage.tail == input) {
          append(stage, joining, side);
          stage.tail = step;
          stage.steps++;
          for (int other : joining.inputs()) {
            if (other != input) {
              (single(joining, other) ? stage.reads : stage.readsInPlace).add(other);
            }
          }
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a step works pixel by pixel on its input on one side. */
  private boolean pointwise(Step step, int side) {
    return switch (step.op()) {
      case Op.Affine ignored -> true;
      case Op.PRelu ignored -> true;
      case Op.Clamp ignored -> true;
      case Op.Sigmoid ignored -> true;
      case Op.Add ignored -> fits(step, side);
      case Op.Multiply ignored -> fits(step, side);
      default -> false;
    };
  }

  private void append(Open stage, Step step, int side) {
    int other = step.inputs().get(step.inputs().size() - 1 - side);
    stage.passes.append(step.op(), other, single(step, other));
  }

  /** Whether the input on one side has the size of the result. */
  private boolean fits(Step step, int side) {
    return side == 0 || extent(step, 0).equals(extent(step, 1));
  }

  private Extent extent(Step step, int side) {
    return program.extent(step.inputs().get(side));
  }

  private boolean single(Step step, int other) {
    return program.extent(other).pixels() == 1 && extent(step, 0).pixels() > 1;
  }

  private Open open(int index) {
    Step step = program.steps().get(index);
    Open stage;
    if (!pointwise(step, 0)) {
      stage = source(index, step);
      stage.reads.addAll(step.inputs());
    } else {
      // The input is wanted elsewhere too: it is read again, and the step works on the copy.
      int input = step.inputs().getFirst();
      stage = moving(index, "pointwise", new Moves.Copy(value(input)));
      append(stage, step, 0);
      stage.reads.addAll(step.inputs());
    }
    return stage;
  }

  private Open source(int index, Step step) {
    Extent output = program.extent(index);
    int input = step.inputs().getFirst();
    Extent x = program.extent(input);
    return switch (step.op()) {
      case Op.BinaryConvolution o -> {
        BinaryLayer layer = new BinaryLayer(o.window(), x, o.weights());
        yield new Open(
            index,
            output.channels(),
            new Convolutions.Binary(layer, buffers.sign(input, layer.input())),
            kind("binary", o.window()),
            macs(o.window(), output),
            true);
      }
      case Op.SignedConvolution o ->
          real(index, input, kind("±1", o.window()), o.window(), signed(o, input));
      case Op.RealConvolution o ->
          real(index, input, kind("real", o.window()), o.window(), layer(o, input));
      case Op.Concatenate ignored ->
          moving(
              index,
              "concatenate",
              new Moves.Concatenate(step.inputs().stream().map(this::value).toList()));
      case Op.Slice o ->
          moving(
              index,
              "slice",
              new Moves.Select(value(input), output, o.from(), 0, o.to() - o.from(), 1));
      case Op.PadChannels o ->
          moving(
              index, "pad", new Moves.Select(value(input), output, 0, o.before(), x.channels(), 1));
      case Op.Subsample o ->
          moving(
              index,
              "subsample",
              new Moves.Select(value(input), output, 0, 0, x.channels(), o.stride()));
      case Op.ChannelShuffle o ->
          moving(index, "shuffle", new Moves.Shuffle(value(input), o.groups()));
      case Op.MaxPool o ->
          moving(
              index,
              "max pool",
              new Moves.MaxPool(value(input), output, o.kernel(), o.stride(), o.padding()));
      case Op.AveragePool o ->
          moving(
              index,
              "average pool",
              new Moves.AveragePool(value(input), output, o.kernel(), o.kernel(), o.stride()));
      case Op.GlobalAveragePool ignored ->
          moving(
              index,
              "average pool",
              new Moves.AveragePool(value(input), output, x.height(), x.width(), 1));
      case Op.Flatten ignored -> moving(index, "flatten", new Moves.Flatten(value(input)));
      case Op.L2Normalization o ->
          moving(index, "normalize", new Moves.L2Normalization(value(input), o.epsilon()));
      default -> throw new IllegalStateException("no source: " + step);
    };
  }

  private Open moving(int index, String kind, Source source) {
    return new Open(index, program.extent(index).channels(), source, kind, 0, false);
  }

  private RealLayer layer(Op.RealConvolution op, int input) {
    return new RealLayer(
        op.window(), program.extent(input), convolved(input), op.weights().toArray());
  }

  private RealLayer signed(Op.SignedConvolution op, int input) {
    return new RealLayer(op.window(), program.extent(input), convolved(input), op.weights());
  }

  /** Distance of the pixels of a value that is convolved. */
  private int convolved(int input) {
    return input == 0 ? inputStride() : Blocks.stride(program.extent(input).channels());
  }

  private Open real(int index, int input, String kind, Window window, RealLayer layer) {
    Extent x = program.extent(input);
    int bordered = window.padding() == 0 ? input : buffers.bordered(layer.size(), window, x);
    Source source = new Convolutions.Real(layer, input, bordered);
    return new Open(
        index, window.outputs(), source, kind, macs(window, program.extent(index)), false);
  }

  private static String kind(String values, Window window) {
    String grouped = window.groups() > 1 ? " in %d groups".formatted(window.groups()) : "";
    String strided = window.stride() > 1 ? "/" + window.stride() : "";
    return "%s %dx%d%s%s".formatted(values, window.kernel(), window.kernel(), strided, grouped);
  }

  private static long macs(Window window, Extent output) {
    return (long) window.taps() * output.values();
  }

  private Moves.Value value(int step) {
    return new Moves.Value(step, program.extent(step));
  }

  private Stage close(Open stage, int number) {
    Extent output = program.extent(stage.tail);
    int stride = Blocks.stride(output.channels());
    boolean kept = stage.tail == program.steps().size() - 1;
    Map<Integer, SignLayer> signs = new LinkedHashMap<>();
    for (int user : users.get(stage.tail)) {
      if (program.steps().get(user).op() instanceof Op.Sign sign) {
        for (SignLayout layout : layouts(user, output)) {
          int buffer = buffers.sign(user, layout);
          signs.put(buffer, new SignLayer(layout, sign.thresholds(), sign.inverted()));
          buffers.written(buffer, number);
        }
      } else {
        kept = true;
      }
    }
    stage.readsInPlace.forEach(value -> buffers.readInPlace(value, number));
    stage.reads.forEach(value -> buffers.read(value, number));
    if (stage.source instanceof Convolutions.Binary binary) {
      buffers.readSign(binary.input(), number);
    }
    if (kept) {
      buffers.addReal(stage.tail, output.pixels() * stride);
      buffers.writtenReal(stage.tail, number);
      stage.passes.keep(stage.tail);
    }
    Source source = compared(stage, kept, signs);
    if (source == stage.source) {
      signs.forEach((buffer, layer) -> stage.passes.sign(layer, buffer));
    }
    return new Stage(
        program.steps().get(stage.head).path(),
        stage.kind,
        stage.steps + signs.size(),
        stage.macs,
        stage.binary,
        output,
        stride,
        source,
        stage.passes.all());
  }

  /** The source of a stage; a comparison where a binary convolution is wanted for signs alone. */
  private Source compared(Open stage, boolean kept, Map<Integer, SignLayer> signs) {
    if (stage.source instanceof Convolutions.Binary binary
        && !kept
        && signs.size() == 1
        && comparison.takes(binary.layer())) {
      int output = signs.keySet().iterator().next();
      SignLayer sign = signs.values().iterator().next();
      Pointwise points = stage.passes.single();
      if (sign.layout().dense() && points != null && points.ordered()) {
        stage.passes.clear();
        return new Convolutions.Compared(
            new CountLayer(binary.layer(), points, sign, comparison), binary.input(), output);
      }
    }
    return stage.source;
  }

  /** The layouts in which the users of a sign want it, each once. */
  private List<SignLayout> layouts(int sign, Extent extent) {
    return users.get(sign).stream()
        .map(user -> (Op.BinaryConvolution) program.steps().get(user).op())
        .map(convolution -> SignLayout.of(extent, convolution.window()))
        .distinct()
        .toList();
  }
}
