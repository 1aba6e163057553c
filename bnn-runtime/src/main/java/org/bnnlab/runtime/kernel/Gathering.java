package org.bnnlab.runtime.kernel;

/** Puts windows together. */
interface Gathering {

  /**
   * Puts the windows of some output pixels one behind the other.
   *
   * @param signs input in the layer's layout
   * @param from first output pixel
   * @param to end of the output pixels
   * @param windows receives the words of each pixel's window
   */
  void gather(BinaryLayer layer, int group, int[] signs, int from, int to, int[] windows);
}
