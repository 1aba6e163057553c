package org.bnnlab.api.network;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.parameter.ClipUnit;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.parameter.ParameterKind;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.parameter.ParameterSpec;

/** What the nodes of a network own: learned tensors and buffers, in forward order. */
public final class NodeParameters {

  private NodeParameters() {}

  /** All parameters of a network by full name ({@code path.name}), in forward order. */
  public static Map<String, ParameterSpec> of(Network network) {
    Map<String, ParameterSpec> all = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      for (ParameterSpec spec : of(node, network)) {
        if (all.put(fullName(node, spec), spec) != null) {
          throw new NetworkException(
              node.path() + ": two parts declare the parameter \"" + spec.name() + "\"");
        }
      }
    }
    return all;
  }

  /** {@code path.name}. */
  public static String fullName(Node node, ParameterSpec spec) {
    return node.path() + "." + spec.name();
  }

  /** Size of the layer at a node, as its parts see it. */
  public static LayerGeometry geometry(Node node, Network network) {
    return switch (node.operation()) {
      case Operation.Convolution o ->
          new LayerGeometry(
              node.path(),
              LayerGeometry.Kind.CONVOLUTION,
              o.inputs(),
              o.outputs(),
              o.kernel(),
              o.kernel(),
              o.groups());
      case Operation.Linear o ->
          new LayerGeometry(
              node.path(), LayerGeometry.Kind.LINEAR, o.inputs(), o.outputs(), 1, 1, 1);
      default -> LayerGeometry.activation(node.path(), (int) network.shape(node.path()).get(0));
    };
  }

  /** What one node owns, in the order of its parts. */
  public static List<ParameterSpec> of(Node node, Network network) {
    return switch (node.operation()) {
      case Operation.Convolution o -> weights(o.weights(), o.purpose(), geometry(node, network));
      case Operation.Linear o -> {
        List<ParameterSpec> specs = weights(o.weights(), o.purpose(), geometry(node, network));
        if (o.bias() != null) {
          boolean classifier = o.purpose() == Operation.Purpose.CLASSIFIER;
          specs.add(
              ParameterSpec.learned(
                      "bias",
                      new Shape(o.outputs()),
                      classifier ? ParameterRole.CLASSIFIER_BIAS : ParameterRole.BIAS,
                      o.bias())
                  .clippedBy(classifier ? ClipUnit.NONE : ClipUnit.TENSOR));
        }
        yield specs;
      }
      case Operation.BatchNormalization o -> batchNormalization(o);
      case Operation.ChannelShift o ->
          List.of(
              ParameterSpec.learned(
                      "bias", new Shape(1, o.channels(), 1, 1), ParameterRole.SHIFT, o.initial())
                  .clippedBy(ClipUnit.TENSOR));
      case Operation.ChannelScale o ->
          List.of(
              ParameterSpec.learned(
                  o.parameter(),
                  new Shape(o.channels(), 1, 1, 1),
                  ParameterRole.SCALE,
                  o.initial()));
      case Operation.PRelu o ->
          List.of(
              ParameterSpec.learned(
                  "weight",
                  new Shape(o.channels()),
                  ParameterRole.SLOPE,
                  new Initializer.Constant(o.initialSlope())));
      case Operation.SpikingNeurons o ->
          o.bias() == null
              ? List.of()
              : List.of(
                  new ParameterSpec(
                      "bias",
                      new Shape(o.channels()),
                      ParameterRole.BIAS,
                      ParameterKind.LATENT,
                      ClipUnit.TENSOR,
                      o.bias()));
      case Operation.SpikeEncoding ignored -> List.of();
      case Operation.Open o -> o.function().parameters(geometry(node, network));
      case Operation.Sign ignored -> List.of();
      case Operation.Input ignored -> List.of();
      case Operation.SampleStandardization ignored -> List.of();
      case Operation.Affine ignored -> List.of();
      case Operation.HardTanh ignored -> List.of();
      case Operation.Relu ignored -> List.of();
      case Operation.Sigmoid ignored -> List.of();
      case Operation.Add ignored -> List.of();
      case Operation.Multiply ignored -> List.of();
      case Operation.Concatenate ignored -> List.of();
      case Operation.Slice ignored -> List.of();
      case Operation.PadChannels ignored -> List.of();
      case Operation.Subsample ignored -> List.of();
      case Operation.ChannelShuffle ignored -> List.of();
      case Operation.MaxPool ignored -> List.of();
      case Operation.AveragePool ignored -> List.of();
      case Operation.GlobalAveragePool ignored -> List.of();
      case Operation.Flatten ignored -> List.of();
      case Operation.L2Normalization ignored -> List.of();
      case Operation.Dropout ignored -> List.of();
    };
  }

  private static List<ParameterSpec> batchNormalization(Operation.BatchNormalization o) {
    Shape shape = new Shape(o.channels());
    List<ParameterSpec> specs = new ArrayList<>();
    if (o.affine()) {
      specs.add(
          o.fixedFactor()
              ? ParameterSpec.buffer("weight", shape, o.initialFactor())
              : ParameterSpec.learned(
                  "weight",
                  shape,
                  ParameterRole.NORM_FACTOR,
                  new Initializer.Constant(o.initialFactor())));
      specs.add(
          ParameterSpec.learned(
              "bias", shape, ParameterRole.NORM_OFFSET, new Initializer.Constant(0)));
    }
    specs.add(ParameterSpec.buffer("running_mean", shape, 0));
    specs.add(ParameterSpec.buffer("running_var", shape, 1));
    return specs;
  }

  private static List<ParameterSpec> weights(
      Weights weights, Operation.Purpose purpose, LayerGeometry geometry) {
    List<ParameterSpec> specs = new ArrayList<>();
    specs.add(
        new ParameterSpec(
            "weight",
            weights.normalizer().latentShape(geometry),
            switch (purpose) {
              case STEM -> ParameterRole.STEM_WEIGHT;
              case BODY -> ParameterRole.WEIGHT;
              case SHORTCUT -> ParameterRole.SHORTCUT_WEIGHT;
              case BRANCH -> ParameterRole.BRANCH_WEIGHT;
              case CLASSIFIER -> ParameterRole.CLASSIFIER_WEIGHT;
            },
            weights.bits() == 1 ? ParameterKind.LATENT : ParameterKind.FLOAT,
            purpose == Operation.Purpose.CLASSIFIER ? ClipUnit.NONE : ClipUnit.OUTPUT_CHANNEL,
            weights.initial()));
    specs.addAll(weights.normalizer().parameters(geometry));
    if (weights instanceof Weights.Binary binary) {
      specs.addAll(binary.binarizer().parameters(geometry));
    }
    return specs;
  }
}
