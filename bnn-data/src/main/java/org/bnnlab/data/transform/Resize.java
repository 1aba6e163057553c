package org.bnnlab.data.transform;

import static org.bnnlab.data.Checks.requireArgument;

import org.bnnlab.data.Box;
import org.bnnlab.data.ImageShape;

/**
 * The image scaled so that its short side has a given length, as torchvision's {@code Resize(size)}
 * (bilinear, antialiased): the long side becomes {@code size · long / short}, rounded down.
 *
 * @param size the new short side, in pixels
 */
public record Resize(int size) implements PixelTransform {

  public Resize {
    requireArgument(size >= 1, "resize size must be at least 1, found %d", size);
  }

  @Override
  public String canonical() {
    return "resize(" + size + ")";
  }

  @Override
  public String purpose() {
    return "resize";
  }

  @Override
  public boolean isRandom() {
    return false;
  }

  @Override
  public ImageShape outputShape(ImageShape input) {
    return new ImageShape(
        input.channels(),
        side(input.height(), input.height(), input.width()),
        side(input.width(), input.height(), input.width()));
  }

  private int side(int old, int height, int width) {
    int shorter = Math.min(height, width);
    return old == shorter ? size : Math.toIntExact((long) size * old / shorter);
  }

  @Override
  public Applied newApplied() {
    Resampling resampling = new Resampling();
    return (image, spare, random) -> {
      int height = side(image.height(), image.height(), image.width());
      int width = side(image.width(), image.height(), image.width());
      resampling.resize(image, Box.whole(image.height(), image.width()), height, width, spare);
      return spare;
    };
  }
}
