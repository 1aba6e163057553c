package org.bnnlab.methods.bnfree;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.bnnlab.api.parameter.ClipUnit;
import org.bnnlab.api.tensor.Tensors;
import org.bnnlab.api.training.GradientTransform;
import org.bnnlab.api.training.StepContext;
import org.bnnlab.api.training.TrainedTensor;

/**
 * Adaptive gradient clipping: a unit's gradient may have at most λ times the norm of its weights.
 * With n = max(‖W‖, 1e-3), a gradient of norm g ≥ λ·n is multiplied by λ·n / max(g, 1e-6) (Brock et
 * al., 2021, arXiv 2102.06171, equation 3; {@code agc.py} of VITA-Group/BNN_NoBN).
 *
 * <p>Units are those of {@link ClipUnit}: output channels of weights and gains, whole vectors of
 * shifts and slopes; the classifier is left alone.
 *
 * @param lambda largest ratio of the norms
 */
public record AdaptiveGradientClipping(double lambda) implements GradientTransform {

  private static final double SMALLEST_WEIGHT_NORM = 1e-3;
  private static final double SMALLEST_GRADIENT_NORM = 1e-6;

  @Override
  public void transform(List<TrainedTensor> tensors, StepContext step) {
    for (TrainedTensor tensor : tensors) {
      if (tensor.spec().clipUnit() != ClipUnit.NONE) {
        try (NDScope scope = new NDScope()) {
          scope.suppressNotUsedWarning();
          clip(tensor);
        }
      }
    }
  }

  private void clip(TrainedTensor tensor) {
    Shape shape = tensor.value().getShape();
    long units = tensor.spec().clipUnit() == ClipUnit.OUTPUT_CHANNEL ? shape.get(0) : 1;
    NDArray largest =
        Tensors.times(Tensors.atLeast(norms(tensor.value(), units), SMALLEST_WEIGHT_NORM), lambda);
    NDArray found = norms(tensor.gradient(), units);
    NDArray ratio = largest.div(Tensors.atLeast(found, SMALLEST_GRADIENT_NORM));
    NDArray over = found.gte(largest).toType(found.getDataType(), false);
    NDArray within = found.lt(largest).toType(found.getDataType(), false);
    // One of the two is 0. Written as 1 + over · (ratio - 1), a ratio of 1e-5 would keep two
    // digits.
    NDArray factor = ratio.mul(over).add(within);
    tensor.gradient().muli(factor.reshape(wide(shape, units)));
  }

  private static NDArray norms(NDArray tensor, long units) {
    NDArray rows = tensor.reshape(units, -1);
    return rows.mul(rows).sum(new int[] {1}).sqrt();
  }

  /** The shape (units, 1, ..., 1) that broadcasts one value per unit over a tensor. */
  private static Shape wide(Shape shape, long units) {
    long[] dimensions = new long[shape.dimension()];
    Arrays.fill(dimensions, 1);
    dimensions[0] = units;
    return new Shape(dimensions);
  }
}
