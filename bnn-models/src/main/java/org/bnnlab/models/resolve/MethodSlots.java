package org.bnnlab.models.resolve;

import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;
import org.bnnlab.api.architecture.ResidualPosition;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Slot;
import org.bnnlab.api.network.ConvolutionShape;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkBuilder;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.parameter.Initialization;
import org.bnnlab.api.parameter.Initializer;

/** The slots of an architecture, filled by one method. */
final class MethodSlots implements Slots {

  private final Method method;
  private final NetworkBuilder nodes;
  private final Edge input;
  private final int classes;

  MethodSlots(Method method, Initialization initialization, Shape input, int classes) {
    this.method = method;
    this.nodes = new NetworkBuilder(initialization);
    this.classes = classes;
    this.input =
        nodes.add(
            "input",
            new Operation.Input((int) input.get(0), (int) input.get(1), (int) input.get(2)));
  }

  @Override
  public NetworkBuilder nodes() {
    return nodes;
  }

  @Override
  public Edge input() {
    return input;
  }

  @Override
  public Edge stemConvolution(String path, Edge in, ConvolutionShape shape) {
    int bits = Math.max(method.stemBits(), method.bits().weights());
    Edge out =
        convolution(
            path,
            in,
            shape,
            Padding.Value.ZERO,
            weights(bits, nodes.initialization().stem()),
            Operation.Purpose.STEM);
    return method.nodes(Slot.STEM_OUTPUT).contribute(nodes, path, out);
  }

  @Override
  public Edge signs(String path, Edge in) {
    if (!binarizesActivations()) {
      return in;
    }
    Edge argument = method.nodes(Slot.BEFORE_SIGN).contribute(nodes, path, in);
    return nodes.add(
        path + ".sign",
        new Operation.Sign(argument.channels(), method.activationEstimator()),
        argument);
  }

  @Override
  public Edge convolution(String path, Edge signs, ConvolutionShape shape) {
    Edge out =
        convolution(
            path,
            signs,
            shape,
            binarizesActivations() ? method.padding() : Padding.Value.ZERO,
            bodyWeights(),
            Operation.Purpose.BODY);
    return method.nodes(Slot.CONVOLUTION_OUTPUT).contribute(nodes, path, out);
  }

  @Override
  public Edge dense(String path, Edge signs, int outputs) {
    Edge out =
        nodes.add(
            path,
            new Operation.Linear(
                signs.channels(), outputs, bodyWeights(), null, Operation.Purpose.BODY),
            signs);
    return method.nodes(Slot.CONVOLUTION_OUTPUT).contribute(nodes, path, out);
  }

  @Override
  public Edge shortcutConvolution(String path, Edge in, ConvolutionShape shape) {
    int bits = Math.max(method.shortcutBits(), method.bits().weights());
    Edge out =
        convolution(
            path,
            in,
            shape,
            Padding.Value.ZERO,
            weights(bits, nodes.initialization().shortcut()),
            Operation.Purpose.SHORTCUT);
    return method.nodes(Slot.SHORTCUT_OUTPUT).contribute(nodes, path, out);
  }

  private Edge convolution(
      String path,
      Edge in,
      ConvolutionShape shape,
      Padding.Value border,
      Weights weights,
      Operation.Purpose purpose) {
    return nodes.add(
        path,
        new Operation.Convolution(
            in.channels(),
            shape.outputs(),
            shape.kernel(),
            shape.stride(),
            new Padding(shape.padding(), border),
            shape.dilation(),
            shape.groups(),
            weights,
            purpose),
        in);
  }

  @Override
  public Edge normalization(String path, Edge in) {
    return method.nodes(Slot.NORMALIZATION).contribute(nodes, path, in);
  }

  @Override
  public Edge activation(String path, Edge in) {
    return method.nodes(Slot.ACTIVATION).contribute(nodes, path, in);
  }

  @Override
  public Edge residual(
      String path,
      Edge in,
      ResidualPosition at,
      UnaryOperator<Edge> branch,
      UnaryOperator<Edge> shortcut) {
    Edge scaled = method.residual().branchInput(nodes, path, in, at);
    Edge result = method.residual().branchOutput(nodes, path, branch.apply(scaled), at);
    Edge kept = shortcut.apply(at.transition() ? scaled : in);
    return nodes.add(path + ".add", new Operation.Add(), result, kept);
  }

  @Override
  public Edge classifier(String path, Edge features) {
    return method.head().contribute(nodes, path, features, classes);
  }

  private boolean binarizesActivations() {
    return method.bits().activations() == 1;
  }

  private Weights bodyWeights() {
    return weights(method.bits().weights(), nodes.initialization().body());
  }

  private Weights weights(int bits, Initializer initial) {
    return bits == 1
        ? new Weights.Binary(
            method.weightNormalizer(), method.weightBinarizer(), method.weightEstimator(), initial)
        : new Weights.Real(method.realWeightNormalizer(), initial);
  }
}
