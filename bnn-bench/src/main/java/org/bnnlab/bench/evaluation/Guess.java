package org.bnnlab.bench.evaluation;

/**
 * What a classifier makes of one image.
 *
 * @param label true class
 * @param prediction most probable class
 * @param rank place of the true class among the guesses, from 1
 * @param confidence probability of the prediction, in [0, 1]
 * @param probability probability of the true class, in [0, 1]
 * @param logLoss negative logarithm of that probability, in nats
 * @param entropy entropy of the probabilities of all classes, in nats
 */
public record Guess(
    int label,
    int prediction,
    int rank,
    double confidence,
    double probability,
    double logLoss,
    double entropy) {

  /** Whether the most probable class is the true one. */
  public boolean hit() {
    return label == prediction;
  }
}
