package org.bnnlab.models.zoo;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.architecture.ResidualPosition;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.network.ConvolutionShape;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkException;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.option.Options;
import org.bnnlab.api.parameter.Initialization;

/**
 * ResNetE: a shortcut around each binary convolution, down-sampling in real numbers, no other
 * non-linearity than the sign (Bethge et al., 2018 and 2019, arXiv 1812.01965 and 1906.08637;
 * BMXNet-v2-examples, {@code resnet_e.py}).
 *
 * <ul>
 *   <li>Block E1: BN(conv3×3(sign(x))) + shortcut(x); the shortcut is the identity, or average
 *       pool, real 1×1 convolution and BN where a stage starts.
 *   <li>Block E2: u = BN(x), conv3×3(sign(u)) + x, or + shortcut(u) without BN where a stage
 *       starts.
 * </ul>
 *
 * <p>BN of the image (its factor stays 1), stem, for E1 another BN; four stages; for E2 a BN; ReLU,
 * global average pool, classifier.
 *
 * @param blocks blocks of one convolution in each stage
 * @param stem the stem that the id asks for
 */
record ResNetE(String id, String title, List<Integer> blocks, StemChoice stem)
    implements Architecture {

  private static final List<Integer> WIDTHS = List.of(64, 128, 256, 512);
  private static final double IMAGE_EPSILON = 2e-5;
  private static final double MOMENTUM = 0.9;

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.choice("form", "e1: BN behind the convolution; e2: before the sign", "e1", "e2"),
        OptionSpec.of("inputNorm", true, "BN of the image, which larq's zoo leaves out"),
        OptionSpec.of("widths", WIDTHS, "channels of the stages"),
        OptionSpec.of("blocks", blocks, "blocks of one convolution in each stage"),
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
    return "binarydensenet";
  }

  @Override
  public Initialization initialization() {
    return StemChoice.INITIALIZATION;
  }

  @Override
  public void build(Slots slots, Options options) {
    List<Integer> widths = options.integers("widths");
    List<Integer> counts = options.integers("blocks");
    if (widths.size() != counts.size()
        || counts.isEmpty()
        || widths.stream().anyMatch(n -> n < 1)
        || counts.stream().anyMatch(n -> n < 1)) {
      throw new NetworkException(
          "%s: takes a width and a number of blocks for each stage, each at least 1; found widths %s and blocks %s"
              .formatted(id, widths, counts));
    }
    boolean normalizedFirst = options.text("form").equals("e2");
    Edge x = slots.input();
    if (options.flag("inputNorm")) {
      x = normalizedImage(slots, x);
    }
    x = stem.build(slots, x, widths.getFirst(), options);
    if (!normalizedFirst) {
      x = slots.normalization("stem.out.bn", x);
    }
    for (int stage = 0; stage < widths.size(); stage++) {
      int before = stage == 0 ? 0 : counts.get(stage - 1);
      for (int block = 0; block < counts.get(stage); block++) {
        String path = "stage%d.block%d".formatted(stage + 1, block);
        boolean starts = stage > 0 && block == 0;
        ResidualPosition at = new ResidualPosition(stage, block, before, starts);
        x =
            normalizedFirst
                ? secondForm(slots, path, x, widths.get(stage), at)
                : firstForm(slots, path, x, widths.get(stage), at);
        x = slots.activation(path + ".act", x);
      }
    }
    if (normalizedFirst) {
      x = slots.normalization("head.bn", x);
    }
    x = slots.nodes().add("head.relu", new Operation.Relu(), x);
    x = slots.nodes().add("head.pool", new Operation.GlobalAveragePool(), x);
    slots.classifier("head.classifier", x);
  }

  private static Edge normalizedImage(Slots slots, Edge image) {
    return slots
        .nodes()
        .add(
            "image.bn",
            new Operation.BatchNormalization(
                image.channels(), IMAGE_EPSILON, MOMENTUM, true, 1, true),
            image);
  }

  static Edge firstForm(Slots slots, String path, Edge x, int width, ResidualPosition at) {
    return slots.residual(
        path,
        x,
        at,
        in -> slots.normalization(path + ".bn", convolution(slots, path, in, width, at)),
        in ->
            at.transition()
                ? slots.normalization(path + ".shortcut.bn", shortcut(slots, path, in, width))
                : in);
  }

  private static Edge secondForm(Slots slots, String path, Edge x, int width, ResidualPosition at) {
    if (at.transition()) {
      return slots.residual(
          path,
          slots.normalization(path + ".bn", x),
          at,
          u -> convolution(slots, path, u, width, at),
          u -> shortcut(slots, path, u, width));
    }
    return slots.residual(
        path,
        x,
        at,
        in -> convolution(slots, path, slots.normalization(path + ".bn", in), width, at),
        in -> in);
  }

  private static Edge convolution(
      Slots slots, String path, Edge x, int width, ResidualPosition at) {
    return slots.binaryConvolution(
        path + ".conv", x, ConvolutionShape.of(width, 3, at.transition() ? 2 : 1));
  }

  private static Edge shortcut(Slots slots, String path, Edge x, int width) {
    Edge pooled = slots.nodes().add(path + ".shortcut.pool", new Operation.AveragePool(2, 2), x);
    return slots.shortcutConvolution(
        path + ".shortcut.conv", pooled, ConvolutionShape.of(width, 1, 1));
  }
}
