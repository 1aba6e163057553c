package org.bnnlab.bench.cli;

import org.bnnlab.api.check.FaultException;
import picocli.CommandLine.Option;

/** Options of every command that runs the tensor engine. */
final class EngineOptions {

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of tensor operations (default: all processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  /** Tells the engine its threads; to be called before it is loaded. */
  void apply() {
    if (threads < 1) {
      throw new FaultException("--threads must be at least 1, found " + threads);
    }
    Engines.useThreads(threads);
  }
}
