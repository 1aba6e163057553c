package org.bnnlab.models.zoo;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.network.ConvolutionShape;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkException;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.option.Options;
import org.bnnlab.api.parameter.Initialization;

/**
 * A net of thin binary layers that keep what came before them: BinaryDenseNet (Bethge et al., 2019,
 * arXiv 1906.08637) and MeliusNet (Bethge et al., 2020, arXiv 2001.05936; BMXNet-v2-examples,
 * {@code basenet_dense.py}, {@code meliusnet.py}).
 *
 * <ul>
 *   <li>Dense block: x (c channels) becomes [x, z] with z = conv3×3(sign(BN(x))) of 64 channels.
 *   <li>Improvement block: [x, z] becomes [x, z + conv3×3(sign(BN([x, z])))]: the newest channels
 *       are corrected, all others stay as they are.
 *   <li>Transition: BN, max pool, ReLU, real 1×1 convolution.
 * </ul>
 *
 * <p>The method's non-linearity stands between BN and sign, where a real-valued DenseNet has its
 * ReLU; the papers' own methods have none.
 *
 * @param stem the stem that the id asks for
 */
record DenseNet(String id, String title, DenseShape shape, StemChoice stem)
    implements Architecture {

  private static final int SHUFFLED_GROUPS = 16;

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.of("blocks", shape.blocks(), "blocks in each stage"),
        OptionSpec.of("transitions", shape.transitions(), "channels behind each transition"),
        OptionSpec.of("growth", 64, "channels that a block adds"),
        OptionSpec.of("width", 64, "channels of the stem"),
        StemChoice.POOL);
  }

  @Override
  public Shape defaultInput() {
    return stem.input();
  }

  @Override
  public int defaultClasses() {
    return stem.classes();
  }

  @Override
  public String defaultMethod() {
    return shape.improving() ? "meliusnet" : "binarydensenet";
  }

  @Override
  public Initialization initialization() {
    return StemChoice.INITIALIZATION;
  }

  @Override
  public void build(Slots slots, Options options) {
    DenseShape size = given(options);
    int growth = options.integer("growth");
    Edge x = stem.build(slots, slots.input(), options.integer("width"), options);
    for (int stage = 0; stage < size.blocks().size(); stage++) {
      int dilation = size.dilations().get(stage);
      for (int block = 0; block < size.blocks().get(stage); block++) {
        ConvolutionShape added = ConvolutionShape.of(growth, 3, 1).dilated(dilation);
        String path = "stage%d.block%d".formatted(stage + 1, block);
        x =
            size.improving()
                ? improvedBlock(slots, path, x, added)
                : denseBlock(slots, path, x, added);
      }
      if (stage < size.transitions().size()) {
        x = transition(slots, "transition" + (stage + 1), x, size, stage);
      }
    }
    x = slots.normalization("head.bn", x);
    x = slots.nodes().add("head.relu", new Operation.Relu(), x);
    x = slots.nodes().add("head.pool", new Operation.GlobalAveragePool(), x);
    slots.classifier("head.classifier", x);
  }

  private DenseShape given(Options options) {
    List<Integer> blocks = options.integers("blocks");
    List<Integer> transitions = options.integers("transitions");
    boolean positive =
        blocks.stream().allMatch(n -> n >= 1) && transitions.stream().allMatch(n -> n >= 1);
    if (!positive
        || blocks.size() != shape.blocks().size()
        || transitions.size() != shape.transitions().size()
        || options.integer("growth") < 1
        || options.integer("width") < 1) {
      throw new NetworkException(
          "%s: takes %d blocks and %d transitions, growth and width, each at least 1; found blocks %s, transitions %s, growth %d, width %d"
              .formatted(
                  id,
                  shape.blocks().size(),
                  shape.transitions().size(),
                  blocks,
                  transitions,
                  options.integer("growth"),
                  options.integer("width")));
    }
    return new DenseShape(
        blocks, transitions, shape.groups(), shape.dilations(), shape.improving());
  }

  /** [x, conv(x)]. */
  static Edge denseBlock(Slots slots, String path, Edge x, ConvolutionShape added) {
    return concatenated(slots, path + ".concat", x, newChannels(slots, path, x, added));
  }

  /** A dense block, then an improvement of the channels it added. */
  static Edge improvedBlock(Slots slots, String path, Edge x, ConvolutionShape added) {
    Edge z = newChannels(slots, path + ".dense", x, added);
    Edge both = concatenated(slots, path + ".dense.concat", x, z);
    return improvement(slots, path + ".improvement", both, x, z, added);
  }

  /**
   * Adds a correction to the newest channels. Since these are at hand apart from the older ones,
   * nothing has to be sliced.
   *
   * @param both [older, newest]
   */
  static Edge improvement(
      Slots slots, String path, Edge both, Edge older, Edge newest, ConvolutionShape added) {
    Edge correction = newChannels(slots, path, both, added);
    Edge sum = slots.nodes().add(path + ".add", new Operation.Add(), newest, correction);
    return concatenated(slots, path + ".concat", older, sum);
  }

  private static Edge newChannels(Slots slots, String path, Edge x, ConvolutionShape added) {
    Edge normalized = slots.normalization(path + ".bn", x);
    Edge argument = slots.activation(path + ".act", normalized);
    return slots.binaryConvolution(path + ".conv", argument, added);
  }

  private static Edge concatenated(Slots slots, String path, Edge x, Edge z) {
    return slots.nodes().add(path, new Operation.Concatenate(), x, z);
  }

  static Edge transition(Slots slots, String path, Edge in, DenseShape size, int stage) {
    Edge x = slots.normalization(path + ".bn", in);
    if (size.dilations().get(stage + 1) == 1) {
      x = slots.nodes().add(path + ".pool", new Operation.MaxPool(2, 2, 0), x);
    }
    x = slots.nodes().add(path + ".relu", new Operation.Relu(), x);
    if (size.groups() > 1) {
      x = slots.nodes().add(path + ".shuffle", new Operation.ChannelShuffle(SHUFFLED_GROUPS), x);
    }
    return slots.shortcutConvolution(
        path + ".conv",
        x,
        ConvolutionShape.of(size.transitions().get(stage), 1, 1).grouped(size.groups()));
  }
}
