package org.bnnlab.api.network;

import ai.djl.ndarray.types.Shape;
import java.util.List;

/** The shape of one sample at every edge, or an error that names the node. */
public final class ShapeInference {

  private ShapeInference() {}

  /**
   * Output shape of a node.
   *
   * @param path path of the node, for messages
   * @param operation the operation
   * @param inputs shapes of one sample at its inputs
   * @throws NetworkException if the operation cannot take these inputs
   */
  public static Shape outputShape(String path, Operation operation, List<Shape> inputs) {
    int arity =
        switch (operation) {
          case Operation.Input ignored -> 0;
          case Operation.Add ignored -> 2;
          case Operation.Multiply ignored -> 2;
          case Operation.Open ignored -> Math.max(1, inputs.size());
          case Operation.Concatenate ignored -> Math.max(2, inputs.size());
          default -> 1;
        };
    require(inputs.size() == arity, path, "takes %d inputs, found %d", arity, inputs.size());
    return switch (operation) {
      case Operation.Input o -> {
        requirePositive(path, "channels", o.channels());
        requirePositive(path, "height", o.height());
        requirePositive(path, "width", o.width());
        yield new Shape(o.channels(), o.height(), o.width());
      }
      case Operation.Convolution o -> convolution(path, o, inputs.getFirst());
      case Operation.Linear o -> {
        Shape in = inputs.getFirst();
        require(
            in.dimension() == 1 && in.get(0) == o.inputs(),
            path,
            "dense layer takes (%d), found %s",
            o.inputs(),
            in);
        requirePositive(path, "outputs", o.outputs());
        yield new Shape(o.outputs());
      }
      case Operation.Sign o -> sameChannels(path, o.channels(), inputs.getFirst());
      case Operation.BatchNormalization o -> sameChannels(path, o.channels(), inputs.getFirst());
      case Operation.ChannelShift o -> sameChannels(path, o.channels(), inputs.getFirst());
      case Operation.ChannelScale o -> sameChannels(path, o.channels(), inputs.getFirst());
      case Operation.PRelu o -> sameChannels(path, o.channels(), inputs.getFirst());
      case Operation.SampleStandardization ignored -> inputs.getFirst();
      case Operation.Affine ignored -> inputs.getFirst();
      case Operation.HardTanh ignored -> inputs.getFirst();
      case Operation.Relu ignored -> inputs.getFirst();
      case Operation.Sigmoid ignored -> inputs.getFirst();
      case Operation.L2Normalization ignored -> inputs.getFirst();
      case Operation.Dropout ignored -> inputs.getFirst();
      case Operation.Add ignored -> alike(path, "add", inputs.get(0), inputs.get(1));
      case Operation.Multiply ignored -> alike(path, "multiply", inputs.get(0), inputs.get(1));
      case Operation.Concatenate ignored -> concatenation(path, inputs);
      case Operation.Slice o -> {
        Shape in = inputs.getFirst();
        require(
            0 <= o.from() && o.from() < o.to() && o.to() <= in.get(0),
            path,
            "slice %d..%d lies outside %s",
            o.from(),
            o.to(),
            in);
        yield withChannels(in, o.to() - o.from());
      }
      case Operation.PadChannels o -> {
        Shape in = inputs.getFirst();
        require(
            o.before() >= 0 && o.after() >= 0,
            path,
            "cannot pad %s with %d and %d channels",
            in,
            o.before(),
            o.after());
        yield withChannels(in, in.get(0) + o.before() + o.after());
      }
      case Operation.Subsample o -> {
        Shape in = image(path, inputs.getFirst());
        requirePositive(path, "stride", o.stride());
        yield new Shape(
            in.get(0), Math.ceilDiv(in.get(1), o.stride()), Math.ceilDiv(in.get(2), o.stride()));
      }
      case Operation.ChannelShuffle o -> {
        Shape in = image(path, inputs.getFirst());
        requirePositive(path, "groups", o.groups());
        require(
            in.get(0) % o.groups() == 0,
            path,
            "shuffle in %d groups does not divide the channels of %s",
            o.groups(),
            in);
        yield in;
      }
      case Operation.MaxPool o ->
          pooled(path, inputs.getFirst(), o.kernel(), o.stride(), o.padding());
      case Operation.AveragePool o -> pooled(path, inputs.getFirst(), o.kernel(), o.stride(), 0);
      case Operation.GlobalAveragePool ignored -> new Shape(image(path, inputs.getFirst()).get(0));
      case Operation.Flatten ignored -> new Shape(inputs.getFirst().size());
      case Operation.SpikeEncoding o -> spikes(path, o, inputs.getFirst());
      case Operation.SpikingNeurons o -> {
        requirePositive(path, "membrane", o.membrane());
        requirePositive(path, "synapse", o.synapse());
        requirePositive(path, "refractory", o.refractory());
        yield sameChannels(path, o.channels(), inputs.getFirst());
      }
      case Operation.Open o -> o.function().outputShape(inputs);
    };
  }

  /** The shape of one time step. */
  private static Shape spikes(String path, Operation.SpikeEncoding o, Shape input) {
    Shape in = image(path, input);
    requirePositive(path, "steps", o.steps());
    return switch (o.code()) {
      case SpikeCode.Rate ignored -> in;
      case SpikeCode.Population code -> new Shape(in.size() * code.neurons(), 1, 1);
      case SpikeCode.Events ignored -> {
        require(
            in.get(0) % o.steps() == 0,
            path,
            "%d time steps do not divide the channels of %s",
            o.steps(),
            in);
        yield new Shape(in.get(0) / o.steps(), in.get(1), in.get(2));
      }
    };
  }

  private static Shape convolution(String path, Operation.Convolution o, Shape input) {
    Shape in = image(path, input);
    require(
        in.get(0) == o.inputs(), path, "convolution takes %d channels, found %s", o.inputs(), in);
    requirePositive(path, "outputs", o.outputs());
    requirePositive(path, "kernel", o.kernel());
    requirePositive(path, "stride", o.stride());
    requirePositive(path, "dilation", o.dilation());
    requirePositive(path, "groups", o.groups());
    require(
        o.inputs() % o.groups() == 0 && o.outputs() % o.groups() == 0,
        path,
        "%d groups do not divide %d input and %d output channels",
        o.groups(),
        o.inputs(),
        o.outputs());
    int reach = o.dilation() * (o.kernel() - 1) + 1;
    return new Shape(
        o.outputs(),
        slid(path, in, in.get(1), reach, o.stride(), o.padding().size()),
        slid(path, in, in.get(2), reach, o.stride(), o.padding().size()));
  }

  private static Shape pooled(String path, Shape input, int kernel, int stride, int padding) {
    Shape in = image(path, input);
    requirePositive(path, "kernel", kernel);
    requirePositive(path, "stride", stride);
    require(
        padding >= 0 && 2 * padding <= kernel,
        path,
        "padding of a pool lies in 0..half its window of %d, found %d on %s",
        kernel,
        padding,
        in);
    return new Shape(
        in.get(0),
        slid(path, in, in.get(1), kernel, stride, padding),
        slid(path, in, in.get(2), kernel, stride, padding));
  }

  private static long slid(String path, Shape in, long length, int reach, int stride, int padding) {
    require(
        length + 2L * padding >= reach,
        path,
        "window of %d with padding %d does not fit into %s",
        reach,
        padding,
        in);
    return (length + 2L * padding - reach) / stride + 1;
  }

  private static Shape alike(String path, String what, Shape left, Shape right) {
    boolean broadcast =
        left.dimension() == 3 && right.dimension() == 1 && left.get(0) == right.get(0);
    require(broadcast || left.equals(right), path, "cannot %s shapes %s and %s", what, left, right);
    return left;
  }

  private static Shape concatenation(String path, List<Shape> inputs) {
    Shape first = inputs.getFirst();
    long channels = 0;
    for (Shape in : inputs) {
      require(
          withChannels(in, 1).equals(withChannels(first, 1)),
          path,
          "cannot concatenate shapes %s and %s",
          first,
          in);
      channels += in.get(0);
    }
    return withChannels(first, channels);
  }

  private static Shape sameChannels(String path, int channels, Shape in) {
    require(in.get(0) == channels, path, "takes %d channels, found %s", channels, in);
    return in;
  }

  private static Shape image(String path, Shape in) {
    require(in.dimension() == 3, path, "takes (channels, height, width), found %s", in);
    return in;
  }

  private static Shape withChannels(Shape shape, long channels) {
    return shape.dimension() == 1
        ? new Shape(channels)
        : new Shape(channels, shape.get(1), shape.get(2));
  }

  private static void requirePositive(String path, String what, double value) {
    require(value > 0, path, "%s must be above 0, found %s", what, value);
  }

  private static void requirePositive(String path, String what, int value) {
    require(value >= 1, path, "%s must be at least 1, found %d", what, value);
  }

  private static void require(boolean holds, String path, String rule, Object... values) {
    if (!holds) {
      throw new NetworkException(path + ": " + String.format(rule, values));
    }
  }
}
