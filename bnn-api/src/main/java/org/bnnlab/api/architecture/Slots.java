package org.bnnlab.api.architecture;

import java.util.function.UnaryOperator;
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

  /** The first convolution, real-valued, without bias; padding as given. */
  Edge stemConvolution(String path, Edge input, int outputs, int kernel, int stride, int padding);

  /**
   * A binary convolution without bias: what the method puts before the sign, the sign, the
   * convolution with "same" padding of the method's value, and what the method puts behind it.
   */
  Edge binaryConvolution(String path, Edge input, int outputs, int kernel, int stride);

  /**
   * A 1×1 convolution on a shortcut or transition, real-valued unless the method says otherwise.
   */
  Edge shortcutConvolution(String path, Edge input, int outputs, int stride);

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

  /** The classifier on a feature vector (C): the network's output. */
  Edge classifier(String path, Edge features);
}
