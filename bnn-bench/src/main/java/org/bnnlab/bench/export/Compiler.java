package org.bnnlab.bench.export;

import static org.bnnlab.api.check.Checks.requireFound;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.network.Weights;
import org.bnnlab.bench.export.Draft.Action;
import org.bnnlab.bench.export.Draft.Column;
import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Border;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Facts;
import org.bnnlab.runtime.program.Floats;
import org.bnnlab.runtime.program.Op;
import org.bnnlab.runtime.program.Window;

/**
 * Lowers a trained network to a packed program: every node to the step that computes it, then
 * {@link Folding}.
 *
 * <p>A value of one bit that is only moved (concatenated, sliced, shuffled, flattened, pooled) is
 * moved as the real value that its sign is taken of: the sign of what was moved is the same.
 */
public final class Compiler {

  private final Network network;
  private final Map<String, float[]> parameters;
  private final Map<String, float[]> weights;
  private final Draft draft = new Draft();
  private final Map<String, Integer> values = new HashMap<>();
  private final Map<Integer, Integer> signs = new HashMap<>();
  private final List<String> faults = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Compiler(Network network, Map<String, float[]> parameters, Map<String, float[]> weights) {
    this.network = network;
    this.parameters = parameters;
    this.weights = weights;
  }

  /**
   * Compiles a network.
   *
   * @param parameters its parameters and running statistics by full name
   * @param weights the weights that inference computes with, by path
   * @param facts what the file says about the network
   * @throws ExportException with every node that has no packed form
   */
  public static Compilation compile(
      Network network, Map<String, float[]> parameters, Map<String, float[]> weights, Facts facts) {
    return new Compiler(network, parameters, weights).compile(facts);
  }

  private Compilation compile(Facts facts) {
    PackingPlan plan = PackingPlan.of(network);
    if (!plan.faults().isEmpty()) {
      throw new ExportException(plan.faults());
    }
    for (Node node : network.nodes()) {
      values.put(node.path(), lower(node));
    }
    if (!faults.isEmpty()) {
      throw new ExportException(faults);
    }
    Folding.fold(draft);
    return new Compilation(draft.close(facts), plan, notes);
  }

  private int lower(Node node) {
    return switch (node.operation()) {
      case Operation.Input ignored -> fixed(node, new Op.Input(extent(node)));
      case Operation.Convolution o -> convolution(node, o.weights(), window(o));
      case Operation.Linear o -> {
        int sum = convolution(node, o.weights(), Window.dense(o.inputs(), o.outputs()));
        yield o.bias() == null
            ? sum
            : affine(node, sum, Column.constant(o.outputs(), 1), column(node, "bias"));
      }
      case Operation.Sign ignored -> input(node);
      case Operation.SampleStandardization ignored -> input(node);
      case Operation.Dropout ignored -> input(node);
      case Operation.BatchNormalization o -> batchNormalization(node, o);
      case Operation.ChannelShift o ->
          affine(node, input(node), Column.constant(o.channels(), 1), column(node, "bias"));
      case Operation.ChannelScale o ->
          affine(node, input(node), column(node, o.parameter()), Column.constant(o.channels(), 0));
      case Operation.Affine o -> {
        int channels = extent(node).channels();
        yield affine(
            node,
            input(node),
            Column.constant(channels, (float) o.factor()),
            Column.constant(channels, (float) o.offset()));
      }
      case Operation.HardTanh ignored -> fixed(node, new Op.Clamp(-1, 1));
      case Operation.Relu ignored -> fixed(node, new Op.Clamp(0, Float.POSITIVE_INFINITY));
      case Operation.Sigmoid ignored -> fixed(node, new Op.Sigmoid());
      case Operation.PRelu ignored ->
          fixed(node, new Op.PRelu(Floats.of(parameter(node, "weight"))));
      case Operation.Add ignored -> fixed(node, new Op.Add());
      case Operation.Multiply ignored -> fixed(node, new Op.Multiply());
      case Operation.Concatenate ignored -> fixed(node, new Op.Concatenate());
      case Operation.Slice o -> fixed(node, new Op.Slice(o.from(), o.to()));
      case Operation.PadChannels o -> fixed(node, new Op.PadChannels(o.before(), o.after()));
      case Operation.Subsample o -> fixed(node, new Op.Subsample(o.stride()));
      case Operation.ChannelShuffle o -> fixed(node, new Op.ChannelShuffle(o.groups()));
      case Operation.MaxPool o -> fixed(node, new Op.MaxPool(o.kernel(), o.stride(), o.padding()));
      case Operation.AveragePool o -> fixed(node, new Op.AveragePool(o.kernel(), o.stride()));
      case Operation.GlobalAveragePool ignored -> fixed(node, new Op.GlobalAveragePool());
      case Operation.Flatten ignored -> fixed(node, new Op.Flatten());
      case Operation.L2Normalization o -> fixed(node, new Op.L2Normalization((float) o.epsilon()));
      case Operation.SpikeEncoding ignored -> throw refused(node);
      case Operation.SpikingNeurons ignored -> throw refused(node);
      case Operation.Open ignored -> throw refused(node);
    };
  }

  private static IllegalStateException refused(Node node) {
    return new IllegalStateException("the plan refuses " + node.path());
  }

  /** A step that computes a node as it is. */
  private int fixed(Node node, Op op) {
    return draft.add(
        node.path(),
        new Action.Fixed(op),
        node.inputs().stream().map(this::value).toList(),
        extent(node));
  }

  private int affine(Node node, int input, Column factor, Column offset) {
    return affine(node.path(), input, factor, offset, extent(node));
  }

  private int affine(String path, int input, Column factor, Column offset, Extent extent) {
    return draft.add(path, new Action.Affine(factor, offset), List.of(input), extent);
  }

  private int batchNormalization(Node node, Operation.BatchNormalization o) {
    float[] mean = parameter(node, "running_mean");
    float[] variance = parameter(node, "running_var");
    double[] factor = new double[o.channels()];
    double[] offset = new double[o.channels()];
    for (int c = 0; c < o.channels(); c++) {
      double weight = o.affine() ? parameter(node, "weight")[c] : 1;
      double bias = o.affine() ? parameter(node, "bias")[c] : 0;
      factor[c] = weight / Math.sqrt(variance[c] + o.epsilon());
      offset[c] = bias - mean[c] * factor[c];
    }
    return affine(node, input(node), new Column(factor), new Column(offset));
  }

  private int convolution(Node node, Weights kind, Window window) {
    float[] trained =
        requireFound(weights.get(node.path()), "there is no weight of %s", node.path());
    TrainedWeights binary = kind.bits() == 1 ? TrainedWeights.of(window, trained) : null;
    if (binary == null) {
      return real(node, kind, window, trained);
    }
    int sum =
        network.inputBits(node) == 1
            ? step(node, new Op.BinaryConvolution(window, binary.signs()), sign(node))
            : step(node, new Op.SignedConvolution(window, binary.signs()), input(node));
    return binary.unscaled()
        ? sum
        : affine(node, sum, binary.scale(), Column.constant(window.outputs(), 0));
  }

  private int real(Node node, Weights kind, Window window, float[] trained) {
    if (kind.bits() == 1) {
      String reason = "the weights of an output channel are not ± one number";
      if (network.inputBits(node) == 1) {
        faults.add(PackingPlan.fault(node, reason));
      }
      notes.add("%s: real weights, %s".formatted(node.path(), reason));
    }
    Floats values = Floats.of(TrainedWeights.ordered(window, trained));
    return step(node, new Op.RealConvolution(window, values), input(node));
  }

  private int step(Node node, Op op, int input) {
    return draft.add(node.path(), new Action.Fixed(op), List.of(input), extent(node));
  }

  /** The sign of a node's input; several layers may share one. */
  private int sign(Node node) {
    int input = input(node);
    return signs.computeIfAbsent(
        input,
        real -> {
          int channels = draft.item(real).extent.channels();
          Action sign = new Action.Sign(Column.constant(channels, 0), Bits.zeros(channels));
          return draft.add(node.inputs().getFirst(), sign, List.of(real), draft.item(real).extent);
        });
  }

  private static Window window(Operation.Convolution o) {
    Padding padding = o.padding();
    Border border =
        switch (padding.value()) {
          case ZERO -> Border.ZERO;
          case MINUS_ONE -> Border.MINUS_ONE;
          case PLUS_ONE -> Border.PLUS_ONE;
        };
    return new Window(
        o.inputs(),
        o.outputs(),
        o.groups(),
        o.kernel(),
        o.stride(),
        o.dilation(),
        padding.size(),
        border);
  }

  private int input(Node node) {
    return value(node.inputs().getFirst());
  }

  private int value(String path) {
    return requireFound(values.get(path), "there is no node %s before", path);
  }

  private Column column(Node node, String name) {
    float[] floats = parameter(node, name);
    double[] doubles = new double[floats.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = floats[i];
    }
    return new Column(doubles);
  }

  private float[] parameter(Node node, String name) {
    String full = node.path() + "." + name;
    return requireFound(parameters.get(full), "there is no parameter %s", full);
  }

  private Extent extent(Node node) {
    Shape shape = network.shape(node.path());
    return shape.dimension() == 1
        ? new Extent((int) shape.get(0), 1, 1)
        : new Extent((int) shape.get(0), (int) shape.get(1), (int) shape.get(2));
  }
}
