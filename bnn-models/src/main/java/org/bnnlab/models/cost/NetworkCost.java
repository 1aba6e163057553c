package org.bnnlab.models.cost;

import java.util.List;

/**
 * Cost of a network for one image under counting rule 1.
 *
 * <p>One multiply-accumulate is one operation. It is binary only if weight and activation both have
 * one bit. OPs = FLOPs + BOPs / 64; the classifier is reported apart; normalization, pooling,
 * activation functions and additions are not counted.
 *
 * @param nodes cost per node, in forward order
 * @param paramsBinary one-bit parameters
 * @param paramsFloat 32-bit parameters: classifier included, two per batch-norm channel
 * @param flops real multiply-accumulates of convolutions and branches
 * @param bops binary multiply-accumulates
 * @param classifierMacs multiply-accumulates of the classifier
 */
public record NetworkCost(
    List<NodeCost> nodes,
    long paramsBinary,
    long paramsFloat,
    long flops,
    long bops,
    long classifierMacs) {

  /** Version of the counting rule. */
  public static final int RULE = 1;

  private static final double BYTES_PER_MB = 1 << 20;

  /** Copies the list. */
  public NetworkCost {
    nodes = List.copyOf(nodes);
  }

  /** FLOPs + BOPs / 64; a multiple of 1/64, so exact in double. */
  public double ops() {
    return (double) flops + (double) bops / 64;
  }

  /** (4 · float parameters + binary parameters / 8) / 2^20. */
  public double sizeMb() {
    return (4.0 * (double) paramsFloat + (double) paramsBinary / 8) / BYTES_PER_MB;
  }

  /** Size of the same network with 32-bit parameters throughout, in MB. */
  public double floatSizeMb() {
    return 4.0 * (double) (paramsFloat + paramsBinary) / BYTES_PER_MB;
  }
}
