package org.bnnlab.models.zoo;

import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.List;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkException;
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
        ResNetShortcut.AVERAGE_POOL.option(),
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
    ResNetBody body =
        new ResNetBody(
            id(),
            options.text("shortcuts").equals("double") ? ResNetBlock.DOUBLE : ResNetBlock.NORMAL,
            ResNetShortcut.of(options.text(ResNetShortcut.OPTION)),
            Collections.nCopies(STAGES, blocks),
            widths);
    Edge x = ResNetStem.SMALL_ACTIVE.build(slots, widths.getFirst());
    ResNetBody.classify(slots, body.build(slots, x), true);
  }
}
