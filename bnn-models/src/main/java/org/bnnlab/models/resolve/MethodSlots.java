package org.bnnlab.models.resolve;

import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;
import org.bnnlab.api.architecture.Initialization;
import org.bnnlab.api.architecture.ResidualPosition;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Slot;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkBuilder;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.parameter.Initializer;

/** The slots of an architecture, filled by one method. */
final class MethodSlots implements Slots {

  private final Method method;
  private final Initialization initialization;
  private final NetworkBuilder nodes = new NetworkBuilder();
  private final Edge input;
  private final int classes;

  MethodSlots(Method method, Initialization initialization, Shape input, int classes) {
    this.method = method;
    this.initialization = initialization;
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
  public Edge stemConvolution(
      String path, Edge in, int outputs, int kernel, int stride, int padding) {
    Edge out =
        nodes.add(
            path,
            new Operation.Convolution(
                in.channels(),
                outputs,
                kernel,
                stride,
                Padding.zeros(padding),
                1,
                1,
                new Weights.Real(method.realWeightNormalizer(), initialization.stem()),
                Operation.Purpose.STEM),
            in);
    return method.nodes(Slot.STEM_OUTPUT).contribute(nodes, path, out);
  }

  @Override
  public Edge binaryConvolution(String path, Edge in, int outputs, int kernel, int stride) {
    boolean binaryActivations = method.bits().activations() == 1;
    Edge signs = in;
    if (binaryActivations) {
      Edge argument = method.nodes(Slot.BEFORE_SIGN).contribute(nodes, path, in);
      signs =
          nodes.add(
              path + ".sign",
              new Operation.Sign(argument.channels(), method.activationEstimator()),
              argument);
    }
    Padding padding =
        new Padding((kernel - 1) / 2, binaryActivations ? method.padding() : Padding.Value.ZERO);
    Edge out =
        nodes.add(
            path,
            new Operation.Convolution(
                in.channels(),
                outputs,
                kernel,
                stride,
                padding,
                1,
                1,
                weights(method.bits().weights(), initialization.body()),
                Operation.Purpose.BODY),
            signs);
    return method.nodes(Slot.CONVOLUTION_OUTPUT).contribute(nodes, path, out);
  }

  @Override
  public Edge shortcutConvolution(String path, Edge in, int outputs, int stride) {
    int bits = Math.max(method.shortcutBits(), method.bits().weights());
    return nodes.add(
        path,
        new Operation.Convolution(
            in.channels(),
            outputs,
            1,
            stride,
            Padding.NONE,
            1,
            1,
            weights(bits, initialization.shortcut()),
            Operation.Purpose.SHORTCUT),
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
    Initializer bias = initialization.classifierBias();
    if (bias instanceof Initializer.InverseRootUniform) {
      double bound = 1 / Math.sqrt(features.channels());
      bias = new Initializer.Uniform(-bound, bound);
    }
    return nodes.add(
        path,
        new Operation.Linear(
            features.channels(),
            classes,
            Weights.real(initialization.classifier()),
            bias,
            Operation.Purpose.CLASSIFIER),
        features);
  }

  private Weights weights(int bits, Initializer initial) {
    return bits == 1
        ? new Weights.Binary(
            method.weightNormalizer(), method.weightBinarizer(), method.weightEstimator(), initial)
        : new Weights.Real(method.realWeightNormalizer(), initial);
  }
}
