package org.bnnlab.runtime.kernel;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A binary convolution, what follows it value by value, and the sign behind that, as one comparison
 * of integers. With m mismatches the sum is c - 2m, c the {@linkplain BinaryLayer correction}. Maps
 * that never turn around (affine, clamp, PReLU) keep the order of the sums, so that the bit is 1
 * either up to some m or from some m on. The limit is looked for by computing what would have been
 * computed: rounding is part of it.
 */
public final class CountLayer {

  private static final float[] NOTHING = {};

  final BinaryLayer layer;
  final SignLayer sign;

  /** Largest counts that give a 1, ordered like the corrections. */
  final int[] limits;

  /** Bits to turn behind the comparison, in words of 32 channels. */
  final int[] inverted;

  /** The layout for lanes that are pixels, if the layer has it. */
  final @Nullable PixelTiles tiles;

  /**
   * Folds what follows into limits.
   *
   * @param layer a convolution in one group
   * @param points what follows; it {@linkplain Pointwise#ordered keeps the order}
   * @param sign dense signs of what comes out
   * @param comparison what will compare
   */
  public CountLayer(
      BinaryLayer layer, Pointwise points, SignLayer sign, SignConvolution comparison) {
    this.layer = layer;
    this.sign = sign;
    this.inverted = sign.inverted.clone();
    this.limits = new int[layer.corrections.length];
    int most = layer.words * Integer.SIZE;
    for (int i = 0; i < limits.length; i++) {
      int c = i % sign.thresholds.length;
      boolean falling = points.falling(c);
      float threshold = sign.thresholds[c];
      int below = -1;
      int above = most + 1;
      while (above - below > 1) {
        int count = (below + above) >>> 1;
        float x = ScalarKernels.value(points, c, layer.corrections[i] - 2 * count, NOTHING, 0);
        if (x >= threshold != falling) {
          below = count;
        } else {
          above = count;
        }
      }
      limits[i] = below;
    }
    int outputs = layer.window().outputs();
    IntStream.range(0, outputs).filter(points::falling).forEach(c -> inverted[c >> 5] ^= 1 << c);
    int lanes = comparison.pixelLanes();
    this.tiles =
        lanes > 0 && PixelTiles.fit(layer, lanes)
            ? new PixelTiles(layer, sign, limits, lanes)
            : null;
  }

  /** Words that the gathered windows of so many pixels take. */
  public int windowWords(int pixels) {
    return layer.windowWords(pixels);
  }
}
