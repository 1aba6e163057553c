package org.bnnlab.bench.run;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.bnnlab.bench.evaluation.Guess;
import org.jspecify.annotations.Nullable;

/** Accumulates loss and accuracy over batches of logits, in double and in the order of arrival. */
public final class LogitScores {

  private static final int SHORT_LIST = 5;

  private final int classes;
  private final List<Guess> guesses = new ArrayList<>();

  /**
   * No batch yet.
   *
   * @param classes number of classes
   */
  public LogitScores(int classes) {
    this.classes = classes;
  }

  /**
   * Adds a batch.
   *
   * @param logits (N, classes)
   * @param batchLabels true class of each of the N images
   */
  public void add(FloatBuffer logits, int[] batchLabels) {
    for (int i = 0; i < batchLabels.length; i++) {
      guesses.add(guess(logits, i * classes, batchLabels[i]));
    }
  }

  private Guess guess(FloatBuffer logits, int first, int label) {
    float own = logits.get(first + label);
    int above = 0;
    int best = 0;
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      float logit = logits.get(first + c);
      if (logit > largest) {
        largest = logit;
        best = c;
      }
      // Of equal logits the lower class counts as the better guess, as for the first one.
      if (logit > own || (logit == own && c < label)) {
        above++;
      }
    }
    double sum = 0;
    double weighted = 0;
    for (int c = 0; c < classes; c++) {
      double over = logits.get(first + c) - largest;
      sum += Math.exp(over);
      weighted += over * Math.exp(over);
    }
    double logLoss = largest + Math.log(sum) - own;
    return new Guess(
        label,
        best,
        above + 1,
        1 / sum,
        Math.exp(-logLoss),
        logLoss,
        Math.log(sum) - weighted / sum);
  }

  /** What all batches come to, of a network without spikes. */
  public TestResult result() {
    return result(OptionalDouble.empty());
  }

  /**
   * The predictions.
   *
   * @param synapticOperations of all images together; empty for networks without spikes
   */
  TestResult result(OptionalDouble synapticOperations) {
    int count = guesses.size();
    int hits = 0;
    int inShortList = 0;
    double lossSum = 0;
    for (Guess guess : guesses) {
      hits += guess.hit() ? 1 : 0;
      inShortList += guess.rank() <= SHORT_LIST ? 1 : 0;
      lossSum += guess.logLoss();
    }
    @Nullable Double top5 = classes > SHORT_LIST ? percent(inShortList, count) : null;
    return new TestResult(
        lossSum / count,
        percent(hits, count),
        top5,
        guesses,
        synapticOperations.isPresent() ? synapticOperations.getAsDouble() / count : null);
  }

  /** Number of images whose class is the first guess. */
  static int hits(FloatBuffer logits, int[] labels, int classes) {
    int hits = 0;
    for (int i = 0; i < labels.length; i++) {
      int best = 0;
      for (int c = 1; c < classes; c++) {
        if (logits.get(i * classes + c) > logits.get(i * classes + best)) {
          best = c;
        }
      }
      hits += best == labels[i] ? 1 : 0;
    }
    return hits;
  }

  static double percent(int part, int whole) {
    return whole == 0 ? Double.NaN : 100.0 * part / whole;
  }
}
