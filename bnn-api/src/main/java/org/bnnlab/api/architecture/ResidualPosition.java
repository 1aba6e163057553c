package org.bnnlab.api.architecture;

import static org.bnnlab.api.check.Checks.requireArgument;

/**
 * Place of a residual connection; rules with hand-derived constants depend on it.
 *
 * @param stage stage, from 0
 * @param block block inside the stage, from 0
 * @param previousBlocks blocks of the stage before; 0 in the first stage
 * @param connection residual connection inside the block, from 0
 * @param connections residual connections of each block
 * @param transition whether the shortcut changes the shape
 */
public record ResidualPosition(
    int stage, int block, int previousBlocks, int connection, int connections, boolean transition) {

  /** Checks the place inside the block. */
  public ResidualPosition {
    requireArgument(
        connection >= 0 && connection < connections,
        "a block of %d residual connections has no connection %d",
        connections,
        connection);
  }

  /** A block of one residual connection. */
  public ResidualPosition(int stage, int block, int previousBlocks, boolean transition) {
    this(stage, block, previousBlocks, 0, 1, transition);
  }
}
