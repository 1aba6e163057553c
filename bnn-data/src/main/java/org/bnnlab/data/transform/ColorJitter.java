package org.bnnlab.data.transform;

import static org.bnnlab.data.Checks.requireArgument;

import java.util.random.RandomGenerator;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.Picture;

/**
 * Brightness, contrast, saturation and hue changed at random, in random order, as torchvision's
 * {@code ColorJitter} within {@code RandomApply}, on grey levels as Pillow does.
 *
 * <p>The factors of brightness, contrast and saturation are {@code U(max(0, 1 - strength), 1 +
 * strength)}, the turn of the hue is {@code U(-hue, hue)} of the full circle.
 *
 * @param brightness strength, 0 for none
 * @param contrast strength, 0 for none
 * @param saturation strength, 0 for none
 * @param hue greatest turn, in [0, 0.5], 0 for none
 * @param probability that an image is changed at all; 1 in torchvision's {@code ColorJitter}
 */
public record ColorJitter(
    double brightness, double contrast, double saturation, double hue, double probability)
    implements PixelTransform {

  public ColorJitter {
    requireArgument(
        brightness >= 0 && contrast >= 0 && saturation >= 0,
        "jitter strengths must be at least 0, found %s, %s, %s",
        brightness,
        contrast,
        saturation);
    requireArgument(hue >= 0 && hue <= 0.5, "jitter hue must be in [0, 0.5], found %s", hue);
    requireArgument(
        probability >= 0 && probability <= 1,
        "jitter probability must be in [0, 1], found %s",
        probability);
  }

  @Override
  public String canonical() {
    return "jitter(%s, contrast: %s, saturation: %s, hue: %s, probability: %s)"
        .formatted(brightness, contrast, saturation, hue, probability);
  }

  @Override
  public String purpose() {
    return "jitter";
  }

  @Override
  public ImageShape outputShape(ImageShape input) {
    return Grayscale.requireColours(this, input);
  }

  @Override
  public Applied newApplied() {
    return (image, spare, random) -> {
      RandomGenerator generator = random.get();
      if (generator.nextDouble() < probability) {
        change(image, generator);
      }
      return image;
    };
  }

  private void change(Picture image, RandomGenerator random) {
    int[] order = {0, 1, 2, 3};
    for (int last = order.length - 1; last > 0; last--) {
      int chosen = random.nextInt(last + 1);
      int swapped = order[chosen];
      order[chosen] = order[last];
      order[last] = swapped;
    }
    double byBrightness = factor(brightness, random);
    double byContrast = factor(contrast, random);
    double bySaturation = factor(saturation, random);
    double turn = hue * (2 * random.nextDouble() - 1);
    for (int step : order) {
      if (step == 0 && brightness > 0) {
        Colours.brightness(image, (float) byBrightness);
      } else if (step == 1 && contrast > 0) {
        Colours.contrast(image, (float) byContrast);
      } else if (step == 2 && saturation > 0) {
        Colours.saturation(image, (float) bySaturation);
      } else if (step == 3 && hue > 0) {
        Colours.hue(image, turn);
      }
    }
  }

  private static double factor(double strength, RandomGenerator random) {
    double least = Math.max(0, 1 - strength);
    return least + (1 + strength - least) * random.nextDouble();
  }
}
