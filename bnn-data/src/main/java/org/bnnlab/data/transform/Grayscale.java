package org.bnnlab.data.transform;

import static org.bnnlab.data.Checks.requireArgument;

import org.bnnlab.data.ImageShape;

/**
 * Colours taken away with a probability, three equal channels kept, as torchvision's {@code
 * RandomGrayscale}.
 *
 * @param probability of taking them away, in [0, 1]; 1 is torchvision's {@code Grayscale(3)}
 */
public record Grayscale(double probability) implements PixelTransform {

  public Grayscale {
    requireArgument(
        probability >= 0 && probability <= 1,
        "grayscale probability must be in [0, 1], found %s",
        probability);
  }

  @Override
  public String canonical() {
    return "grayscale(" + probability + ")";
  }

  @Override
  public String purpose() {
    return "grayscale";
  }

  @Override
  public boolean isRandom() {
    return probability < 1;
  }

  @Override
  public ImageShape outputShape(ImageShape input) {
    return requireColours(this, input);
  }

  static ImageShape requireColours(Transform transform, ImageShape input) {
    requireArgument(
        input.channels() == 3,
        "%s is for images of 3 channels, found %d",
        transform.canonical(),
        input.channels());
    return input;
  }

  @Override
  public Applied newApplied() {
    return (image, spare, random) -> {
      if (probability == 1 || random.get().nextDouble() < probability) {
        Colours.grey(image);
      }
      return image;
    };
  }
}
