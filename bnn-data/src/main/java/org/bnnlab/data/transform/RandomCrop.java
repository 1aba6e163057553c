package org.bnnlab.data.transform;

import static org.bnnlab.data.Checks.requireArgument;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.bnnlab.data.ImageShape;

/**
 * A square cut at a random place of the image framed with zeros, as torchvision's {@code
 * RandomCrop(size, padding)}.
 *
 * <p>The frame has raw pixel value 0, which a following {@link Normalize} turns into {@code (0 -
 * mean) / std}. Row and column of the upper left corner are drawn uniformly from {@code 0 .. height
 * + 2 · padding - size} and {@code 0 .. width + 2 · padding - size}, the row first.
 *
 * @param size side of the cut, in pixels
 * @param padding width of the frame, in pixels
 */
public record RandomCrop(int size, int padding) implements GeometricTransform {

  public RandomCrop {
    requireArgument(size >= 1, "crop size must be at least 1, found %d", size);
    requireArgument(padding >= 0, "crop padding must be at least 0, found %d", padding);
  }

  @Override
  public String canonical() {
    return "crop(" + size + ", padding: " + padding + ")";
  }

  @Override
  public String purpose() {
    return "crop";
  }

  @Override
  public boolean fixesSize() {
    return true;
  }

  @Override
  public ImageShape outputShape(ImageShape input) {
    requireArgument(
        size <= input.height() + 2 * padding && size <= input.width() + 2 * padding,
        "%s does not fit into an image of %dx%d; make the size smaller or the padding larger",
        canonical(),
        input.height(),
        input.width());
    return new ImageShape(input.channels(), size, size);
  }

  @Override
  public void apply(Window window, Supplier<RandomGenerator> random) {
    int rows = window.height() + 2 * padding - size;
    int columns = window.width() + 2 * padding - size;
    requireArgument(
        rows >= 0 && columns >= 0,
        "%s does not fit into an image of %dx%d; put a resize before it",
        canonical(),
        window.height(),
        window.width());
    if (rows == 0 && columns == 0) {
      window.crop(-padding, -padding, size, size);
      return;
    }
    RandomGenerator generator = random.get();
    int y = generator.nextInt(rows + 1);
    int x = generator.nextInt(columns + 1);
    window.crop(y - padding, x - padding, size, size);
  }
}
