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
import org.bnnlab.api.parameter.Initializer;

/**
 * ResNet-20 for 32×32 images (He et al., 2016, arXiv 1512.03385) in the forms of the binary papers:
 * one shortcut around each binary convolution ("double", Bi-Real style; IR-Net, ReCU and SD-BNN) or
 * one around each pair ("normal").
 *
 * <p>Stem 3×3 with normalization and non-linearity; three stages of three blocks; global average
 * pool, normalization of the features, classifier.
 */
public final class ResNet20 implements Architecture {

  private static final int STAGES = 3;

  /** For {@link java.util.ServiceLoader}. */
  public ResNet20() {}

  @Override
  public String id() {
    return "resnet20";
  }

  @Override
  public String title() {
    return "ResNet-20 for 32×32 images, double or normal shortcuts";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.choice(
            "shortcuts",
            "double: around each binary convolution; normal: around each block of two",
            "double",
            "normal"),
        OptionSpec.choice(
            "downsample",
            "shortcut where the shape changes: 2×2 average pool + zero channels (ReCU), every"
                + " second pixel + zero channels (IR-Net, SD-BNN), or a real 1×1 convolution + BN",
            "average-pool",
            "subsample",
            "convolution"),
        OptionSpec.of("widths", List.of(16, 32, 64), "channels of the three stages"),
        OptionSpec.of("blocks", 3, "blocks of two convolutions in each stage"));
  }

  @Override
  public Shape defaultInput() {
    return new Shape(3, 32, 32);
  }

  @Override
  public int defaultClasses() {
    return 10;
  }

  @Override
  public Initialization initialization() {
    return Initialization.ofConvolutions(new Initializer.HeNormal(Initializer.Fan.IN));
  }

  @Override
  public void build(Slots slots, Options options) {
    List<Integer> widths = options.integers("widths");
    int blocks = options.integer("blocks");
    if (widths.size() != STAGES || widths.stream().anyMatch(w -> w < 1) || blocks < 1) {
      throw new NetworkException(
          "resnet20: takes 3 widths and blocks of at least 1, found widths %s and blocks %d"
              .formatted(widths, blocks));
    }
    boolean doubled = options.text("shortcuts").equals("double");
    Edge x =
        slots.stemConvolution(
            "stem.conv", slots.input(), ConvolutionShape.of(widths.getFirst(), 3, 1));
    x = slots.normalization("stem.bn", x);
    x = slots.activation("stem.act", x);
    for (int stage = 0; stage < STAGES; stage++) {
      for (int block = 0; block < blocks; block++) {
        String path = "stage%d.block%d".formatted(stage + 1, block);
        int stride = stage > 0 && block == 0 ? 2 : 1;
        x =
            doubled
                ? doubleBlock(slots, options, path, x, widths.get(stage), stride, stage, block)
                : normalBlock(slots, options, path, x, widths.get(stage), stride, stage, block);
      }
    }
    x = slots.nodes().add("pool", new Operation.GlobalAveragePool(), x);
    x = slots.normalization("head.bn", x);
    slots.classifier("head.classifier", x);
  }

  private static Edge doubleBlock(
      Slots slots,
      Options options,
      String path,
      Edge x,
      int width,
      int stride,
      int stage,
      int block) {
    int before = stage == 0 ? 0 : 2 * options.integer("blocks");
    boolean transition = stride > 1 || x.channels() != width;
    Edge u =
        slots.residual(
            path + ".residual1",
            x,
            new ResidualPosition(stage, 2 * block, before, transition),
            in -> convolution(slots, path, 1, in, width, stride),
            in -> shortcut(slots, options, path, in, width, stride));
    Edge v = slots.activation(path + ".act1", u);
    Edge w =
        slots.residual(
            path + ".residual2",
            v,
            new ResidualPosition(stage, 2 * block + 1, before, false),
            in -> convolution(slots, path, 2, in, width, 1),
            in -> in);
    return slots.activation(path + ".act2", w);
  }

  private static Edge normalBlock(
      Slots slots,
      Options options,
      String path,
      Edge x,
      int width,
      int stride,
      int stage,
      int block) {
    int before = stage == 0 ? 0 : options.integer("blocks");
    Edge sum =
        slots.residual(
            path + ".residual",
            x,
            new ResidualPosition(stage, block, before, stride > 1 || x.channels() != width),
            in -> {
              Edge u = convolution(slots, path, 1, in, width, stride);
              return convolution(slots, path, 2, slots.activation(path + ".act1", u), width, 1);
            },
            in -> shortcut(slots, options, path, in, width, stride));
    return slots.activation(path + ".act2", sum);
  }

  private static Edge convolution(
      Slots slots, String path, int number, Edge x, int width, int stride) {
    Edge y =
        slots.binaryConvolution(path + ".conv" + number, x, ConvolutionShape.of(width, 3, stride));
    return slots.normalization(path + ".bn" + number, y);
  }

  private static Edge shortcut(
      Slots slots, Options options, String path, Edge x, int width, int stride) {
    if (stride == 1 && x.channels() == width) {
      return x;
    }
    String at = path + ".shortcut";
    return switch (options.text("downsample")) {
      case "convolution" ->
          slots.normalization(
              at + ".bn",
              slots.shortcutConvolution(at + ".conv", x, ConvolutionShape.of(width, 1, stride)));
      case "subsample" ->
          padded(
              slots,
              at,
              slots.nodes().add(at + ".subsample", new Operation.Subsample(stride), x),
              width);
      default ->
          padded(
              slots,
              at,
              stride == 1
                  ? x
                  : slots.nodes().add(at + ".pool", new Operation.AveragePool(stride, stride), x),
              width);
    };
  }

  /** Zero channels on both sides, half of the missing ones each. */
  private static Edge padded(Slots slots, String at, Edge x, int width) {
    int missing = width - x.channels();
    if (missing < 0) {
      throw new NetworkException(
          "%s: cannot pad %s to %d channels; use downsample: convolution"
              .formatted(at, x.shape(), width));
    }
    int before = missing / 2;
    return missing == 0
        ? x
        : slots.nodes().add(at + ".pad", new Operation.PadChannels(before, missing - before), x);
  }
}
