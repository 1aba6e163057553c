package org.bnnlab.runtime.image;

import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Floats;
import org.bnnlab.runtime.program.ImageSize;
import org.bnnlab.runtime.program.ImageStep;
import org.bnnlab.runtime.program.Preprocessing;

/** Turns images into what a network takes, by the preprocessing of its file. */
public final class Preparation {

  private Preparation() {}

  /**
   * The values of an image, ordered by channel, row, column.
   *
   * @param input what the network takes
   * @throws IllegalArgumentException if the image has another number of channels, or another size
   *     and no step changes it, or comes out too large in between
   */
  public static float[] values(Image image, Preprocessing preprocessing, Extent input) {
    Image sized = image.withChannels(input.channels());
    for (ImageStep step : preprocessing.steps()) {
      sized = applied(step, sized);
    }
    if (sized.size().height() != input.height() || sized.size().width() != input.width()) {
      throw new IllegalArgumentException(
          "the network takes images of %s and its file names no way to resize others, found %s"
              .formatted(new ImageSize(input.height(), input.width()), sized.size()));
    }
    float[] values = new float[input.values()];
    int at = 0;
    for (int c = 0; c < input.channels(); c++) {
      float[] table = table(preprocessing, c);
      for (int y = 0; y < input.height(); y++) {
        for (int x = 0; x < input.width(); x++) {
          values[at++] = table[sized.level(c, y, x)];
        }
      }
    }
    return values;
  }

  private static Image applied(ImageStep step, Image image) {
    return switch (step) {
      case ImageStep.CenterCrop crop -> crop(image, crop.side());
      case ImageStep.ResizeShortSide ignored -> resized(step, image);
      case ImageStep.ResizeTo ignored -> resized(step, image);
    };
  }

  private static Image resized(ImageStep step, Image image) {
    return Resampling.resize(image, step.output(image.size()));
  }

  private static Image crop(Image image, int side) {
    int channels = image.channels();
    int top = start(image.size().height(), side);
    int left = start(image.size().width(), side);
    ImageSize size = new ImageSize(side, side);
    byte[] levels = new byte[Math.multiplyExact(channels, size.pixels())];
    for (int y = Math.max(0, -top); y < Math.min(side, image.size().height() - top); y++) {
      for (int x = Math.max(0, -left); x < Math.min(side, image.size().width() - left); x++) {
        for (int c = 0; c < channels; c++) {
          levels[(y * side + x) * channels + c] = (byte) image.level(c, top + y, left + x);
        }
      }
    }
    return new Image(channels, size, levels);
  }

  private static int start(int length, int side) {
    return length < side ? -((side - length) / 2) : (int) Math.rint((length - side) / 2.0);
  }

  /** The value of each grey level of one channel. */
  private static float[] table(Preprocessing preprocessing, int channel) {
    Floats means = preprocessing.means();
    float mean = means.size() == 0 ? 0 : means.get(channel);
    float deviation = means.size() == 0 ? 1 : preprocessing.deviations().get(channel);
    float[] table = new float[256];
    for (int level = 0; level < table.length; level++) {
      table[level] = (level / 255f - mean) / deviation;
    }
    return table;
  }
}
