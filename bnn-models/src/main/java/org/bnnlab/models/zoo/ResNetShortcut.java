package org.bnnlab.models.zoo;

import java.util.Arrays;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.network.ConvolutionShape;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkException;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.option.OptionSpec;

/** What a shortcut becomes where resolution or width change; elsewhere it is the identity. */
enum ResNetShortcut {
  /** Average pool, then zero channels on both sides (ReCU on CIFAR). */
  AVERAGE_POOL("average-pool") {
    @Override
    Edge resampled(Slots slots, String path, Edge x, int width, int stride) {
      return padded(slots, path, pooled(slots, path, x, stride), width);
    }
  },

  /** Every second pixel, then zero channels on both sides (IR-Net and SD-BNN on CIFAR). */
  SUBSAMPLE("subsample") {
    @Override
    Edge resampled(Slots slots, String path, Edge x, int width, int stride) {
      Edge y = slots.nodes().add(path + ".subsample", new Operation.Subsample(stride), x);
      return padded(slots, path, y, width);
    }
  },

  /** A strided 1×1 convolution and normalization (He et al., 2016, option B). */
  CONVOLUTION("convolution") {
    @Override
    Edge resampled(Slots slots, String path, Edge x, int width, int stride) {
      return convolved(slots, path, x, width, stride);
    }
  },

  /** Average pool, then a 1×1 convolution and normalization (Bi-Real Net, ReActNet). */
  POOLED_CONVOLUTION("pooled-convolution") {
    @Override
    Edge resampled(Slots slots, String path, Edge x, int width, int stride) {
      return convolved(slots, path, pooled(slots, path, x, stride), width, 1);
    }
  };

  /** Name of the option that chooses one. */
  static final String OPTION = "downsample";

  private final String word;

  ResNetShortcut(String word) {
    this.word = word;
  }

  /** The option, with this one as default. */
  OptionSpec option() {
    return OptionSpec.choice(
        OPTION,
        "shortcut where the shape changes: 2×2 average pool + zero channels (ReCU), every second"
            + " pixel + zero channels (IR-Net, SD-BNN), a real 1×1 convolution + BN, or an average"
            + " pool before that (Bi-Real Net)",
        Words.defaultFirst(word, Arrays.stream(values()).map(shortcut -> shortcut.word)));
  }

  /** The one that an option names. */
  static ResNetShortcut of(String word) {
    return Arrays.stream(values())
        .filter(shortcut -> shortcut.word.equals(word))
        .findFirst()
        .orElseThrow();
  }

  /** The shortcut from {@code x} to {@code width} channels. */
  final Edge apply(Slots slots, String path, Edge x, int width, int stride) {
    return stride == 1 && x.channels() == width ? x : resampled(slots, path, x, width, stride);
  }

  abstract Edge resampled(Slots slots, String path, Edge x, int width, int stride);

  private static Edge convolved(Slots slots, String path, Edge x, int width, int stride) {
    return slots.normalization(
        path + ".bn",
        slots.shortcutConvolution(path + ".conv", x, ConvolutionShape.of(width, 1, stride)));
  }

  /** An average pool over stride × stride; nothing where the stride is 1. */
  static Edge pooled(Slots slots, String path, Edge x, int stride) {
    return stride == 1
        ? x
        : slots.nodes().add(path + ".pool", new Operation.AveragePool(stride, stride), x);
  }

  /** Zero channels on both sides, half of the missing ones each. */
  private static Edge padded(Slots slots, String path, Edge x, int width) {
    int missing = width - x.channels();
    if (missing < 0) {
      throw new NetworkException(
          "%s: cannot pad %s to %d channels; use downsample: convolution"
              .formatted(path, x.shape(), width));
    }
    int before = missing / 2;
    return missing == 0
        ? x
        : slots.nodes().add(path + ".pad", new Operation.PadChannels(before, missing - before), x);
  }
}
