package org.bnnlab.api.architecture;

import java.util.function.UnaryOperator;
import org.bnnlab.api.network.ConvolutionShape;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkBuilder;

/**
 * What an architecture builds with: raw nodes where all papers agree, slots where they differ. A
 * method decides what a slot becomes.
 *
 * <p>Paths given here name the main node of a slot; nodes that a method adds around it get the path
 * as prefix.
 */
public interface Slots {

  /** Adds nodes that no method changes: pools, pads, concatenations. */
  NetworkBuilder nodes();

  /** The image. */
  Edge input();

  /** The first convolution, without bias; real-valued unless the method says otherwise. */
  Edge stemConvolution(String path, Edge input, ConvolutionShape shape);

  /**
   * What the method puts before a sign, and the sign; the input itself where activations stay real.
   * Several layers may share the result.
   */
  Edge signs(String path, Edge input);

  /**
   * A body convolution without bias on signs (or on real activations, where the method keeps them),
   * padded with the method's value, and what the method puts behind it.
   */
  Edge convolution(String path, Edge signs, ConvolutionShape shape);

  /** {@link #signs} and {@link #convolution} in one. */
  default Edge binaryConvolution(String path, Edge input, ConvolutionShape shape) {
    return convolution(path, signs(path, input), shape);
  }

  /** A dense body layer without bias on signs (C), and what the method puts behind it. */
  Edge dense(String path, Edge signs, int outputs);

  /** A convolution on a shortcut or transition, real-valued unless the method says otherwise. */
  Edge shortcutConvolution(String path, Edge input, ConvolutionShape shape);

  /** Batch normalization, or what the method has instead. */
  Edge normalization(String path, Edge input);

  /** The method's non-linearity: hardtanh, RPReLU, ReLU or none. */
  Edge activation(String path, Edge input);

  /** branch(x) + shortcut(x), scaled as the method says. */
  Edge residual(
      String path,
      Edge input,
      ResidualPosition at,
      UnaryOperator<Edge> branch,
      UnaryOperator<Edge> shortcut);

  /** The method's head on a feature vector (C): the network's output, a value per class. */
  Edge classifier(String path, Edge features);
}
