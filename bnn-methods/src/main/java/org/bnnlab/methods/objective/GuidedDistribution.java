package org.bnnlab.methods.objective;

import static org.bnnlab.api.check.Checks.requireArgument;

import ai.djl.ndarray.NDArray;
import java.util.Locale;
import org.bnnlab.api.tensor.Tensors;
import org.bnnlab.api.training.Objective;
import org.bnnlab.api.training.Targets;

/**
 * Guided distribution calibration: student and teacher give embeddings u and r (N, D) of the same
 * pixels; with s = u/|u| and t = r/|r| the loss is the cross-entropy of two distributions over the
 * D coordinates,
 *
 * <pre>
 *   L = -1/N Σ_n Σ_j p_nj log q_nj,   p = softmax(t/T), q = softmax(s/T)
 * </pre>
 *
 * <p>Shen et al., "S2-BNN", CVPR 2021, arXiv:2102.08946, and extensions/kd_loss.py of its code. No
 * labels, no negatives, no factor T²; not a divergence, though the code says so: it differs by the
 * entropy of p, so it never reaches 0 (for D = 128 and T = 0.2 it is above 2.899).
 *
 * @param temperature T, above 0; 0.2 in the paper
 */
public record GuidedDistribution(double temperature) implements Objective {

  private static final double EPSILON = 1e-12;

  /** Checks the temperature. */
  public GuidedDistribution {
    requireArgument(
        temperature > 0 && Double.isFinite(temperature),
        "temperature of the guided distribution must be above 0, found %s",
        temperature);
  }

  @Override
  public boolean needsTeacher() {
    return true;
  }

  @Override
  public NDArray loss(NDArray embeddings, Targets targets) {
    NDArray teacher = scaled(Teachers.logits(targets, embeddings)).softmax(1);
    NDArray student = scaled(embeddings).logSoftmax(1);
    return Tensors.over(student.mul(teacher).sum(), (double) -embeddings.getShape().get(0));
  }

  private NDArray scaled(NDArray embeddings) {
    return Tensors.over(Tensors.normalizedRows(embeddings, EPSILON), temperature);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "guided distribution (temperature %s)", temperature);
  }
}
