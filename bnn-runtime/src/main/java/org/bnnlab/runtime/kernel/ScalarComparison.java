package org.bnnlab.runtime.kernel;

/** The specification of compared counts. */
final class ScalarComparison implements SignConvolution {

  @Override
  public boolean takes(BinaryLayer layer) {
    return layer.window().groups() == 1;
  }

  @Override
  public void signs(CountLayer counts, int[] signs, int[] windows, int from, int to, int[] out) {
    BinaryLayer layer = counts.layer;
    ScalarKernels.gather(layer, 0, signs, from, to, windows);
    int channels = layer.window().outputs();
    for (int pixel = from; pixel < to; pixel++) {
      int window = (pixel - from) * layer.words;
      for (int c = 0; c < channels; c += Integer.SIZE) {
        int bits = 0;
        for (int lane = c; lane < Math.min(c + Integer.SIZE, channels); lane++) {
          boolean one = count(layer, lane, windows, window) <= limit(counts, pixel, lane);
          bits |= one ? 1 << lane : 0;
        }
        int word = c / Integer.SIZE;
        counts.sign.store(out, pixel, word, bits ^ counts.inverted[word]);
      }
    }
  }

  private static int limit(CountLayer counts, int pixel, int channel) {
    return counts.limits[counts.layer.classes[pixel] + channel];
  }

  private static int count(BinaryLayer layer, int channel, int[] windows, int window) {
    int[] weights = layer.weights;
    int w = layer.weight(channel);
    int count = 0;
    for (int k = window; k < window + layer.words; k++) {
      count += Integer.bitCount(windows[k] ^ weights[w]);
      w += Blocks.SIZE;
    }
    return count;
  }
}
