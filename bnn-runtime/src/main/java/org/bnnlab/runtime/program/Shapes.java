package org.bnnlab.runtime.program;

import static org.bnnlab.runtime.program.Limits.require;

import java.util.List;

/** The rules that a step keeps: what it takes, what it gives, how large its tables are. */
final class Shapes {

  private Shapes() {}

  /** Size of what step {@code index} gives, given the sizes before it. */
  static Extent check(int index, List<Step> steps, List<Extent> extents) {
    Step step = steps.get(index);
    try {
      require((step.op() instanceof Op.Input) == (index == 0), "the first step is the only input");
      int arity =
          switch (step.op()) {
            case Op.Input ignored -> 0;
            case Op.Add ignored -> 2;
            case Op.Multiply ignored -> 2;
            case Op.Concatenate ignored -> Math.max(2, step.inputs().size());
            default -> 1;
          };
      require(
          step.inputs().size() == arity, "takes %d values, found %d", arity, step.inputs().size());
      for (int input : step.inputs()) {
        require(input >= 0 && input < index, "takes a value from before it, found %d", input);
        boolean sign = steps.get(input).op() instanceof Op.Sign;
        require(
            sign == (step.op() instanceof Op.BinaryConvolution),
            "takes %s values, found step %d",
            sign ? "real" : "sign",
            input);
      }
      return output(step.op(), step.inputs().stream().map(extents::get).toList());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "step %d (%s): %s".formatted(index, step.path(), e.getMessage()), e);
    }
  }

  private static Extent output(Op op, List<Extent> inputs) {
    if (op instanceof Op.Input input) {
      return input.extent();
    }
    Extent x = inputs.getFirst();
    return switch (op) {
      case Op.Input o -> o.extent();
      case Op.BinaryConvolution o -> {
        require(
            o.window().kernel() <= Limits.BINARY_KERNEL,
            "a binary kernel has at most %d rows, found %d",
            Limits.BINARY_KERNEL,
            o.window().kernel());
        yield convolution(o.window(), o.weights().size(), x);
      }
      case Op.SignedConvolution o -> {
        require(
            o.window().border() == Border.ZERO || o.window().padding() == 0,
            "a real input is padded with zeros");
        yield convolution(o.window(), o.weights().size(), x);
      }
      case Op.RealConvolution o -> {
        require(
            o.window().border() == Border.ZERO || o.window().padding() == 0,
            "a real input is padded with zeros");
        yield convolution(o.window(), o.weights().size(), x);
      }
      case Op.Affine o -> perChannel(x, o.factor().size(), o.offset().size());
      case Op.PRelu o -> perChannel(x, o.slope().size(), o.slope().size());
      case Op.Sign o -> {
        for (int i = 0; i < o.thresholds().size(); i++) {
          require(!Float.isNaN(o.thresholds().get(i)), "threshold %d is not a number", i);
        }
        yield perChannel(x, o.thresholds().size(), o.inverted().size());
      }
      case Op.Clamp o -> {
        require(o.low() <= o.high(), "clamps to %s..%s", o.low(), o.high());
        yield x;
      }
      case Op.Sigmoid ignored -> x;
      case Op.L2Normalization ignored -> x;
      case Op.Add ignored -> alike(inputs);
      case Op.Multiply ignored -> alike(inputs);
      case Op.Concatenate ignored -> concatenation(inputs);
      case Op.Slice o -> {
        require(
            0 <= o.from() && o.from() < o.to() && o.to() <= x.channels(),
            "slice %d..%d lies outside %s",
            o.from(),
            o.to(),
            x);
        yield x.withChannels(o.to() - o.from());
      }
      case Op.PadChannels o -> {
        require(
            o.before() >= 0
                && o.after() >= 0
                && o.before() <= Limits.SIDE
                && o.after() <= Limits.SIDE,
            "pads with 0..%d channels, found %d and %d",
            Limits.SIDE,
            o.before(),
            o.after());
        yield x.withChannels(o.before() + x.channels() + o.after());
      }
      case Op.Subsample o -> {
        requireLength("stride", o.stride());
        yield new Extent(
            x.channels(),
            Math.ceilDiv(x.height(), o.stride()),
            Math.ceilDiv(x.width(), o.stride()));
      }
      case Op.ChannelShuffle o -> {
        require(
            o.groups() >= 1 && x.channels() % o.groups() == 0,
            "%d groups do not divide the channels of %s",
            o.groups(),
            x);
        yield x;
      }
      case Op.MaxPool o -> {
        require(
            o.padding() >= 0 && o.padding() < o.kernel(),
            "the padding %d is smaller than the kernel %d",
            o.padding(),
            o.kernel());
        yield pooled(x, o.kernel(), o.stride(), o.padding());
      }
      case Op.AveragePool o -> pooled(x, o.kernel(), o.stride(), 0);
      case Op.GlobalAveragePool ignored -> new Extent(x.channels(), 1, 1);
      case Op.Flatten ignored -> new Extent(x.values(), 1, 1);
    };
  }

  private static Extent convolution(Window window, int weights, Extent x) {
    require(weights == window.weights(), "needs %d weights, found %d", window.weights(), weights);
    return window.output(x);
  }

  private static Extent perChannel(Extent x, int first, int second) {
    require(
        first == x.channels() && second == x.channels(),
        "needs %d values, one per channel, found %d and %d",
        x.channels(),
        first,
        second);
    return x;
  }

  private static Extent alike(List<Extent> inputs) {
    Extent x = inputs.getFirst();
    Extent y = inputs.getLast();
    require(
        y.equals(x) || (y.pixels() == 1 && y.channels() == x.channels()),
        "%s and %s do not go together",
        x,
        y);
    return x;
  }

  private static Extent concatenation(List<Extent> inputs) {
    Extent first = inputs.getFirst();
    long channels = 0;
    for (Extent x : inputs) {
      require(
          x.height() == first.height() && x.width() == first.width(),
          "%s and %s do not go together",
          first,
          x);
      channels += x.channels();
    }
    require(channels <= Limits.SIDE, "at most %d channels, found %d", Limits.SIDE, channels);
    return first.withChannels((int) channels);
  }

  private static Extent pooled(Extent x, int kernel, int stride, int padding) {
    requireLength("kernel", kernel);
    requireLength("stride", stride);
    Window window =
        new Window(
            x.channels(), x.channels(), x.channels(), kernel, stride, 1, padding, Border.ZERO);
    return window.output(x);
  }

  private static void requireLength(String name, int length) {
    require(
        length >= 1 && length <= Limits.WINDOW,
        "%s lies in 1..%d, found %d",
        name,
        Limits.WINDOW,
        length);
  }
}
