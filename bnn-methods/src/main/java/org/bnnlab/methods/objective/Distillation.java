package org.bnnlab.methods.objective;

import static org.bnnlab.api.check.Checks.requireArgument;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.tensor.Tensors;
import org.bnnlab.api.training.Objective;
import org.bnnlab.api.training.Targets;

/**
 * Distillation: (1 − w) · CE(s, labels) + w · T² · KL(softmax(t/T) ‖ softmax(s/T)), means over the
 * batch, for the logits s of the student and t of the teacher, both (N, C).
 *
 * <p>Hinton et al., "Distilling the Knowledge in a Neural Network", 2015, arXiv:1503.02531, section
 * 2: gradients of soft targets shrink with 1/T², hence the factor. With T = 1 and w = 1 it is the
 * helper of SD-BNN's code, and has the gradient of {@link DistributionLoss}.
 *
 * @param temperature T, above 0
 * @param weight w, in [0, 1]
 */
public record Distillation(double temperature, double weight) implements Objective {

  /** Checks both. */
  public Distillation {
    requireArgument(
        temperature > 0 && Double.isFinite(temperature),
        "temperature of a distillation must be above 0, found %s",
        temperature);
    requireArgument(
        weight >= 0 && weight <= 1, "weight of a distillation must be in [0, 1], found %s", weight);
  }

  @Override
  public boolean needsTeacher() {
    return true;
  }

  @Override
  public NDArray loss(NDArray logits, Targets targets) {
    double batch = (double) logits.getShape().get(0);
    NDArray teacher = Tensors.over(Teachers.logits(targets, logits), temperature);
    NDArray probabilities = teacher.softmax(1);
    NDArray student = Tensors.over(logits, temperature).logSoftmax(1);
    NDArray divergence = probabilities.mul(teacher.logSoftmax(1).sub(student)).sum();
    NDArray soft = Tensors.times(divergence, weight * temperature * temperature / batch);
    NDArray hard = logits.logSoftmax(1).mul(targets.labels()).sum();
    return soft.add(Tensors.times(hard, -(1 - weight) / batch));
  }
}
