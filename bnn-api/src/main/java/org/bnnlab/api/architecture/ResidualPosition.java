package org.bnnlab.api.architecture;

/**
 * Place of a residual connection; rules with hand-derived constants depend on it.
 *
 * @param stage stage, from 0
 * @param block residual connection inside the stage, from 0
 * @param previousBlocks residual connections of the stage before; 0 in the first stage
 * @param transition whether the shortcut changes the shape
 */
public record ResidualPosition(int stage, int block, int previousBlocks, boolean transition) {}
