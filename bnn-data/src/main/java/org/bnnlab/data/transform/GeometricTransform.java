package org.bnnlab.data.transform;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A step that moves pixels without changing their values.
 *
 * <p>It only moves the {@link Window} through which the image is read; the pixels are touched once,
 * at the end of the {@link TransformPipeline}.
 */
public non-sealed interface GeometricTransform extends Transform {

  /** The name of the random stream this step draws from. */
  String purpose();

  /**
   * Moves the window.
   *
   * @param random makes the sample's generator for this step; not asked where nothing is random
   */
  void apply(Window window, Supplier<RandomGenerator> random);

  /** Whether evaluation leaves this step out. */
  default boolean isRandom() {
    return true;
  }
}
