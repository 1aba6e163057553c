package org.bnnlab.methods.bayesbinn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import java.util.function.Consumer;

/**
 * A stretch of the entries of large tensors. The optimizer's step goes block by block, so that its
 * intermediate results stay in the processor's cache: with ten million weights, a dozen passes over
 * memory took more than twice as long.
 *
 * @param from first entry, in row-major order
 * @param to behind the last entry
 */
record Block(long from, long to) {

  private static final long ENTRIES = 1 << 15;

  /**
   * Visits all blocks in order. What an action creates is closed behind it.
   *
   * @param entries size of the tensors
   */
  static void each(long entries, Consumer<Block> action) {
    for (long from = 0; from < entries; from += ENTRIES) {
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        action.accept(new Block(from, Math.min(entries, from + ENTRIES)));
      }
    }
  }

  /**
   * The entries of a tensor in row-major order. Those of a transposed one, as gradients may be, are
   * a copy: blocks of it are not written to.
   */
  static NDArray flat(NDArray tensor) {
    return tensor.reshape(-1);
  }

  /** These entries of a flat tensor, as a view: what is done to them in place is done to it. */
  NDArray of(NDArray flat) {
    return flat.get(new NDIndex().addSliceDim(from, to));
  }
}
