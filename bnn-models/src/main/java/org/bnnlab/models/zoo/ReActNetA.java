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
 * ReActNet-A, after MobileNetV1 (Liu et al., ECCV 2020, arXiv 2003.03488, section 4.1; {@code
 * mobilenet/2_step2/reactnet.py} of liuzechun/ReActNet), and its form without batch normalization
 * (Chen et al., 2021, arXiv 2104.08215): a stem with stride 2, then thirteen blocks of a 3×3 and a
 * 1×1 convolution, see {@link ReActBlocks#separable}. Every stage but the first begins with a
 * stride of 2. There is no form for small images: 32×32 pixels end as one.
 */
public final class ReActNetA implements Architecture {

  /** For {@link java.util.ServiceLoader}. */
  public ReActNetA() {}

  @Override
  public String id() {
    return "reactnet-a";
  }

  @Override
  public String title() {
    return "ReActNet-A, after MobileNetV1: blocks of a 3×3 and a 1×1 convolution";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.of(
            "widths",
            List.of(32, 64, 128, 256, 512, 1024),
            "channels of the stem and of each stage; a stage keeps or doubles them"),
        OptionSpec.of("depths", List.of(1, 2, 2, 6, 2), "blocks of each stage"));
  }

  @Override
  public Shape defaultInput() {
    return new Shape(3, 224, 224);
  }

  @Override
  public int defaultClasses() {
    return 1000;
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
    if (depths.isEmpty()
        || widths.size() != depths.size() + 1
        || widths.stream().anyMatch(w -> w < 1)
        || depths.stream().anyMatch(d -> d < 1)) {
      throw new NetworkException(
          "reactnet-a: takes one width more than depths, each at least 1, found widths %s and"
                  .formatted(widths)
              + " depths "
              + depths);
    }
    Edge x =
        slots.stemConvolution(
            "stem.conv", slots.input(), ConvolutionShape.of(widths.getFirst(), 3, 2));
    x = slots.normalization("stem.bn", x);
    for (int stage = 0; stage < depths.size(); stage++) {
      int before = stage == 0 ? 0 : depths.get(stage - 1);
      for (int block = 0; block < depths.get(stage); block++) {
        x =
            ReActBlocks.separable(
                slots,
                new ReActBlocks.Place(stage, block, before),
                x,
                widths.get(stage + 1),
                stage > 0 && block == 0 ? 2 : 1);
      }
    }
    x = slots.nodes().add("pool", new Operation.GlobalAveragePool(), x);
    slots.classifier("head.classifier", x);
  }
}
