package org.bnnlab.data.transform;

import org.bnnlab.data.ImageShape;

/** One step between the stored image and what the network sees. */
public sealed interface Transform permits GeometricTransform, Lighting, Normalize, PixelTransform {

  /**
   * The step with all its parameters, such as {@code crop(32, padding: 4)}: equal texts mean equal
   * steps, as the experiment's hash relies on.
   */
  String canonical();

  /** The shape after this step, or an {@link IllegalArgumentException} where it cannot apply. */
  default ImageShape outputShape(ImageShape input) {
    return input;
  }

  /** Whether the size after this step is the same for images of all sizes. */
  default boolean fixesSize() {
    return false;
  }
}
