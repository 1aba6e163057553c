package org.bnnlab.models.zoo;

import java.util.Locale;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.network.ConvolutionShape;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkException;
import org.bnnlab.api.network.Operation;

/**
 * First layers of BinaryDenseNet, MeliusNet and ResNetE (Bethge et al., arXiv 1906.08637 and
 * 2001.05936; BMXNet-v2-examples, {@code basenet.py}): real-valued, without bias.
 */
enum Stem {
  /** Three 3×3 convolutions, the last two in 4 and 8 groups, each with BN and ReLU; max pool. */
  GROUPED,
  /** One 7×7 convolution of stride 2 with BN and ReLU; max pool. */
  IMAGENET,
  /** One 3×3 convolution and nothing else, for images of less than 50 pixels. */
  THUMBNAIL;

  /** Images smaller than this get the thumbnail stem where none is asked for. */
  static final int THUMBNAIL_BELOW = 50;

  private static final int CONVOLUTIONS = 3;

  /** Its name as people write it. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What an id ends with to ask for this stem. */
  String suffix() {
    return "-" + title() + "-stem";
  }

  /** The usual stem for images of a size. */
  static Stem fitting(Edge image, Stem forLargeImages) {
    return Math.min(image.height(), image.width()) < THUMBNAIL_BELOW ? THUMBNAIL : forLargeImages;
  }

  /**
   * Adds the stem.
   *
   * @param width channels it gives
   * @param poolKernel side of the max pool's window, 3 as published or 2 as in larq's zoo
   */
  Edge build(Slots slots, Edge image, int width, int poolKernel) {
    return switch (this) {
      case THUMBNAIL -> slots.stemConvolution("stem.conv", image, ConvolutionShape.of(width, 3, 1));
      case IMAGENET -> {
        Edge x = slots.stemConvolution("stem.conv", image, ConvolutionShape.of(width, 7, 2));
        yield pooled(slots, rectified(slots, "", x), poolKernel);
      }
      case GROUPED -> {
        if (width % 16 != 0) {
          throw new NetworkException(
              "stem: the grouped stem takes a width that 16 divides, found " + width);
        }
        Edge x = image;
        for (int i = 1; i <= CONVOLUTIONS; i++) {
          ConvolutionShape shape =
              switch (i) {
                case 1 -> ConvolutionShape.of(width / 2, 3, 2);
                case 2 -> ConvolutionShape.of(width / 2, 3, 1).grouped(4);
                default -> ConvolutionShape.of(width, 3, 1).grouped(8);
              };
          x = rectified(slots, String.valueOf(i), slots.stemConvolution("stem.conv" + i, x, shape));
        }
        yield pooled(slots, x, poolKernel);
      }
    };
  }

  private static Edge rectified(Slots slots, String number, Edge x) {
    return slots
        .nodes()
        .add(
            "stem.relu" + number, new Operation.Relu(), slots.normalization("stem.bn" + number, x));
  }

  private static Edge pooled(Slots slots, Edge x, int kernel) {
    return slots.nodes().add("stem.pool", new Operation.MaxPool(kernel, 2, (kernel - 1) / 2), x);
  }
}
