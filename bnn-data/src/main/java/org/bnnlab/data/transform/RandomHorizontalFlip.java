package org.bnnlab.data.transform;

import static org.bnnlab.data.Checks.requireArgument;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Left and right turned round with a probability, as torchvision's {@code RandomHorizontalFlip}.
 *
 * @param probability of turning, in [0, 1]; torchvision's default is 0.5
 */
public record RandomHorizontalFlip(double probability) implements GeometricTransform {

  public RandomHorizontalFlip {
    requireArgument(
        probability >= 0 && probability <= 1,
        "flip probability must be in [0, 1], found %s",
        probability);
  }

  @Override
  public String canonical() {
    return "flip(" + probability + ")";
  }

  @Override
  public String purpose() {
    return "flip";
  }

  @Override
  public void apply(Window window, Supplier<RandomGenerator> random) {
    if (probability > 0 && random.get().nextDouble() < probability) {
      window.mirror();
    }
  }
}
