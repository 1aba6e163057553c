package org.bnnlab.methods.objective;

import static org.bnnlab.api.check.Checks.requireArgument;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.tensor.Tensors;
import org.bnnlab.api.training.Objective;
import org.bnnlab.api.training.Targets;

/**
 * Cross-entropy with smoothed labels: −mean over the batch of Σ_c q_c log softmax(s)_c, where q =
 * (1 − ε)·onehot + ε/C over the C classes.
 *
 * <p>Szegedy et al., "Rethinking the Inception Architecture", 2016, arXiv:1512.00567, section 7.
 * The PyTorch code of Bi-Real Net trains with ε = 0.1.
 *
 * @param epsilon share of the target that all classes divide, in [0, 1)
 */
public record LabelSmoothing(double epsilon) implements Objective {

  /** Checks the share. */
  public LabelSmoothing {
    requireArgument(
        epsilon >= 0 && epsilon < 1,
        "epsilon of smoothed labels must be in [0, 1), found %s",
        epsilon);
  }

  @Override
  public NDArray loss(NDArray logits, Targets targets) {
    double batch = (double) logits.getShape().get(0);
    double classes = (double) logits.getShape().get(1);
    NDArray log = logits.logSoftmax(1);
    NDArray own = Tensors.times(log.mul(targets.labels()).sum(), -(1 - epsilon) / batch);
    return own.add(Tensors.times(log.sum(), -epsilon / (batch * classes)));
  }
}
