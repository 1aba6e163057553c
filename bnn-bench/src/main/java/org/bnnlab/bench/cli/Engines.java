package org.bnnlab.bench.cli;

import static org.bnnlab.api.check.Checks.requireArgument;

/** Settings of the tensor engine that must stand before it is loaded. */
final class Engines {

  private Engines() {}

  /** Sets the threads of tensor operations, and keeps the engine off the network. */
  static void useThreads(int threads) {
    requireArgument(threads >= 1, "threads must be at least 1, found %d", threads);
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
  }
}
