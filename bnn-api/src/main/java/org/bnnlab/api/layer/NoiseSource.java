package org.bnnlab.api.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Where a part takes random tensors from; tests replace it by recorded noise. */
@FunctionalInterface
public interface NoiseSource {

  /** Uniform numbers on the open interval (0, 1), float32, attached to {@code manager}. */
  NDArray uniform(NDManager manager, Shape shape);
}
