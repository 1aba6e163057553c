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
import org.bnnlab.api.parameter.Initializer;

/**
 * The ResNet-18 of ReActNet (Liu et al., ECCV 2020, arXiv 2003.03488), the same as Bi-Real Net's
 * but for the activations, and of its form without batch normalization (Chen et al., 2021, arXiv
 * 2104.08215): four stages of blocks of one convolution, see {@link ReActBlocks#residual}. No
 * non-linearity behind the stem, no normalization before the classifier.
 */
public final class ReActNet18 implements Architecture {

  /** For {@link java.util.ServiceLoader}. */
  public ReActNet18() {}

  @Override
  public String id() {
    return "reactnet18";
  }

  @Override
  public String title() {
    return "ReActNet on ResNet-18: blocks of one convolution, a shortcut around each";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.choice(
            "stem",
            "cifar: 3×3, no pool; imagenet: 7×7 stride 2 and a 3×3 max pool stride 2",
            "cifar",
            "imagenet"),
        OptionSpec.of("widths", List.of(64, 128, 256, 512), "channels of each stage"),
        OptionSpec.of("depths", List.of(4, 4, 4, 4), "blocks of each stage"));
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
  public String defaultMethod() {
    return "reactnet";
  }

  @Override
  public Initialization initialization() {
    return Initialization.ofConvolutions(new Initializer.InverseRootUniform());
  }

  @Override
  public void build(Slots slots, Options options) {
    List<Integer> widths = options.integers("widths");
    List<Integer> depths = options.integers("depths");
    if (widths.isEmpty()
        || widths.size() != depths.size()
        || widths.stream().anyMatch(w -> w < 1)
        || depths.stream().anyMatch(d -> d < 1)) {
      throw new NetworkException(
          "reactnet18: takes as many widths as depths, each at least 1, found widths %s and"
                  .formatted(widths)
              + " depths "
              + depths);
    }
    Edge x = stem(slots, options.text("stem").equals("imagenet"), widths.getFirst());
    for (int stage = 0; stage < widths.size(); stage++) {
      int before = stage == 0 ? 0 : depths.get(stage - 1);
      for (int block = 0; block < depths.get(stage); block++) {
        x =
            ReActBlocks.residual(
                slots,
                new ReActBlocks.Place(stage, block, before),
                x,
                widths.get(stage),
                stage > 0 && block == 0 ? 2 : 1);
      }
    }
    x = slots.nodes().add("pool", new Operation.GlobalAveragePool(), x);
    slots.classifier("head.classifier", x);
  }

  private static Edge stem(Slots slots, boolean large, int width) {
    ConvolutionShape shape =
        large ? ConvolutionShape.of(width, 7, 2) : ConvolutionShape.of(width, 3, 1);
    Edge x = slots.stemConvolution("stem.conv", slots.input(), shape);
    x = slots.normalization("stem.bn", x);
    return large ? slots.nodes().add("stem.pool", new Operation.MaxPool(3, 2, 1), x) : x;
  }
}
