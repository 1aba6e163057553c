package org.bnnlab.models.resolve;

import static org.bnnlab.api.check.Checks.requireArgument;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.option.Options;

/** Fills the slots of an architecture with the parts of a method. */
public final class Resolver {

  private Resolver() {}

  /**
   * Resolves a network.
   *
   * @param architecture the shape of the network
   * @param options given options of the architecture, by name
   * @param method what fills its slots
   * @param input shape (C, H, W) of an image
   * @param classes number of classes, at least 2
   * @return the closed network
   * @throws org.bnnlab.api.network.NetworkException if input or options do not fit
   * @throws org.bnnlab.api.check.FaultException if an option is unknown or of the wrong type
   */
  public static Network resolve(
      Architecture architecture, Map<String, ?> options, Method method, Shape input, int classes) {
    requireArgument(
        input.dimension() == 3, "an image has shape (channels, height, width), found %s", input);
    requireArgument(classes >= 2, "classes must be at least 2, found %d", classes);
    Options resolved =
        Options.resolve("network " + architecture.id(), architecture.options(), options);
    MethodSlots slots =
        new MethodSlots(
            method,
            method.initialization().adjust(architecture.id(), architecture.initialization()),
            input,
            classes);
    architecture.build(slots, resolved);
    return slots.nodes().build(architecture.id());
  }

  /** Resolves a network at its published input size and number of classes. */
  public static Network resolve(Architecture architecture, Method method) {
    return resolve(
        architecture, Map.of(), method, architecture.defaultInput(), architecture.defaultClasses());
  }
}
