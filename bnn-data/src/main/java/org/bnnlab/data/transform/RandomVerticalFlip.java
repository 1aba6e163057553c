package org.bnnlab.data.transform;

import static org.bnnlab.data.Checks.requireArgument;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Top and bottom turned round with a probability, as torchvision's {@code RandomVerticalFlip}.
 *
 * @param probability of turning, in [0, 1]; torchvision's default is 0.5
 */
public record RandomVerticalFlip(double probability) implements GeometricTransform {

  public RandomVerticalFlip {
    requireArgument(
        probability >= 0 && probability <= 1,
        "vertical-flip probability must be in [0, 1], found %s",
        probability);
  }

  @Override
  public String canonical() {
    return "vertical-flip(" + probability + ")";
  }

  @Override
  public String purpose() {
    return "vertical-flip";
  }

  @Override
  public void apply(Window window, Supplier<RandomGenerator> random) {
    if (probability > 0 && random.get().nextDouble() < probability) {
      window.turn();
    }
  }
}
