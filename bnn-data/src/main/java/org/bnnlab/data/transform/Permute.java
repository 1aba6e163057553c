package org.bnnlab.data.transform;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The pixels of every image in one other order, the same for all images: the tasks of continual
 * learning on permuted MNIST. Channels of a pixel stay together.
 *
 * @param seed which order
 */
public record Permute(long seed) implements PixelTransform {

  @Override
  public String canonical() {
    return "permute(" + seed + ")";
  }

  @Override
  public String purpose() {
    return "permute";
  }

  @Override
  public boolean isRandom() {
    return false;
  }

  @Override
  public Applied newApplied() {
    int[][] kept = {new int[0]};
    return (image, spare, random) -> {
      int pixels = image.height() * image.width();
      if (kept[0].length != pixels) {
        kept[0] = order(pixels);
      }
      int channels = image.channels();
      spare.reshape(channels, image.height(), image.width());
      for (int i = 0; i < pixels; i++) {
        System.arraycopy(
            image.bytes(), kept[0][i] * channels, spare.bytes(), i * channels, channels);
      }
      return spare;
    };
  }

  /** Which pixel of the image comes to each place. */
  int[] order(int pixels) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = IntStream.range(0, pixels).toArray();
    for (int i = pixels - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int pixel = order[i];
      order[i] = order[other];
      order[other] = pixel;
    }
    return order;
  }
}
