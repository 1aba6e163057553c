package org.bnnlab.api.layer;

import ai.djl.ndarray.types.Shape;

/**
 * Size of the layer that a part works for.
 *
 * @param path path of the node in its network, such as {@code stage1.block0.conv1}
 * @param kind kind of layer
 * @param inputs input channels
 * @param outputs output channels
 * @param kernelHeight height of the kernel; 1 for dense layers and activations
 * @param kernelWidth width of the kernel; 1 for dense layers and activations
 * @param groups groups of a grouped convolution, else 1
 */
public record LayerGeometry(
    String path,
    Kind kind,
    int inputs,
    int outputs,
    int kernelHeight,
    int kernelWidth,
    int groups) {

  /** Kind of layer. */
  public enum Kind {
    /** Convolution with weights (O, I/groups, kH, kW). */
    CONVOLUTION,
    /** Dense layer with weights (O, I). */
    LINEAR,
    /** Binary activation: no weights. */
    ACTIVATION
  }

  /** Geometry of a binary activation on {@code channels} channels. */
  public static LayerGeometry activation(String path, int channels) {
    return new LayerGeometry(path, Kind.ACTIVATION, channels, channels, 1, 1, 1);
  }

  /** Shape of the weight: (O, I/groups, kH, kW) or (O, I). */
  public Shape weightShape() {
    return switch (kind) {
      case CONVOLUTION -> new Shape(outputs, inputs / groups, kernelHeight, kernelWidth);
      case LINEAR -> new Shape(outputs, inputs);
      case ACTIVATION -> new Shape();
    };
  }
}
