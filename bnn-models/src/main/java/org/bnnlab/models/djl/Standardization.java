package org.bnnlab.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.bnnlab.api.tensor.Tensors;

/** Division by the standard deviation of each sample, arranged to touch memory few times. */
final class Standardization {

  private Standardization() {}

  /**
   * x / sqrt(unbiased variance over all but the first axis + epsilon), differentiable.
   *
   * <p>With r = 1/sqrt(v + ε) the derivative of r is -r³/(M-1)·(x - mean), so r enters the graph as
   * its value plus that linear form of x; the variance itself is computed without a graph.
   *
   * @param x activations (N, ...)
   * @param epsilon added to the variance
   */
  static NDArray perSample(NDArray x, double epsilon) {
    Shape shape = x.getShape();
    long samples = shape.get(0);
    long size = shape.size() / samples;
    NDArray value = x.stopGradient().reshape(samples, size);
    NDArray centred = value.sub(value.mean(new int[] {1}, true));
    // A sum, not a dot product: its pairwise order keeps seven digits over 16,384 terms.
    NDArray variance = centred.square().sum(new int[] {1}, true).divi(size - 1).addi(epsilon);
    NDArray inverse = variance.sqrt().powi(-1);
    NDArray slope = inverse.square().muli(inverse).divi(-(size - 1));
    NDArray rows = x.reshape(samples, size);
    NDArray linear = rows.mul(centred).sum(new int[] {1}, true).mul(slope);
    return rows.mul(Tensors.straightThrough(inverse, linear)).reshape(shape);
  }
}
