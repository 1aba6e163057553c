package org.bnnlab.runtime.kernel;

/** Binary convolutions that nothing but a sign follows, without the sums between. */
public interface SignConvolution {

  /** Takes no layer. */
  SignConvolution NONE =
      new SignConvolution() {
        @Override
        public boolean takes(BinaryLayer layer) {
          return false;
        }

        @Override
        public void signs(
            CountLayer counts, int[] signs, int[] windows, int from, int to, int[] out) {
          throw new UnsupportedOperationException("these kernels take no layer");
        }
      };

  /** Words of a vector where few channels are computed with lanes that are pixels, else 0. */
  default int pixelLanes() {
    return 0;
  }

  /** Whether a layer can be computed so. */
  boolean takes(BinaryLayer layer);

  /**
   * Computes and packs the signs of some pixels; more or fewer where whole tiles are computed, but
   * all where ranges adjoin.
   *
   * @param signs input in the layer's layout
   * @param windows room for {@link BinaryLayer#windowWords} words
   * @param from first output pixel
   * @param to end of the output pixels
   * @param out receives the signs in the layout of the sign
   */
  void signs(CountLayer counts, int[] signs, int[] windows, int from, int to, int[] out);
}
