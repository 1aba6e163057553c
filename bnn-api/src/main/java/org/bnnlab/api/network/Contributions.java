package org.bnnlab.api.network;

import org.bnnlab.api.parameter.Initializer;

/** The node contributions that many papers share, with a name for tables. */
public final class Contributions {

  private static final double TORCH_EPSILON = 1e-5;
  private static final double TORCH_MOMENTUM = 0.9;

  private static final NodeContribution NOTHING = named("–", (net, path, input) -> input);

  private static final double PRELU_SLOPE = 0.25;

  private Contributions() {}

  /** Nothing. */
  public static NodeContribution nothing() {
    return NOTHING;
  }

  /** Batch normalization with torch's settings: epsilon 1e-5, new statistics weigh 0.1. */
  public static NodeContribution batchNormalization() {
    return named(
        "batch norm",
        (net, path, input) ->
            net.add(
                path,
                new Operation.BatchNormalization(
                    input.channels(), TORCH_EPSILON, TORCH_MOMENTUM, true, 1),
                input));
  }

  /** Hardtanh. */
  public static NodeContribution hardTanh() {
    return named("hardtanh", (net, path, input) -> net.add(path, new Operation.HardTanh(), input));
  }

  /** ReLU. */
  public static NodeContribution relu() {
    return named("ReLU", (net, path, input) -> net.add(path, new Operation.Relu(), input));
  }

  /** PReLU with a learned slope per channel, which starts at 0.25 as in PyTorch. */
  public static NodeContribution pRelu() {
    return named(
        "PReLU",
        (net, path, input) ->
            net.add(path, new Operation.PRelu(input.channels(), PRELU_SLOPE), input));
  }

  /** A learned factor per channel, as node {@code path.scale}. */
  public static NodeContribution channelScale(String parameter, Initializer initial) {
    return named(
        "learned " + parameter,
        (net, path, input) ->
            net.add(
                path + ".scale",
                new Operation.ChannelScale(input.channels(), parameter, initial),
                input));
  }

  /** Gives a contribution the name that tables print. */
  public static NodeContribution named(String name, NodeContribution contribution) {
    return new Named(name, contribution);
  }

  private record Named(String name, NodeContribution contribution) implements NodeContribution {
    @Override
    public Edge contribute(NetworkBuilder net, String path, Edge input) {
      return contribution.contribute(net, path, input);
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
