package org.bnnlab.methods.bisnn;

/**
 * A convolution of stride 1, padded with zeros to any size. Own order: (O, I, k, k), as stored.
 *
 * @param inputChannels I
 * @param height rows of the input
 * @param width columns of the input
 * @param channels O
 * @param kernel k
 * @param padding border of the input
 */
record ConvolutionSynapses(
    int inputChannels, int height, int width, int channels, int kernel, int padding)
    implements Synapses {

  @Override
  public int inputs() {
    return inputChannels * height * width;
  }

  @Override
  public int outputs() {
    return channels * outputHeight() * outputWidth();
  }

  int outputHeight() {
    return height + 2 * padding - kernel + 1;
  }

  int outputWidth() {
    return width + 2 * padding - kernel + 1;
  }

  @Override
  public int weights() {
    return channels * fanIn();
  }

  @Override
  public int fanIn() {
    return inputChannels * kernel * kernel;
  }

  @Override
  public int fanOut() {
    return channels * kernel * kernel;
  }

  @Override
  public void apply(double[] weights, double[] trace, int from, double[] sums, int to) {
    eachTap(
        from,
        to,
        (weight, input, output, length) -> {
          double w = weights[weight];
          for (int x = 0; x < length; x++) {
            sums[output + x] += w * trace[input + x];
          }
        });
  }

  @Override
  public void gradient(double[] trace, int from, double[] upstream, int to, double[] gradient) {
    eachTap(
        from,
        to,
        (weight, input, output, length) -> {
          double sum = 0;
          for (int x = 0; x < length; x++) {
            sum += upstream[output + x] * trace[input + x];
          }
          gradient[weight] += sum;
        });
  }

  /** A stretch of one row on which one weight acts. */
  @FunctionalInterface
  private interface Stretch {
    void visit(int weight, int input, int output, int length);
  }

  private void eachTap(int from, int to, Stretch stretch) {
    int rows = outputHeight();
    int columns = outputWidth();
    for (int weight = 0; weight < weights(); weight++) {
      int kx = weight % kernel - padding;
      int ky = weight / kernel % kernel - padding;
      int channel = weight / (kernel * kernel) % inputChannels;
      int o = weight / fanIn();
      int first = Math.max(0, -kx);
      int length = Math.min(columns, width - kx) - first;
      for (int y = Math.max(0, -ky); y < Math.min(rows, height - ky) && length > 0; y++) {
        stretch.visit(
            weight,
            from + (channel * height + y + ky) * width + first + kx,
            to + (o * rows + y) * columns + first,
            length);
      }
    }
  }

  @Override
  public double[] toOwn(double[] rowMajor) {
    return rowMajor.clone();
  }

  @Override
  public double[] fromOwn(double[] own) {
    return own.clone();
  }
}
