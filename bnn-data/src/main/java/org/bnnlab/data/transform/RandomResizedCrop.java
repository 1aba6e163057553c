package org.bnnlab.data.transform;

import static org.bnnlab.data.Checks.requireArgument;

import java.util.random.RandomGenerator;
import org.bnnlab.data.Box;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.Picture;

/**
 * A part of random area and shape, scaled to a square, as torchvision's {@code RandomResizedCrop}
 * (bilinear, antialiased).
 *
 * <p>Up to ten times, an area {@code A = height · width · U(minArea, maxArea)} and a ratio {@code r
 * = exp(U(ln minRatio, ln maxRatio))} are drawn, in this order, for a part {@code √(A r)} wide and
 * {@code √(A / r)} high, rounded; the first one that fits is put at a uniform place, row first. If
 * none fits, the largest middle part whose ratio is within the range is taken.
 *
 * @param size side of the result, in pixels
 * @param minArea least share of the image's area; torchvision's default is 0.08
 * @param maxArea greatest share; may exceed 1, as in ReCU's recipe, which only makes whole images
 *     more frequent
 * @param minRatio least width over height; torchvision's default is 3/4
 * @param maxRatio greatest width over height; torchvision's default is 4/3
 */
public record RandomResizedCrop(
    int size, double minArea, double maxArea, double minRatio, double maxRatio)
    implements PixelTransform {

  private static final int ATTEMPTS = 10;

  public RandomResizedCrop {
    requireArgument(size >= 1, "resized-crop size must be at least 1, found %d", size);
    requireArgument(
        minArea > 0 && minArea <= maxArea && Double.isFinite(maxArea),
        "resized-crop areas must be 0 < minArea <= maxArea, found %s and %s",
        minArea,
        maxArea);
    requireArgument(
        minRatio > 0 && minRatio <= maxRatio && Double.isFinite(maxRatio),
        "resized-crop ratios must be 0 < minRatio <= maxRatio, found %s and %s",
        minRatio,
        maxRatio);
  }

  /** With torchvision's ranges: areas 0.08..1, ratios 3/4..4/3. */
  public static RandomResizedCrop of(int size) {
    return new RandomResizedCrop(size, 0.08, 1, 3.0 / 4, 4.0 / 3);
  }

  @Override
  public String canonical() {
    return "resized-crop(%d, minArea: %s, maxArea: %s, minRatio: %s, maxRatio: %s)"
        .formatted(size, minArea, maxArea, minRatio, maxRatio);
  }

  @Override
  public String purpose() {
    return "resized-crop";
  }

  @Override
  public boolean fixesSize() {
    return true;
  }

  @Override
  public ImageShape outputShape(ImageShape input) {
    return new ImageShape(input.channels(), size, size);
  }

  /** Draws the part of an image of {@code height · width} pixels. */
  public Box box(int height, int width, RandomGenerator random) {
    double area = (double) height * width;
    double lowest = Math.log(minRatio);
    double highest = Math.log(maxRatio);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      double chosen = area * (minArea + (maxArea - minArea) * random.nextDouble());
      double ratio = Math.exp(lowest + (highest - lowest) * random.nextDouble());
      int w = (int) Math.rint(Math.sqrt(chosen * ratio));
      int h = (int) Math.rint(Math.sqrt(chosen / ratio));
      if (w > 0 && w <= width && h > 0 && h <= height) {
        int top = random.nextInt(height - h + 1);
        int left = random.nextInt(width - w + 1);
        return new Box(top, left, h, w);
      }
    }
    return middle(height, width);
  }

  private Box middle(int height, int width) {
    double ratio = (double) width / height;
    int h = height;
    int w = width;
    if (ratio < minRatio) {
      h = Math.clamp((long) Math.rint(width / minRatio), 1, height);
    } else if (ratio > maxRatio) {
      w = Math.clamp((long) Math.rint(height * maxRatio), 1, width);
    }
    return new Box((height - h) / 2, (width - w) / 2, h, w);
  }

  @Override
  public Applied newApplied() {
    Resampling resampling = new Resampling();
    return new Cropped() {
      @Override
      public Box part(int height, int width, RandomGenerator random) {
        return box(height, width, random);
      }

      @Override
      public Picture apply(Picture image, Box part, Picture spare) {
        resampling.resize(image, part, size, size, spare);
        return spare;
      }
    };
  }
}
