package org.bnnlab.models.zoo;

import java.util.function.UnaryOperator;
import org.bnnlab.api.architecture.ResidualPosition;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.network.ConvolutionShape;
import org.bnnlab.api.network.Edge;

/** The blocks of residual networks. */
enum ResNetBlock {
  /** Two convolutions with a shortcut around each (the double shortcut of IR-Net and ReCU). */
  DOUBLE(2, 1) {
    @Override
    Edge build(Place at, Edge x, int width, int stride) {
      Edge u =
          at.residual(
              ".residual1",
              0,
              x,
              width,
              stride,
              in -> at.convolved("1", in, ConvolutionShape.of(width, 3, stride)));
      Edge v = at.slots().activation(at.path() + ".act1", u);
      Edge w =
          at.residual(
              ".residual2",
              1,
              v,
              width,
              1,
              in -> at.convolved("2", in, ConvolutionShape.of(width, 3, 1)));
      return at.slots().activation(at.path() + ".act2", w);
    }
  },

  /** Two convolutions with one shortcut around both (He et al., 2016). */
  NORMAL(1, 1) {
    @Override
    Edge build(Place at, Edge x, int width, int stride) {
      Edge sum =
          at.residual(
              ".residual",
              0,
              x,
              width,
              stride,
              in -> {
                Edge u = at.convolved("1", in, ConvolutionShape.of(width, 3, stride));
                Edge v = at.slots().activation(at.path() + ".act1", u);
                return at.convolved("2", v, ConvolutionShape.of(width, 3, 1));
              });
      return at.slots().activation(at.path() + ".act2", sum);
    }
  },

  /** One convolution with its shortcut (Bi-Real Net, ReActNet). */
  SINGLE(1, 1) {
    @Override
    Edge build(Place at, Edge x, int width, int stride) {
      Edge sum =
          at.residual(
              "",
              0,
              x,
              width,
              stride,
              in -> at.convolved("", in, ConvolutionShape.of(width, 3, stride)));
      return at.slots().activation(at.path() + ".act", sum);
    }
  },

  /** 1×1, 3×3 and 1×1 to four times the width, one shortcut around them (He et al., 2016). */
  BOTTLENECK(1, 4) {
    @Override
    Edge build(Place at, Edge x, int width, int stride) {
      int inner = width / expansion();
      Edge sum =
          at.residual(
              ".residual",
              0,
              x,
              width,
              stride,
              in -> {
                Edge u = at.convolved("1", in, ConvolutionShape.of(inner, 1, 1));
                u = at.slots().activation(at.path() + ".act1", u);
                u = at.convolved("2", u, ConvolutionShape.of(inner, 3, stride));
                u = at.slots().activation(at.path() + ".act2", u);
                return at.convolved("3", u, ConvolutionShape.of(width, 1, 1));
              });
      return at.slots().activation(at.path() + ".act3", sum);
    }
  };

  private final int residuals;
  private final int expansion;

  ResNetBlock(int residuals, int expansion) {
    this.residuals = residuals;
    this.expansion = expansion;
  }

  /** Residual connections in one block. */
  int residuals() {
    return residuals;
  }

  /** Output channels for each channel of the inner convolutions. */
  int expansion() {
    return expansion;
  }

  /**
   * Builds one block.
   *
   * @param width output channels
   */
  abstract Edge build(Place at, Edge x, int width, int stride);

  /**
   * Where a block stands.
   *
   * @param stage stage, from 0
   * @param firstResidual number of its first residual connection inside the stage, from 0
   * @param previous residual connections of the stage before
   */
  record Place(
      Slots slots,
      ResNetShortcut shortcut,
      String path,
      int stage,
      int firstResidual,
      int previous) {

    /** branch(x) + shortcut(x). */
    Edge residual(
        String name, int number, Edge x, int width, int stride, UnaryOperator<Edge> branch) {
      boolean transition = stride > 1 || x.channels() != width;
      return slots.residual(
          path + name,
          x,
          new ResidualPosition(stage, firstResidual + number, previous, transition),
          branch,
          in -> shortcut.apply(slots, path + ".shortcut", in, width, stride));
    }

    /** A body convolution and its normalization. */
    Edge convolved(String number, Edge x, ConvolutionShape shape) {
      Edge y = slots.binaryConvolution(path + ".conv" + number, x, shape);
      return slots.normalization(path + ".bn" + number, y);
    }
  }
}
