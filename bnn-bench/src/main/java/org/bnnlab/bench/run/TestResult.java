package org.bnnlab.bench.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Predictions for all images of a split.
 *
 * @param loss mean cross-entropy
 * @param top1 share of images whose class is the first guess, in percent
 * @param top5 share of images whose class is among the first five guesses, in percent; null with
 *     fewer than six classes
 * @param labels true class of each image
 * @param predictions first guess for each image
 */
public record TestResult(
    double loss,
    double top1,
    @Nullable Double top5,
    List<Integer> labels,
    List<Integer> predictions) {

  /** Copies the lists. */
  public TestResult {
    labels = List.copyOf(labels);
    predictions = List.copyOf(predictions);
  }
}
