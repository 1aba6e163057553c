package org.bnnlab.methods.bisnn;

/**
 * Loss of one layer's read-out at one time step, mean over the batch ({@code utils/loss.py}).
 *
 * @param kind which loss
 * @param softmax whether the loss gets the softmax of the read-out in place of the read-out: with
 *     cross-entropy a softmax of a softmax, as in the official script for event data
 */
record LocalLoss(Kind kind, boolean softmax) {

  /** Losses. */
  enum Kind {
    /** Binary cross-entropy with logits, mean over samples and outputs. */
    BINARY_CROSS_ENTROPY,
    /** Softmax cross-entropy, mean over the samples. */
    CROSS_ENTROPY
  }

  /**
   * The loss and its gradient.
   *
   * @param readout read-outs (batch, classes)
   * @param labels class of each sample
   * @param gradient takes the gradient of the read-outs
   * @return the loss
   */
  double evaluate(double[] readout, int[] labels, int classes, double[] gradient) {
    double loss = 0;
    double[] row = new double[classes];
    double[] error = new double[classes];
    for (int b = 0; b < labels.length; b++) {
      System.arraycopy(readout, b * classes, row, 0, classes);
      if (softmax) {
        softmax(row);
      }
      loss +=
          kind == Kind.CROSS_ENTROPY
              ? multiclass(row, labels[b], error)
              : binary(row, labels[b], error);
      if (softmax) {
        throughSoftmax(row, error);
      }
      for (int c = 0; c < classes; c++) {
        gradient[b * classes + c] = error[c] / labels.length;
      }
    }
    return loss / labels.length;
  }

  private static double multiclass(double[] scores, int label, double[] error) {
    System.arraycopy(scores, 0, error, 0, scores.length);
    double logSum = softmax(error);
    error[label] -= 1;
    return logSum - scores[label];
  }

  private static double binary(double[] scores, int label, double[] error) {
    double loss = 0;
    for (int c = 0; c < scores.length; c++) {
      double target = c == label ? 1 : 0;
      double x = scores[c];
      loss += Math.max(x, 0) - x * target + Math.log1p(Math.exp(-Math.abs(x)));
      error[c] = (1 / (1 + Math.exp(-x)) - target) / scores.length;
    }
    return loss / scores.length;
  }

  /** Turns scores into probabilities; gives the logarithm of the sum of their exponentials. */
  private static double softmax(double[] scores) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      largest = Math.max(largest, score);
    }
    double sum = 0;
    for (int c = 0; c < scores.length; c++) {
      scores[c] = Math.exp(scores[c] - largest);
      sum += scores[c];
    }
    for (int c = 0; c < scores.length; c++) {
      scores[c] /= sum;
    }
    return largest + Math.log(sum);
  }

  /** From the gradient of probabilities to that of the scores below them. */
  private static void throughSoftmax(double[] probabilities, double[] error) {
    double mean = 0;
    for (int c = 0; c < error.length; c++) {
      mean += probabilities[c] * error[c];
    }
    for (int c = 0; c < error.length; c++) {
      error[c] = probabilities[c] * (error[c] - mean);
    }
  }
}
