package org.bnnlab.models.zoo;

import org.bnnlab.api.architecture.ResidualPosition;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.network.ConvolutionShape;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkException;
import org.bnnlab.api.network.Operation;

/**
 * The two blocks of ReActNet (Liu et al., ECCV 2020, arXiv 2003.03488, figure 5; {@code
 * resnet/2_step2/birealnet.py} and {@code mobilenet/2_step2/reactnet.py} of liuzechun/ReActNet):
 * every convolution has a shortcut around it and a non-linearity behind the addition.
 */
public final class ReActBlocks {

  private ReActBlocks() {}

  /** Place of a block in its network: stage and block from 0, and blocks of the stage before. */
  public record Place(int stage, int block, int previousBlocks) {

    /** {@code stage2.block0}. */
    String path() {
      return "stage%d.block%d".formatted(stage + 1, block);
    }
  }

  /**
   * One 3×3 convolution with a shortcut. Where the shape changes, the shortcut is an average pool
   * over stride × stride and a 1×1 convolution, not a convolution with a stride.
   *
   * @param x activations (C, H, W)
   * @param width channels that come out
   * @param stride of the convolution
   * @return activations (width, H/stride, W/stride)
   */
  public static Edge residual(Slots slots, Place at, Edge x, int width, int stride) {
    return ResNetBlock.SINGLE.build(
        new ResNetBlock.Place(
            slots,
            ResNetShortcut.POOLED_CONVOLUTION,
            at.path(),
            at.stage(),
            at.block(),
            at.previousBlocks()),
        x,
        width,
        stride);
  }

  /**
   * A 3×3 and a 1×1 convolution with a shortcut around each. With a stride, the first shortcut is
   * an average pool. Twice the channels come from two 1×1 convolutions that read the same signs,
   * each beside its own copy of the shortcut.
   *
   * @param x activations (C, H, W)
   * @param width C or 2C
   * @param stride of the 3×3 convolution
   * @return activations (width, H/stride, W/stride)
   */
  public static Edge separable(Slots slots, Place at, Edge x, int width, int stride) {
    String path = at.path();
    int inputs = x.channels();
    if (width != inputs && width != 2 * inputs) {
      throw new NetworkException(
          "%s: takes as many channels as come in or twice as many, found %d from %s"
              .formatted(path, width, x.shape()));
    }
    Edge first =
        slots.residual(
            path + ".residual1",
            x,
            place(at, 0, stride > 1),
            in ->
                slots.normalization(
                    path + ".bn1",
                    slots.binaryConvolution(
                        path + ".conv1", in, ConvolutionShape.of(inputs, 3, stride))),
            in -> ResNetShortcut.pooled(slots, path + ".shortcut", in, stride));
    Edge second =
        slots.residual(
            path + ".residual2",
            slots.activation(path + ".act1", first),
            place(at, 1, false),
            in -> pointwise(slots, path, in, width),
            in -> width == inputs ? in : doubled(slots, path + ".shortcut.concat", in, in));
    return slots.activation(path + ".act2", second);
  }

  private static ResidualPosition place(Place at, int connection, boolean transition) {
    return new ResidualPosition(
        at.stage(), at.block(), at.previousBlocks(), connection, 2, transition);
  }

  private static Edge pointwise(Slots slots, String path, Edge x, int width) {
    Edge signs = slots.signs(path + ".conv2", x);
    if (width == x.channels()) {
      return pointwise(slots, path, "2", signs);
    }
    return doubled(
        slots,
        path + ".concat",
        pointwise(slots, path, "2a", signs),
        pointwise(slots, path, "2b", signs));
  }

  private static Edge pointwise(Slots slots, String path, String name, Edge signs) {
    Edge y =
        slots.convolution(
            path + ".conv" + name, signs, ConvolutionShape.of(signs.channels(), 1, 1));
    return slots.normalization(path + ".bn" + name, y);
  }

  private static Edge doubled(Slots slots, String path, Edge first, Edge second) {
    return slots.nodes().add(path, new Operation.Concatenate(), first, second);
  }
}
