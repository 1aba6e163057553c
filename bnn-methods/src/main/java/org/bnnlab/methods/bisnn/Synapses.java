package org.bnnlab.methods.bisnn;

/**
 * A linear map of the traces of a layer's inputs, in double precision.
 *
 * <p>Weights are kept in an order of the map's own, in which its loops are fast; {@link #toOwn} and
 * {@link #fromOwn} convert from and to the row-major order of checkpoints.
 */
interface Synapses {

  /** Values of one sample at the input. */
  int inputs();

  /** Values of one sample at the output. */
  int outputs();

  /** Number of weights. */
  int weights();

  /** Weights of one output: κ is 1/√ of it. */
  int fanIn();

  /** Synapses that a spike of one input reaches, borders not left out. */
  int fanOut();

  /** Output channels, each with one bias. */
  int channels();

  /**
   * Adds W·P of one sample.
   *
   * @param trace P, from {@code from} on
   * @param sums takes the result from {@code to} on
   */
  void apply(double[] weights, double[] trace, int from, double[] sums, int to);

  /**
   * Adds the gradient of the weights that one sample gives: upstream times trace.
   *
   * @param upstream gradient of the sums, from {@code to} on
   */
  void gradient(double[] trace, int from, double[] upstream, int to, double[] gradient);

  /** From row-major order. */
  double[] toOwn(double[] rowMajor);

  /** To row-major order. */
  double[] fromOwn(double[] own);
}
