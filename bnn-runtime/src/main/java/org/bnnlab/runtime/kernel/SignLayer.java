package org.bnnlab.runtime.kernel;

import java.util.Arrays;
import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Floats;

/** Thresholds, and the layout that the signs are packed in. */
public final class SignLayer {

  private final SignLayout layout;

  /** Thresholds of whole blocks; those behind the last channel are never reached. */
  final float[] thresholds;

  /** Bits to turn, in words of 32 channels. */
  final int[] inverted;

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
    this.inverted = words(inverted);
    this.indices = layout.indices();
  }

  /** Where the signs go. */
  public SignLayout layout() {
    return layout;
  }

  private static int[] words(Bits bits) {
    int[] words = new int[Math.ceilDiv(bits.size(), Integer.SIZE)];
    for (int i = 0; i < bits.size(); i++) {
      words[i >> 5] |= bits.get(i) ? 1 << i : 0;
    }
    return words;
  }

  /**
   * Stores one word of a pixel: in place where words have no gaps, else bit by bit in the words of
   * its groups, which must have been cleared.
   */
  void store(int[] out, int pixel, int word, int bits) {
    int at = indices[pixel];
    if (layout.dense()) {
      out[at + word] = bits;
      return;
    }
    int channel = word * Integer.SIZE;
    for (int left = bits; left != 0; left &= left - 1) {
      int c = channel + Integer.numberOfTrailingZeros(left);
      int inGroup = c % layout.groupChannels();
      out[at + c / layout.groupChannels() * layout.groupWords() + (inGroup >> 5)] |= 1 << inGroup;
    }
  }

  /** Clears a pixel where its words have gaps. */
  void clear(int[] out, int pixel) {
    if (!layout.dense()) {
      Arrays.fill(out, indices[pixel], indices[pixel] + layout.words(), 0);
    }
  }
}
