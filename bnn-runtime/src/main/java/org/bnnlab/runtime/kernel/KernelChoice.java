package org.bnnlab.runtime.kernel;

/**
 * Kernels and why they were chosen.
 *
 * @param kernels the kernels
 * @param reason one line for people
 */
public record KernelChoice(Kernels kernels, String reason) {

  /** System property that forces kernels: {@code scalar}, {@code vector256}, {@code vector512}. */
  public static final String PROPERTY = "bnn.kernels";

  private static final String MODULE = "jdk.incubator.vector";

  /** The fastest kernels of this machine, or those that the system property asks for. */
  public static KernelChoice best() {
    return named(System.getProperty(PROPERTY, "auto"));
  }

  /**
   * Kernels by name.
   *
   * @param name {@code auto}, {@code scalar}, {@code vector256} or {@code vector512}
   * @throws IllegalArgumentException if there are none of this name, or not in this process
   */
  public static KernelChoice named(String name) {
    return switch (name) {
      case "auto" -> chosen();
      case "scalar" -> new KernelChoice(new ScalarKernels(), "asked for");
      case "vector256" -> new KernelChoice(vector(256), "asked for");
      case "vector512" -> new KernelChoice(vector(512), "asked for");
      default ->
          throw new IllegalArgumentException(
              "kernels are auto, scalar, vector256 or vector512, found \"%s\"".formatted(name));
    };
  }

  private static KernelChoice chosen() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return new KernelChoice(
          new ScalarKernels(), "start java with --add-modules " + MODULE + " for vector kernels");
    }
    int bits = Vectors.preferredBits();
    if (bits >= 512) {
      return new KernelChoice(vector(512), "the machine has vectors of " + bits + " bits");
    }
    if (bits >= 256) {
      return new KernelChoice(vector(256), "the machine has vectors of " + bits + " bits");
    }
    return new KernelChoice(
        new ScalarKernels(), "the machine's vectors have only " + bits + " bits");
  }

  private static Kernels vector(int bits) {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      throw new IllegalArgumentException(
          "vector kernels need java to be started with --add-modules " + MODULE);
    }
    return bits == 512 ? new Vector512Kernels() : new Vector256Kernels();
  }
}
