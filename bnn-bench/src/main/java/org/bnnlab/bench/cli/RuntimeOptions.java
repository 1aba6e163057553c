package org.bnnlab.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.runtime.BnnModel;
import org.bnnlab.runtime.file.BnnFile;
import org.bnnlab.runtime.kernel.KernelChoice;
import picocli.CommandLine.Option;

/** Options of the commands that run packed networks. */
final class RuntimeOptions {

  @Option(
      names = "--kernels",
      paramLabel = "KIND",
      description =
          "auto, scalar, vector256 or vector512, the latter two also with -popcount or -adders"
              + " (default: auto, the fastest of this machine).")
  private String kernels = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that share one image (default: ${DEFAULT-VALUE}).")
  private int threads = 1;

  /** The kernels that were asked for. */
  KernelChoice kernels() {
    try {
      return KernelChoice.named(kernels);
    } catch (IllegalArgumentException e) {
      throw new FaultException("--kernels: " + e.getMessage());
    }
  }

  /** Whether certain kernels were asked for. */
  boolean forced() {
    return !kernels.equals("auto");
  }

  /** Threads that share one image. */
  int threads() {
    return threads;
  }

  /** Loads a file. */
  BnnModel load(Path file, KernelChoice choice) throws IOException {
    if (threads < 1) {
      throw new FaultException("--threads must be at least 1, found " + threads);
    }
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return BnnModel.of(BnnFile.read(file), choice, threads);
  }
}
