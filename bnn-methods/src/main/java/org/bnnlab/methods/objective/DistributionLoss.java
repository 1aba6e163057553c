package org.bnnlab.methods.objective;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.tensor.Tensors;
import org.bnnlab.api.training.Objective;
import org.bnnlab.api.training.Targets;

/**
 * Cross-entropy with the teacher's probabilities: −mean over the batch of Σ_c softmax(t)_c log
 * softmax(s)_c for the logits s of the student and t of the teacher, both (N, C). Labels are not
 * used.
 *
 * <p>ReActNet, Liu et al., 2020, arXiv:2003.03488, section 4.3, and utils/KD_loss.py of its code.
 * The paper calls it a Kullback-Leibler divergence; it differs from that by the teacher's entropy,
 * which has no gradient.
 */
public record DistributionLoss() implements Objective {

  @Override
  public boolean needsTeacher() {
    return true;
  }

  @Override
  public NDArray loss(NDArray logits, Targets targets) {
    NDArray teacher = Teachers.logits(targets, logits).softmax(1);
    return Tensors.over(
        logits.logSoftmax(1).mul(teacher).sum(), (double) -logits.getShape().get(0));
  }
}
