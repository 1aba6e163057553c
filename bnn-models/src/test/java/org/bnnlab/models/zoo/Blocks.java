package org.bnnlab.models.zoo;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.architecture.ResidualPosition;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.network.ConvolutionShape;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.option.Options;
import org.bnnlab.api.parameter.Initialization;
import org.bnnlab.models.resolve.Resolver;

/** Single blocks of the zoo as networks of their own. */
public final class Blocks {

  private Blocks() {}

  private record Block(Shape defaultInput, Consumer<Slots> content) implements Architecture {
    @Override
    public String id() {
      return "block";
    }

    @Override
    public String title() {
      return "block";
    }

    @Override
    public int defaultClasses() {
      return 2;
    }

    @Override
    public Initialization initialization() {
      return StemChoice.INITIALIZATION;
    }

    @Override
    public void build(Slots slots, Options options) {
      content.accept(slots);
    }
  }

  /** A binary 3×3 convolution on the image. */
  public static Network convolution(Method method, Shape image, int outputs) {
    return network(
        method,
        image,
        slots ->
            slots.binaryConvolution("conv", slots.input(), ConvolutionShape.of(outputs, 3, 1)));
  }

  /** The same with a normalization behind it. */
  public static Network normalizedConvolution(Method method, Shape image, int outputs) {
    return network(
        method,
        image,
        slots ->
            slots.normalization(
                "bn",
                slots.binaryConvolution(
                    "conv", slots.input(), ConvolutionShape.of(outputs, 3, 1))));
  }

  /** Dense blocks one behind the other. */
  public static Network dense(Method method, Shape image, int growth, int blocks) {
    return network(
        method,
        image,
        slots -> {
          Edge x = slots.input();
          for (int i = 0; i < blocks; i++) {
            x = DenseNet.denseBlock(slots, "block" + i, x, ConvolutionShape.of(growth, 3, 1));
          }
        });
  }

  /** An improvement of the last {@code growth} channels of the image. */
  public static Network improvement(Method method, Shape image, int growth) {
    return network(
        method,
        image,
        slots -> {
          Edge x = slots.input();
          int older = x.channels() - growth;
          Edge before = slots.nodes().add("older", new Operation.Slice(0, older), x);
          Edge newest = slots.nodes().add("newest", new Operation.Slice(older, x.channels()), x);
          DenseNet.improvement(
              slots, "block", x, before, newest, ConvolutionShape.of(growth, 3, 1));
        });
  }

  /** A transition of one group. */
  public static Network transition(Method method, Shape image, int outputs) {
    return network(
        method,
        image,
        slots ->
            DenseNet.transition(
                slots,
                "transition",
                slots.input(),
                DenseShape.dense(List.of(1, 1), List.of(outputs)),
                0));
  }

  /** The first block of a later stage of ResNetE. */
  public static Network downsampling(Method method, Shape image, int width) {
    return network(
        method,
        image,
        slots ->
            ResNetE.firstForm(
                slots, "block", slots.input(), width, new ResidualPosition(1, 0, 4, true)));
  }

  private static Network network(Method method, Shape image, Consumer<Slots> content) {
    return Resolver.resolve(new Block(image, content), Map.of(), method, image, 2);
  }
}
