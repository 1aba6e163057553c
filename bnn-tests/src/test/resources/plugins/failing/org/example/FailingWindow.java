package org.example;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.layer.LayerContext;

/** A slope that cannot be computed. */
public record FailingWindow() implements GradientEstimator {
  @Override
  public NDArray derivative(NDArray x, LayerContext layer) {
    throw new IllegalStateException("no slope today");
  }
}
