package org.bnnlab.api.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.network.Operation.Purpose;
import org.bnnlab.api.parameter.Initializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShapeInferenceTest {

  private static final Initializer ZERO = new Initializer.Constant(0);
  private static final Shape IMAGE = new Shape(8, 7, 5);
  private static final Shape VECTOR = new Shape(8);

  static Stream<Arguments> fitting() {
    return Stream.of(
        fits(new Operation.Input(3, 32, 30), new Shape(3, 32, 30)),
        fits(convolution(8, 16, 3, 1, 1, 1, 1), new Shape(16, 7, 5), IMAGE),
        fits(convolution(8, 16, 3, 2, 1, 1, 1), new Shape(16, 4, 3), IMAGE),
        fits(convolution(8, 4, 1, 2, 0, 1, 1), new Shape(4, 4, 3), IMAGE),
        fits(convolution(8, 8, 3, 1, 0, 2, 8), new Shape(8, 3, 1), IMAGE),
        fits(convolution(8, 8, 3, 3, 2, 1, 2), new Shape(8, 3, 3), IMAGE),
        fits(linear(8, 10), new Shape(10), VECTOR),
        fits(new Operation.Sign(8, new GradientEstimator.Identity()), IMAGE, IMAGE),
        fits(new Operation.Sign(8, new GradientEstimator.Identity()), VECTOR, VECTOR),
        fits(new Operation.SampleStandardization(1e-5), IMAGE, IMAGE),
        fits(batchNormalization(8), IMAGE, IMAGE),
        fits(batchNormalization(8), VECTOR, VECTOR),
        fits(new Operation.ChannelShift(8, ZERO), IMAGE, IMAGE),
        fits(new Operation.ChannelScale(8, "alpha", ZERO), IMAGE, IMAGE),
        fits(new Operation.PRelu(8, 0.25), IMAGE, IMAGE),
        fits(new Operation.Affine(2, 1), IMAGE, IMAGE),
        fits(new Operation.HardTanh(), IMAGE, IMAGE),
        fits(new Operation.Relu(), IMAGE, IMAGE),
        fits(new Operation.Sigmoid(), VECTOR, VECTOR),
        fits(new Operation.L2Normalization(1e-12), VECTOR, VECTOR),
        fits(new Operation.Dropout(0.5), VECTOR, VECTOR),
        fits(new Operation.Add(), IMAGE, IMAGE, IMAGE),
        fits(new Operation.Add(), IMAGE, IMAGE, VECTOR),
        fits(new Operation.Multiply(), IMAGE, IMAGE, VECTOR),
        fits(new Operation.Multiply(), VECTOR, VECTOR, VECTOR),
        fits(new Operation.Concatenate(), new Shape(11, 7, 5), IMAGE, new Shape(3, 7, 5)),
        fits(new Operation.Concatenate(), new Shape(17), VECTOR, VECTOR, new Shape(1)),
        fits(new Operation.Slice(2, 8), new Shape(6, 7, 5), IMAGE),
        fits(new Operation.Slice(0, 1), new Shape(1), VECTOR),
        fits(new Operation.PadChannels(2, 3), new Shape(13, 7, 5), IMAGE),
        fits(new Operation.PadChannels(0, 3), new Shape(11), VECTOR),
        fits(new Operation.Subsample(2), new Shape(8, 4, 3), IMAGE),
        fits(new Operation.Subsample(3), new Shape(8, 3, 2), IMAGE),
        fits(new Operation.ChannelShuffle(4), IMAGE, IMAGE),
        fits(new Operation.MaxPool(3, 2, 1), new Shape(8, 4, 3), IMAGE),
        fits(new Operation.MaxPool(2, 2, 0), new Shape(8, 3, 2), IMAGE),
        fits(new Operation.AveragePool(2, 2), new Shape(8, 3, 2), IMAGE),
        fits(new Operation.GlobalAveragePool(), VECTOR, IMAGE),
        fits(new Operation.Flatten(), new Shape(280), IMAGE),
        fits(open(), new Shape(2), IMAGE),
        fits(open(), new Shape(2), IMAGE, VECTOR, VECTOR));
  }

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @MethodSource("fitting")
  void an_operation_that_fits_has_a_shape(Operation operation, List<Shape> inputs, Shape expected) {
    assertThat(ShapeInference.outputShape("here", operation, inputs)).isEqualTo(expected);
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        misfit(new Operation.Input(3, 32, 32), "takes 0 inputs, found 1", IMAGE),
        misfit(new Operation.HardTanh(), "takes 1 inputs, found 0"),
        misfit(new Operation.HardTanh(), "takes 1 inputs, found 2", IMAGE, IMAGE),
        misfit(new Operation.Add(), "takes 2 inputs, found 1", IMAGE),
        misfit(new Operation.Multiply(), "takes 2 inputs, found 3", IMAGE, IMAGE, IMAGE),
        misfit(new Operation.Concatenate(), "takes 2 inputs, found 1", IMAGE),
        misfit(open(), "takes 1 inputs, found 0"),
        misfit(
            convolution(4, 4, 3, 1, 1, 1, 1),
            "convolution takes 4 channels, found (8, 7, 5)",
            IMAGE),
        misfit(
            convolution(8, 8, 3, 1, 1, 1, 1), "takes (channels, height, width), found (8)", VECTOR),
        misfit(
            convolution(8, 8, 3, 1, 1, 1, 3),
            "3 groups do not divide 8 input and 8 output channels",
            IMAGE),
        misfit(
            convolution(8, 6, 3, 1, 1, 1, 4),
            "4 groups do not divide 8 input and 6 output channels",
            IMAGE),
        misfit(
            convolution(8, 8, 7, 1, 0, 1, 1),
            "window of 7 with padding 0 does not fit into (8, 7, 5)",
            IMAGE),
        misfit(
            convolution(8, 8, 3, 1, 1, 4, 1),
            "window of 9 with padding 1 does not fit into (8, 7, 5)",
            IMAGE),
        misfit(convolution(8, 0, 3, 1, 1, 1, 1), "outputs must be at least 1, found 0", IMAGE),
        misfit(convolution(8, 8, 0, 1, 1, 1, 1), "kernel must be at least 1, found 0", IMAGE),
        misfit(convolution(8, 8, 3, 0, 1, 1, 1), "stride must be at least 1, found 0", IMAGE),
        misfit(convolution(8, 8, 3, 1, 1, 0, 1), "dilation must be at least 1, found 0", IMAGE),
        misfit(convolution(8, 8, 3, 1, 1, 1, 0), "groups must be at least 1, found 0", IMAGE),
        misfit(linear(8, 0), "outputs must be at least 1, found 0", VECTOR),
        misfit(new Operation.Input(3, 0, 32), "height must be at least 1, found 0"),
        misfit(new Operation.Subsample(0), "stride must be at least 1, found 0", IMAGE),
        misfit(new Operation.ChannelShuffle(0), "groups must be at least 1, found 0", IMAGE),
        misfit(
            new Operation.PadChannels(-9, 0), "cannot pad (8, 7, 5) with -9 and 0 channels", IMAGE),
        misfit(new Operation.AveragePool(2, 0), "stride must be at least 1, found 0", IMAGE),
        misfit(
            new Operation.MaxPool(3, 2, 2),
            "padding of a pool lies in 0..half its window of 3, found 2 on (8, 7, 5)",
            IMAGE),
        misfit(linear(9, 10), "dense layer takes (9), found (8)", VECTOR),
        misfit(linear(8, 10), "dense layer takes (8), found (8, 7, 5)", IMAGE),
        misfit(
            new Operation.Sign(4, new GradientEstimator.Identity()),
            "takes 4 channels, found (8, 7, 5)",
            IMAGE),
        misfit(batchNormalization(16), "takes 16 channels, found (8)", VECTOR),
        misfit(new Operation.ChannelShift(3, ZERO), "takes 3 channels, found (8, 7, 5)", IMAGE),
        misfit(
            new Operation.ChannelScale(3, "alpha", ZERO),
            "takes 3 channels, found (8, 7, 5)",
            IMAGE),
        misfit(new Operation.PRelu(3, 0.25), "takes 3 channels, found (8, 7, 5)", IMAGE),
        misfit(
            new Operation.Add(),
            "cannot add shapes (8, 7, 5) and (8, 7, 4)",
            IMAGE,
            new Shape(8, 7, 4)),
        misfit(new Operation.Add(), "cannot add shapes (8) and (8, 7, 5)", VECTOR, IMAGE),
        misfit(
            new Operation.Multiply(),
            "cannot multiply shapes (8, 7, 5) and (9)",
            IMAGE,
            new Shape(9)),
        misfit(
            new Operation.Concatenate(),
            "cannot concatenate shapes (8, 7, 5) and (8, 7, 4)",
            IMAGE,
            IMAGE,
            new Shape(8, 7, 4)),
        misfit(
            new Operation.Concatenate(),
            "cannot concatenate shapes (8, 7, 5) and (8)",
            IMAGE,
            VECTOR),
        misfit(new Operation.Slice(4, 9), "slice 4..9 lies outside (8, 7, 5)", IMAGE),
        misfit(new Operation.Slice(4, 4), "slice 4..4 lies outside (8, 7, 5)", IMAGE),
        misfit(new Operation.Slice(-1, 4), "slice -1..4 lies outside (8)", VECTOR),
        misfit(new Operation.Subsample(2), "takes (channels, height, width), found (8)", VECTOR),
        misfit(
            new Operation.ChannelShuffle(2),
            "shuffle in 2 groups does not divide the channels of (7, 4, 4)",
            new Shape(7, 4, 4)),
        misfit(
            new Operation.MaxPool(6, 2, 0),
            "window of 6 with padding 0 does not fit into (8, 7, 5)",
            IMAGE),
        misfit(
            new Operation.AveragePool(8, 8),
            "window of 8 with padding 0 does not fit into (8, 7, 5)",
            IMAGE),
        misfit(
            new Operation.GlobalAveragePool(),
            "takes (channels, height, width), found (8)",
            VECTOR));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("misfits")
  void an_operation_that_does_not_fit_names_node_and_shapes(
      Operation operation, List<Shape> inputs, String message) {
    assertThatThrownBy(() -> ShapeInference.outputShape("stage2.block0.conv1", operation, inputs))
        .isInstanceOf(NetworkException.class)
        .hasMessage("stage2.block0.conv1: " + message);
  }

  private static Arguments fits(Operation operation, Shape expected, Shape... inputs) {
    return Arguments.of(operation, List.of(inputs), expected);
  }

  private static Arguments misfit(Operation operation, String message, Shape... inputs) {
    return Arguments.of(operation, List.of(inputs), message);
  }

  private static Operation convolution(
      int inputs, int outputs, int kernel, int stride, int padding, int dilation, int groups) {
    return new Operation.Convolution(
        inputs,
        outputs,
        kernel,
        stride,
        Padding.zeros(padding),
        dilation,
        groups,
        Weights.real(ZERO),
        Purpose.BODY);
  }

  private static Operation linear(int inputs, int outputs) {
    return new Operation.Linear(inputs, outputs, Weights.real(ZERO), ZERO, Purpose.CLASSIFIER);
  }

  private static Operation batchNormalization(int channels) {
    return new Operation.BatchNormalization(channels, 1e-5, 0.9, true, 1);
  }

  private static Operation open() {
    return new Operation.Open(
        "two numbers",
        new TensorFunction() {
          @Override
          public NDArray apply(List<NDArray> inputs, LayerContext layer) {
            throw new UnsupportedOperationException();
          }

          @Override
          public Shape outputShape(List<Shape> inputs) {
            return new Shape(2);
          }
        });
  }
}
