package org.bnnlab.methods.bisnn;

/**
 * Every input to every output. Own order: (inputs, outputs), so that an input without a trace is
 * passed over and the others go over all outputs in one loop.
 *
 * @param inputs values of one sample at the input
 * @param outputs values of one sample at the output
 */
record DenseSynapses(int inputs, int outputs) implements Synapses {

  @Override
  public int weights() {
    return inputs * outputs;
  }

  @Override
  public int fanIn() {
    return inputs;
  }

  @Override
  public int fanOut() {
    return outputs;
  }

  @Override
  public int channels() {
    return outputs;
  }

  @Override
  public void apply(double[] weights, double[] trace, int from, double[] sums, int to) {
    for (int i = 0; i < inputs; i++) {
      double p = trace[from + i];
      if (p != 0) {
        int row = i * outputs;
        for (int o = 0; o < outputs; o++) {
          sums[to + o] += p * weights[row + o];
        }
      }
    }
  }

  @Override
  public void gradient(double[] trace, int from, double[] upstream, int to, double[] gradient) {
    for (int i = 0; i < inputs; i++) {
      double p = trace[from + i];
      if (p != 0) {
        int row = i * outputs;
        for (int o = 0; o < outputs; o++) {
          gradient[row + o] += p * upstream[to + o];
        }
      }
    }
  }

  @Override
  public double[] toOwn(double[] rowMajor) {
    return transposed(rowMajor, outputs, inputs);
  }

  @Override
  public double[] fromOwn(double[] own) {
    return transposed(own, inputs, outputs);
  }

  private static double[] transposed(double[] matrix, int rows, int columns) {
    double[] other = new double[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        other[column * rows + row] = matrix[row * columns + column];
      }
    }
    return other;
  }
}
