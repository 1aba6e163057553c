package org.bnnlab.methods.bisnn;

/**
 * The largest membrane potential of each window without border. Windows do not overlap, so that the
 * gradient of each goes to one neuron.
 *
 * @param channels channels
 * @param height rows of the input
 * @param width columns of the input
 * @param size side of a window, and its stride
 */
record Pooling(int channels, int height, int width, int size) {

  int rows() {
    return height / size;
  }

  int columns() {
    return width / size;
  }

  /** Windows of one sample. */
  int outputs() {
    return channels * rows() * columns();
  }

  /**
   * Finds the winners.
   *
   * @param potentials (batch, channels, height, width)
   * @param winners takes the index of the first largest potential of each window
   */
  void apply(double[] potentials, int[] winners) {
    for (int i = 0; i < winners.length; i++) {
      int column = i % columns();
      int row = i / columns() % rows();
      int plane = i / (columns() * rows());
      int best = (plane * height + row * size) * width + column * size;
      int corner = best;
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          int at = corner + y * width + x;
          if (potentials[at] > potentials[best]) {
            best = at;
          }
        }
      }
      winners[i] = best;
    }
  }
}
