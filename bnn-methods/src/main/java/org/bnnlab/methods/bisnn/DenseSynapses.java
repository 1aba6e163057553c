package org.bnnlab.methods.bisnn;

/**
 * Every input to every output. Own order: (inputs, outputs), so that an input without a trace is
 * passed over and the others go over all outputs in one loop.
 *
 * @param inputs values of one sample at the input
 * @param outputs values of one sample at the output
 */
record DenseSynapses(int inputs, int outputs) implements Synapses {

  /** Up to so many outputs, a loop over them is too short to become vectors. */
  private static final int FEW = 32;

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
    if (outputs <= FEW) {
      applyToFew(weights, trace, from, sums, to);
      return;
    }
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

  /** The same sums in the same order, four outputs at a time: a loop over few is not worth it. */
  private void applyToFew(double[] weights, double[] trace, int from, double[] sums, int to) {
    int o = 0;
    for (; o + 3 < outputs; o += 4) {
      double first = sums[to + o];
      double second = sums[to + o + 1];
      double third = sums[to + o + 2];
      double fourth = sums[to + o + 3];
      for (int i = 0, at = o; i < inputs; i++, at += outputs) {
        double p = trace[from + i];
        first += p * weights[at];
        second += p * weights[at + 1];
        third += p * weights[at + 2];
        fourth += p * weights[at + 3];
      }
      sums[to + o] = first;
      sums[to + o + 1] = second;
      sums[to + o + 2] = third;
      sums[to + o + 3] = fourth;
    }
    for (; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        sums[to + o] += trace[from + i] * weights[i * outputs + o];
      }
    }
  }

  @Override
  public void gradient(double[] trace, int from, double[] upstream, int to, double[] gradient) {
    if (outputs <= FEW) {
      gradientOfFew(trace, from, upstream, to, gradient);
      return;
    }
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

  /** Output by output: most have no gradient, their potential being outside of the window. */
  private void gradientOfFew(
      double[] trace, int from, double[] upstream, int to, double[] gradient) {
    for (int o = 0; o < outputs; o++) {
      double error = upstream[to + o];
      if (error != 0) {
        for (int i = 0, at = o; i < inputs; i++, at += outputs) {
          gradient[at] += trace[from + i] * error;
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
