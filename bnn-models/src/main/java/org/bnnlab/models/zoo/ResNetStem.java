package org.bnnlab.models.zoo;

import java.util.Arrays;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.network.ConvolutionShape;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.option.OptionSpec;

/** What stands before the first block: convolution, normalization and what follows them. */
enum ResNetStem {
  /** 3×3 and the non-linearity (SD-BNN's ResNet-18; every ResNet-20). */
  SMALL_ACTIVE("3x3-active", false, true),
  /** 3×3 without a non-linearity (the ResNet-18 of IR-Net and ReCU). */
  SMALL("3x3", false, false),
  /** 7×7 with stride 2, the non-linearity, 3×3 max pool with stride 2 (He et al.). */
  LARGE_ACTIVE("7x7-active", true, true),
  /** The same without a non-linearity (Bi-Real Net, ReActNet). */
  LARGE("7x7", true, false);

  /** Name of the option that chooses one. */
  static final String OPTION = "stem";

  private final String word;
  private final boolean large;
  private final boolean active;

  ResNetStem(String word, boolean large, boolean active) {
    this.word = word;
    this.large = large;
    this.active = active;
  }

  /** The option, with this one as default. */
  OptionSpec option() {
    return OptionSpec.choice(
        OPTION,
        "3×3 convolution, or 7×7 with stride 2 and a max pool; active: with the non-linearity"
            + " behind the normalization",
        Words.defaultFirst(word, Arrays.stream(values()).map(stem -> stem.word)));
  }

  /** The one that an option names. */
  static ResNetStem of(String word) {
    return Arrays.stream(values()).filter(stem -> stem.word.equals(word)).findFirst().orElseThrow();
  }

  /** From the image to {@code width} channels. */
  Edge build(Slots slots, int width) {
    ConvolutionShape shape = ConvolutionShape.of(width, large ? 7 : 3, large ? 2 : 1);
    Edge x = slots.stemConvolution("stem.conv", slots.input(), shape);
    x = slots.normalization("stem.bn", x);
    if (active) {
      x = slots.activation("stem.act", x);
    }
    return large ? slots.nodes().add("stem.pool", new Operation.MaxPool(3, 2, 1), x) : x;
  }
}
