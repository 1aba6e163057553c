package org.bnnlab.api.architecture;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.option.Options;
import org.bnnlab.api.parameter.Initialization;

/**
 * The shape of a family of networks: what is connected to what, with slots where papers differ.
 *
 * <p>Found by {@link java.util.ServiceLoader}; stateless.
 */
public interface Architecture {

  /** Id, lower case, without blanks: {@code resnet20}. */
  String id();

  /** One line for people. */
  String title();

  /** Options that a recipe may set. */
  default List<OptionSpec> options() {
    return List.of();
  }

  /** Shape (C, H, W) of the images the published network takes. */
  Shape defaultInput();

  /** Number of classes of the published network. */
  int defaultClasses();

  /** Id of the method that the network was published with; plain signs where papers share it. */
  default String defaultMethod() {
    return "bnn";
  }

  /** How weights start unless the method says otherwise. */
  Initialization initialization();

  /**
   * Builds the network.
   *
   * @param slots what to build with; the last node must be the classifier
   * @param options resolved options
   * @throws org.bnnlab.api.network.NetworkException if the input or the options do not fit
   */
  void build(Slots slots, Options options);
}
