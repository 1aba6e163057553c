package org.bnnlab.tests.golden;

import java.util.HashMap;
import java.util.Map;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.network.ConvolutionShape;
import org.bnnlab.api.network.Edge;
import org.bnnlab.models.zoo.ReActBlocks;

/** Which of our blocks or slots a recording shows, and how its parameters are called there. */
enum LayerForm {
  /** A block of one convolution. */
  RESIDUAL,
  /** A block of a 3×3 and a 1×1 convolution. */
  SEPARABLE,
  /** A real convolution with standardized weights. */
  STEM,
  /** A convolution with binary weights. */
  CONVOLUTION,
  /** Shift, PReLU, shift. */
  ACTIVATION,
  /** Shift, if any, and sign. */
  SIGN;

  private static final String PATH = "layer";

  private static final Map<String, String> RESIDUAL_NODES =
      Map.of(
          "move0", "conv.shift",
          "binary_conv", "conv",
          "bn1", "bn",
          "move1", "act.shift1",
          "prelu", "act",
          "move2", "act.shift2",
          "downsample.1", "shortcut.conv",
          "downsample.2", "shortcut.bn");

  private static final Map<String, String> SEPARABLE_NODES = separableNodes();

  /** The form of a recording, by the parameters it has. */
  static LayerForm of(LayerRecording recording) {
    Map<String, ?> parameters = recording.parameters();
    if (parameters.keySet().stream().anyMatch(name -> name.startsWith("binary_conv."))) {
      return RESIDUAL;
    }
    if (parameters.keySet().stream().anyMatch(name -> name.startsWith("binary_3x3."))) {
      return SEPARABLE;
    }
    if (parameters.containsKey("weight")) {
      return STEM;
    }
    if (parameters.containsKey("w")) {
      return CONVOLUTION;
    }
    return parameters.containsKey("slope") ? ACTIVATION : SIGN;
  }

  /**
   * Builds it.
   *
   * @param place where in a network a block stands
   * @param width channels that come out
   * @param kernel side of the kernel of a single convolution
   * @param stride stride
   */
  Edge build(Slots slots, ReActBlocks.Place place, int width, int kernel, int stride) {
    Edge x = slots.input();
    return switch (this) {
      case RESIDUAL -> ReActBlocks.residual(slots, place, x, width, stride);
      case SEPARABLE -> ReActBlocks.separable(slots, place, x, width, stride);
      case STEM -> slots.stemConvolution(PATH, x, ConvolutionShape.of(width, kernel, stride));
      case CONVOLUTION -> slots.convolution(PATH, x, ConvolutionShape.of(width, kernel, stride));
      case ACTIVATION -> slots.activation(PATH, x);
      case SIGN -> slots.signs(PATH, x);
    };
  }

  /** Our name of an official one, below the path of the block or layer. */
  String ours(String official) {
    int dot = official.lastIndexOf('.');
    String owner = dot < 0 ? "" : official.substring(0, dot);
    String parameter = official.substring(dot + 1);
    return switch (this) {
      case RESIDUAL -> parameter(RESIDUAL_NODES, owner, parameter);
      case SEPARABLE -> parameter(SEPARABLE_NODES, owner, parameter);
      case STEM -> parameter.equals("gain") ? "scale.gain" : parameter;
      case CONVOLUTION -> "weight";
      case ACTIVATION ->
          switch (parameter) {
            case "b0" -> "shift1.bias";
            case "slope" -> "weight";
            case "b1" -> "shift2.bias";
            default -> parameter;
          };
      case SIGN -> "shift.bias";
    };
  }

  /** Where our names begin. */
  String path(ReActBlocks.Place place) {
    return this == RESIDUAL || this == SEPARABLE
        ? "stage%d.block%d".formatted(place.stage() + 1, place.block())
        : PATH;
  }

  private static String parameter(Map<String, String> nodes, String owner, String parameter) {
    String node = nodes.getOrDefault(owner, owner);
    return switch (parameter) {
      case "gain" -> node + ".scale.gain";
      case "weights" -> node + ".weight";
      default -> node + "." + parameter;
    };
  }

  private static Map<String, String> separableNodes() {
    Map<String, String> nodes =
        new HashMap<>(
            Map.of(
                "binary_3x3", "conv1",
                "binary_pw", "conv2",
                "binary_pw_down1", "conv2a",
                "binary_pw_down2", "conv2b",
                "bn2_1", "bn2a",
                "bn2_2", "bn2b"));
    for (int half = 1; half <= 2; half++) {
      nodes.put("move" + half + "1", "conv" + half + ".shift");
      nodes.put("move" + half + "2", "act" + half + ".shift1");
      nodes.put("prelu" + half, "act" + half);
      nodes.put("move" + half + "3", "act" + half + ".shift2");
    }
    return Map.copyOf(nodes);
  }
}
