package org.bnnlab.data.transform;

import static org.bnnlab.data.Checks.requireArgument;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.bnnlab.data.ImageShape;

/**
 * The square in the middle, as torchvision's {@code CenterCrop(size)}: it begins at row {@code
 * (height - size) / 2} and column {@code (width - size) / 2}, halves rounded to the even number. A
 * smaller image is framed with zeros, the odd one below and to the right.
 *
 * @param size side of the square, in pixels
 */
public record CenterCrop(int size) implements GeometricTransform {

  public CenterCrop {
    requireArgument(size >= 1, "center-crop size must be at least 1, found %d", size);
  }

  @Override
  public String canonical() {
    return "center-crop(" + size + ")";
  }

  @Override
  public String purpose() {
    return "center-crop";
  }

  @Override
  public boolean isRandom() {
    return false;
  }

  @Override
  public boolean fixesSize() {
    return true;
  }

  @Override
  public ImageShape outputShape(ImageShape input) {
    return new ImageShape(input.channels(), size, size);
  }

  @Override
  public void apply(Window window, Supplier<RandomGenerator> random) {
    window.crop(start(window.height()), start(window.width()), size, size);
  }

  private int start(int side) {
    return side < size ? -((size - side) / 2) : (int) Math.rint((side - size) / 2.0);
  }
}
