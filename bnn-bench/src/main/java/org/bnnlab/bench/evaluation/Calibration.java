package org.bnnlab.bench.evaluation;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a classifier is as often right as it says.
 *
 * @param negativeLogLikelihood mean of −log p(true class), in nats
 * @param expectedCalibrationError mean over the images of |accuracy − confidence| of their bin, in
 *     [0, 1] (Naeini et al., 2015; Guo et al., 2017, arXiv 1706.04599, equation 3)
 * @param confidence mean probability of the predictions, in [0, 1]
 * @param entropy mean entropy of the probabilities, in nats
 * @param bins confidences in equal bins from 0 to 1
 */
public record Calibration(
    double negativeLogLikelihood,
    double expectedCalibrationError,
    double confidence,
    double entropy,
    List<Bin> bins) {

  /** Bins of the tables here, as in the evaluation code of BiSNN's successor. */
  public static final int BINS = 20;

  /** Copies the list. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * Images of like confidence.
   *
   * @param from lowest confidence of the bin
   * @param to confidence of the next bin; the last bin holds 1
   * @param images images in the bin
   * @param accuracy share of them that are right; NaN without any
   * @param confidence their mean confidence; NaN without any
   */
  public record Bin(double from, double to, int images, double accuracy, double confidence) {}

  /**
   * The calibration of some predictions.
   *
   * @param bins number of equal bins
   */
  public static Calibration of(List<Guess> guesses, int bins) {
    requireArgument(!guesses.isEmpty(), "calibration needs at least one prediction, found none");
    requireArgument(bins >= 1, "bins must be at least 1, found %d", bins);
    double logLoss = 0;
    double entropy = 0;
    double confidence = 0;
    List<Bin> filled = new ArrayList<>();
    double error = 0;
    for (int bin = 0; bin < bins; bin++) {
      int images = 0;
      int hits = 0;
      double sum = 0;
      for (Guess guess : guesses) {
        if (bin == Math.min(bins - 1, (int) (guess.confidence() * bins))) {
          images++;
          hits += guess.hit() ? 1 : 0;
          sum += guess.confidence();
        }
      }
      filled.add(
          new Bin(
              (double) bin / bins,
              (bin + 1.0) / bins,
              images,
              images == 0 ? Double.NaN : (double) hits / images,
              images == 0 ? Double.NaN : sum / images));
      error += Math.abs(hits - sum);
      confidence += sum;
    }
    for (Guess guess : guesses) {
      logLoss += guess.logLoss();
      entropy += guess.entropy();
    }
    int count = guesses.size();
    return new Calibration(
        logLoss / count, error / count, confidence / count, entropy / count, filled);
  }
}
