package org.bnnlab.methods.noisysup;

import static org.bnnlab.api.check.Checks.requireArgument;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.tensor.Tensors;

/**
 * A squared error against labels that are wrong at known rates; its mean over the noise is the
 * error against the true labels (Natarajan et al., NeurIPS 2013; Han et al., ICML 2020, arXiv
 * 2010.04871, equations 15 and 17).
 *
 * <p>With l(q, t) = (q - t)² and ρ_t the rate at which a true t is labelled -t: l̃(q, t) = ((1 -
 * ρ_{-t})·l(q, t) - ρ_t·l(q, -t)) / (1 - ρ_{+1} - ρ_{-1}), summed over all entries. It may be
 * negative.
 *
 * @param ratePositive ρ_{+1}: share of the true +1 that are labelled -1
 * @param rateNegative ρ_{-1}: share of the true -1 that are labelled +1
 */
public record UnbiasedLoss(double ratePositive, double rateNegative) {

  /** Checks that the labels still tell something. */
  public UnbiasedLoss {
    requireArgument(
        ratePositive >= 0 && rateNegative >= 0 && ratePositive + rateNegative < 1,
        "the rates of wrong labels must be at least 0 and their sum below 1, found %s and %s",
        ratePositive,
        rateNegative);
  }

  /**
   * The loss.
   *
   * @param predicted q, any shape
   * @param labels t, -1 or +1, the same shape, without gradient
   * @return a differentiable scalar
   */
  public NDArray sum(NDArray predicted, NDArray labels) {
    double denominator = 1 - ratePositive - rateNegative;
    NDArray right = predicted.sub(labels);
    NDArray wrong = predicted.add(labels);
    NDArray forRight = byLabel(labels, 1 - rateNegative, 1 - ratePositive, denominator);
    NDArray againstWrong = byLabel(labels, ratePositive, rateNegative, denominator);
    return right.mul(right).mul(forRight).sub(wrong.mul(wrong).mul(againstWrong)).sum();
  }

  /** One number where the label is +1, another where it is -1, both over the denominator. */
  private static NDArray byLabel(
      NDArray labels, double positive, double negative, double denominator) {
    double half = (positive - negative) / 2 / denominator;
    double middle = (positive + negative) / 2 / denominator;
    return Tensors.times(labels, half).add((float) middle);
  }
}
