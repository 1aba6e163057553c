package org.bnnlab.models.draw;

import java.util.Locale;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Padding;

/**
 * How one node looks.
 *
 * @param kind its form and colour
 * @param label what stands on it
 * @param plain the same without numbers that may differ between repeated blocks
 */
record Chip(Kind kind, String label, String plain) {

  /** Form and colour. */
  enum Kind {
    /** One-bit weights on one-bit activations. */
    BINARY("1 / 1", "#1d5aa6", "#ffffff", 22),
    /** One-bit weights on real activations. */
    BINARY_WEIGHTS("1 / 32", "#9cc3ee", "#10253f", 22),
    /** Real weights on one-bit activations. */
    BINARY_ACTIVATIONS("32 / 1", "#f6d7ae", "#3d2508", 22),
    /** Real weights on real activations. */
    REAL("32 / 32", "#d96f27", "#ffffff", 22),
    /** A sign. */
    SIGN("", "#ffffff", "#1d5aa6", 18),
    /** Learned, but no weights: normalization, shift, scale. */
    LEARNED("", "#e9ecf1", "#2b3340", 18),
    /** Nothing is learned. */
    PLAIN("", "#ffffff", "#2b3340", 18),
    /** A small circle: sum, product. */
    JUNCTION("", "#ffffff", "#2b3340", 16);

    private final String bits;
    private final String fill;
    private final String ink;
    private final double height;

    Kind(String bits, String fill, String ink, double height) {
      this.bits = bits;
      this.fill = fill;
      this.ink = ink;
      this.height = height;
    }

    /** Bits of weights and activations; empty for nodes without weights. */
    String bits() {
      return bits;
    }

    String fill() {
      return fill;
    }

    String ink() {
      return ink;
    }

    double height() {
      return height;
    }
  }

  /** The looks of a node. */
  static Chip of(Node node, Network network) {
    return switch (node.operation()) {
      case Operation.Input ignored -> plain("input");
      case Operation.Convolution o ->
          weighted(
              o.weights().bits(),
              network.inputBits(node),
              "%d×%d conv, %d".formatted(o.kernel(), o.kernel(), o.outputs()) + extras(o),
              "%d×%d conv".formatted(o.kernel(), o.kernel()) + extras(o));
      case Operation.Linear o ->
          weighted(o.weights().bits(), network.inputBits(node), "dense, " + o.outputs(), "dense");
      case Operation.Sign ignored -> new Chip(Kind.SIGN, "sign", "sign");
      case Operation.SampleStandardization ignored -> plain("÷ std of sample");
      case Operation.BatchNormalization ignored -> learned("batch norm");
      case Operation.ChannelShift ignored -> learned("shift");
      case Operation.ChannelScale o ->
          learned(o.parameter().equals("alpha") ? "scale α" : o.parameter());
      case Operation.Affine o ->
          o.offset() == 0
              ? new Chip(Kind.PLAIN, String.format(Locale.ROOT, "× %.3g", o.factor()), "× constant")
              : plain("affine");
      case Operation.HardTanh ignored -> plain("hardtanh");
      case Operation.Relu ignored -> plain("ReLU");
      case Operation.Sigmoid ignored -> plain("sigmoid");
      case Operation.PRelu ignored -> learned("PReLU");
      case Operation.Add ignored -> new Chip(Kind.JUNCTION, "+", "+");
      case Operation.Multiply ignored -> new Chip(Kind.JUNCTION, "×", "×");
      case Operation.Concatenate ignored ->
          new Chip(Kind.PLAIN, "concat, " + network.shape(node.path()).get(0), "concat");
      case Operation.Slice o ->
          new Chip(Kind.PLAIN, "slice %d:%d".formatted(o.from(), o.to()), "slice");
      case Operation.PadChannels o ->
          new Chip(Kind.PLAIN, "pad %d + %d ch.".formatted(o.before(), o.after()), "pad channels");
      case Operation.Subsample o -> plain("every %d. pixel".formatted(o.stride()));
      case Operation.ChannelShuffle o -> plain("shuffle %d".formatted(o.groups()));
      case Operation.MaxPool o ->
          plain("max pool %d×%d%s".formatted(o.kernel(), o.kernel(), stride(o.stride())));
      case Operation.AveragePool o ->
          plain("avg pool %d×%d%s".formatted(o.kernel(), o.kernel(), stride(o.stride())));
      case Operation.GlobalAveragePool ignored -> plain("global avg pool");
      case Operation.Flatten ignored -> plain("flatten");
      case Operation.L2Normalization ignored -> plain("L2 norm");
      case Operation.Dropout o -> plain("dropout " + o.rate());
      case Operation.SpikeEncoding o -> plain("spikes, %d steps".formatted(o.steps()));
      case Operation.SpikingNeurons ignored -> new Chip(Kind.SIGN, "neurons", "neurons");
      case Operation.Open o -> plain(o.description());
    };
  }

  private static Chip weighted(int weightBits, int activationBits, String label, String plain) {
    Kind kind =
        weightBits == 1
            ? activationBits == 1 ? Kind.BINARY : Kind.BINARY_WEIGHTS
            : activationBits == 1 ? Kind.BINARY_ACTIVATIONS : Kind.REAL;
    return new Chip(kind, label, plain);
  }

  private static Chip plain(String label) {
    return new Chip(Kind.PLAIN, label, label);
  }

  private static Chip learned(String label) {
    return new Chip(Kind.LEARNED, label, label);
  }

  private static String extras(Operation.Convolution o) {
    StringBuilder text = new StringBuilder(stride(o.stride()));
    if (o.groups() > 1) {
      text.append(", g").append(o.groups());
    }
    if (o.dilation() > 1) {
      text.append(", d").append(o.dilation());
    }
    if (o.padding().size() > 0 && o.padding().value() != Padding.Value.ZERO) {
      text.append(o.padding().value() == Padding.Value.MINUS_ONE ? ", p−1" : ", p+1");
    }
    return text.toString();
  }

  private static String stride(int stride) {
    return stride == 1 ? "" : " /" + stride;
  }
}
