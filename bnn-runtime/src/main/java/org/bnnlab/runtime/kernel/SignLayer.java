package org.bnnlab.runtime.kernel;

import java.util.Arrays;
import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Floats;

/** Thresholds, and the layout that the signs are packed in. */
public final class SignLayer {

  private final SignLayout layout;

  /** Thresholds of whole blocks; those behind the last channel are never reached. */
  final float[] thresholds;

  /** Bits to turn, in words of 64 channels. */
  final long[] inverted;

  /** First word of every pixel. */
  final int[] indices;

  /** The thresholds of a sign in the layout of one of its users. */
  public SignLayer(SignLayout layout, Floats thresholds, Bits inverted) {
    this.layout = layout;
    this.thresholds =
        Arrays.copyOf(thresholds.toArray(), Blocks.stride(layout.extent().channels()));
    Arrays.fill(
        this.thresholds,
        layout.extent().channels(),
        this.thresholds.length,
        Float.POSITIVE_INFINITY);
    this.inverted = inverted.toWords();
    this.indices = layout.indices();
  }

  /** Where the signs go. */
  public SignLayout layout() {
    return layout;
  }

  /** Distance of pixels in the real input. */
  int stride() {
    return thresholds.length;
  }

  /**
   * Stores one word of a pixel: in place where words have no gaps, else bit by bit in the words of
   * its groups, which must have been cleared.
   */
  void store(long[] out, int pixel, int word, long bits) {
    int at = indices[pixel];
    if (layout.dense()) {
      out[at + word] = bits;
      return;
    }
    int channel = word * Long.SIZE;
    for (long left = bits; left != 0; left &= left - 1) {
      int c = channel + Long.numberOfTrailingZeros(left);
      int inGroup = c % layout.groupChannels();
      out[at + c / layout.groupChannels() * layout.groupWords() + (inGroup >> 6)] |= 1L << inGroup;
    }
  }

  /** Clears a pixel where its words have gaps. */
  void clear(long[] out, int pixel) {
    if (!layout.dense()) {
      Arrays.fill(out, indices[pixel], indices[pixel] + layout.words(), 0);
    }
  }
}
