package org.bnnlab.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.List;
import java.util.function.Supplier;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.tensor.Tensors;

/** What each operation does to tensors. */
final class NodeExecution {

  private NodeExecution() {}

  /**
   * Applies one operation. The caller provides a scope; only the returned array leaves it.
   *
   * @param operation the operation
   * @param inputs its inputs
   * @param weight weight of a convolution or dense layer, absent otherwise
   * @param context parameters, mode and place
   * @return the output, which may be an input itself
   */
  static NDArray apply(
      Operation operation, NDArray[] inputs, Supplier<NDArray> weight, NodeContext context) {
    NDArray x = inputs[0];
    return switch (operation) {
      case Operation.Input ignored -> x;
      case Operation.Convolution o -> convolution(o, x, weight.get());
      case Operation.Linear o ->
          o.bias() == null
              ? Linear.linear(x, weight.get()).singletonOrThrow()
              : Linear.linear(x, weight.get(), context.parameter("bias")).singletonOrThrow();
      case Operation.Sign o -> sign(o, x, context);
      case Operation.SampleStandardization o ->
          context.training() ? Standardization.perSample(x, o.epsilon()) : x;
      case Operation.BatchNormalization o -> batchNormalization(o, x, context);
      case Operation.ChannelShift ignored ->
          x.add(context.parameter("bias").reshape(Tensors.perChannel(x.getShape())));
      case Operation.ChannelScale o -> Tensors.scaleChannels(x, context.parameter(o.parameter()));
      case Operation.Affine o -> affine(o, x);
      case Operation.HardTanh ignored -> Tensors.hardTanh(x);
      case Operation.Relu ignored -> Activation.relu(x);
      case Operation.Sigmoid ignored -> Activation.sigmoid(x);
      case Operation.PRelu ignored -> prelu(x, context.parameter("weight"));
      case Operation.Add ignored -> x.add(broadcastable(inputs[1], x));
      case Operation.Multiply ignored -> x.mul(broadcastable(inputs[1], x));
      case Operation.Concatenate ignored -> NDArrays.concat(new NDList(inputs), 1);
      case Operation.Slice o -> x.get(new NDIndex(":, {}:{}", o.from(), o.to()));
      case Operation.PadChannels o -> padChannels(o, x);
      case Operation.Subsample o -> x.get(new NDIndex(":, :, ::{}, ::{}", o.stride(), o.stride()));
      case Operation.ChannelShuffle o -> shuffle(o, x);
      case Operation.MaxPool o ->
          Pool.maxPool2d(x, square(o.kernel()), square(o.stride()), square(o.padding()), false);
      case Operation.AveragePool o ->
          Pool.avgPool2d(x, square(o.kernel()), square(o.stride()), square(0), false, false);
      case Operation.GlobalAveragePool ignored -> globalAverage(x);
      case Operation.Flatten ignored -> x.reshape(x.getShape().get(0), -1);
      case Operation.L2Normalization o -> l2Normalized(o, x);
      case Operation.Dropout o -> context.training() && o.rate() > 0 ? dropout(o, x, context) : x;
      case Operation.SpikeEncoding ignored -> throw needsTime(context);
      case Operation.SpikingNeurons ignored -> throw needsTime(context);
      case Operation.Open o -> o.function().apply(List.of(inputs), context);
    };
  }

  private static FaultException needsTime(NodeContext context) {
    return new FaultException(
        "%s: spikes need a learning rule that knows of time; train this network with method bisnn"
            .formatted(context.geometry().path()));
  }

  private static NDArray convolution(Operation.Convolution o, NDArray x, NDArray weight) {
    NDArray in = x;
    int padding = o.padding().size();
    if (padding > 0 && o.padding().value() != Padding.Value.ZERO) {
      in = bordered(x, padding, o.padding().value().number());
      padding = 0;
    }
    return Conv2d.conv2d(
            in, weight, null, square(o.stride()), square(padding), square(o.dilation()), o.groups())
        .singletonOrThrow();
  }

  /** x with a border of a constant on all four sides. */
  private static NDArray bordered(NDArray x, int size, float value) {
    Shape shape = x.getShape();
    long n = shape.get(0);
    long c = shape.get(1);
    NDArray side = x.getManager().full(new Shape(n, c, shape.get(2), size), value);
    NDArray wide = NDArrays.concat(new NDList(side, x, side), 3);
    NDArray row = x.getManager().full(new Shape(n, c, size, shape.get(3) + 2L * size), value);
    return NDArrays.concat(new NDList(row, wide, row), 2);
  }

  private static NDArray sign(Operation.Sign o, NDArray x, NodeContext context) {
    if (!context.training()) {
      return Tensors.sign(x);
    }
    NDArray value = x.stopGradient();
    NDArray slope = o.estimator().derivative(value, context);
    NDArray signs = Tensors.sign(value);
    context.observe(signs, slope);
    return Tensors.straightThrough(signs, x.mul(slope));
  }

  private static NDArray batchNormalization(
      Operation.BatchNormalization o, NDArray x, NodeContext context) {
    NDArray mean = context.parameter("running_mean");
    NDArray factor = o.affine() ? context.parameter("weight") : mean.onesLike();
    NDArray offset = o.affine() ? context.parameter("bias") : mean.zerosLike();
    return BatchNorm.batchNorm(
            x,
            mean,
            context.parameter("running_var"),
            factor,
            offset,
            -1,
            (float) o.momentum(),
            (float) o.epsilon(),
            context.training())
        .singletonOrThrow();
  }

  private static NDArray affine(Operation.Affine o, NDArray x) {
    NDArray y = o.factor() == 1 ? x : Tensors.times(x, o.factor());
    return o.offset() == 0 ? y : y.add((float) o.offset());
  }

  private static NDArray prelu(NDArray x, NDArray slope) {
    NDArray negative = Activation.relu(x.neg());
    return Activation.relu(x).sub(negative.mul(slope.reshape(Tensors.perChannel(x.getShape()))));
  }

  /** y, with axes of length 1 where x has height and width and y has none. */
  private static NDArray broadcastable(NDArray y, NDArray x) {
    return y.getShape().dimension() < x.getShape().dimension()
        ? y.reshape(y.getShape().get(0), y.getShape().get(1), 1, 1)
        : y;
  }

  private static NDArray padChannels(Operation.PadChannels o, NDArray x) {
    Shape shape = x.getShape();
    NDList parts = new NDList();
    if (o.before() > 0) {
      parts.add(x.getManager().zeros(withChannels(shape, o.before())));
    }
    parts.add(x);
    if (o.after() > 0) {
      parts.add(x.getManager().zeros(withChannels(shape, o.after())));
    }
    return NDArrays.concat(parts, 1);
  }

  private static Shape withChannels(Shape shape, int channels) {
    long[] dimensions = shape.getShape().clone();
    dimensions[1] = channels;
    return new Shape(dimensions);
  }

  private static NDArray shuffle(Operation.ChannelShuffle o, NDArray x) {
    Shape shape = x.getShape();
    return x.reshape(
            shape.get(0), o.groups(), shape.get(1) / o.groups(), shape.get(2) * shape.get(3))
        .swapAxes(1, 2)
        .reshape(shape);
  }

  private static NDArray globalAverage(NDArray x) {
    Shape shape = x.getShape();
    return x.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3)).mean(new int[] {2});
  }

  private static NDArray l2Normalized(Operation.L2Normalization o, NDArray x) {
    long n = x.getShape().get(0);
    return Tensors.normalizedRows(x.reshape(n, -1), o.epsilon()).reshape(x.getShape());
  }

  /**
   * Draws from the run's streams: the engine's generator would forget its place at a resumption.
   */
  private static NDArray dropout(Operation.Dropout o, NDArray x, NodeContext context) {
    NDArray kept = context.noise().uniform(x.getManager(), x.getShape()).gte((float) o.rate());
    return x.mul(kept.toType(DataType.FLOAT32, false).divi((float) (1 - o.rate())));
  }

  private static Shape square(int side) {
    return new Shape(side, side);
  }
}
