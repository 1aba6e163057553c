package org.bnnlab.runtime.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Kernels and why they were chosen.
 *
 * @param kernels the kernels
 * @param reason one line for people
 */
public record KernelChoice(Kernels kernels, String reason) {

  /** System property that forces kernels, by the names of {@link #named}. */
  public static final String PROPERTY = "bnn.kernels";

  private static final String MODULE = "jdk.incubator.vector";

  /** Where Linux lists what the processor can do. */
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  /** Made once, so that what is compiled for one network serves all. */
  private static final class Fastest {
    static final KernelChoice CHOICE = chosen();
  }

  /** The fastest kernels of this machine, or those that the system property asks for. */
  public static KernelChoice best() {
    return named(System.getProperty(PROPERTY, "auto"));
  }

  /**
   * Kernels by name.
   *
   * @param name {@code auto}; {@code scalar}; {@code vector256} or {@code vector512}; the same
   *     followed by {@code -popcount} for kernels that use a vector's bit count, or by {@code
   *     -adders} for those that avoid it
   * @throws IllegalArgumentException if there are none of this name, or not in this process
   */
  public static KernelChoice named(String name) {
    return switch (name) {
      case "auto" -> Fastest.CHOICE;
      case "scalar" -> new KernelChoice(new ScalarKernels(), "asked for");
      case "vector256" -> vector(256, "asked for");
      case "vector512" -> vector(512, "asked for");
      case "vector256-popcount" -> vector(256, true, "asked for");
      case "vector512-popcount" -> vector(512, true, "asked for");
      case "vector256-adders" -> vector(256, false, "asked for");
      case "vector512-adders" -> vector(512, false, "asked for");
      default ->
          throw new IllegalArgumentException(
              ("kernels are auto, scalar, vector256 or vector512, the latter two also with"
                      + " -popcount or -adders; found \"%s\"")
                  .formatted(name));
    };
  }

  private static KernelChoice chosen() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return new KernelChoice(
          new ScalarKernels(), "start java with --add-modules " + MODULE + " for vector kernels");
    }
    int bits = VectorForm.preferredBits();
    String reason = "the machine has vectors of " + bits + " bits";
    if (bits < 256) {
      return new KernelChoice(new ScalarKernels(), reason + ", kernels need 256");
    }
    return vector(Math.min(bits, 512), reason);
  }

  private static KernelChoice vector(int bits, String reason) {
    boolean popcount = popcount();
    return vector(
        bits,
        popcount,
        reason + (popcount ? " and counts their bits" : " and does not count their bits"));
  }

  private static KernelChoice vector(int bits, boolean popcount, String reason) {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      throw new IllegalArgumentException(
          "vector kernels need java to be started with --add-modules " + MODULE);
    }
    return new KernelChoice(new VectorForm(bits, popcount).kernels(), reason);
  }

  /** Whether an instruction counts the bits of a vector's words; not, where nobody says so. */
  private static boolean popcount() {
    try {
      return Files.readString(PROCESSOR).contains("avx512_vpopcntdq");
    } catch (IOException e) {
      return false;
    }
  }
}
