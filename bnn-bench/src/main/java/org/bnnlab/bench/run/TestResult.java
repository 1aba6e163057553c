package org.bnnlab.bench.run;

import java.util.List;
import org.bnnlab.bench.evaluation.Guess;
import org.jspecify.annotations.Nullable;

/**
 * Predictions for all images of a split.
 *
 * @param loss mean cross-entropy
 * @param top1 share of images whose class is the first guess, in percent
 * @param top5 share of images whose class is among the first five guesses, in percent; null with
 *     fewer than six classes
 * @param guesses what was made of each image
 * @param synapticOperations spikes times fan-out for one image, on average; null for networks
 *     without spikes
 */
public record TestResult(
    double loss,
    double top1,
    @Nullable Double top5,
    List<Guess> guesses,
    @Nullable Double synapticOperations) {

  /** Copies the list. */
  public TestResult {
    guesses = List.copyOf(guesses);
  }

  /** True class of each image. */
  public List<Integer> labels() {
    return guesses.stream().map(Guess::label).toList();
  }

  /** First guess for each image. */
  public List<Integer> predictions() {
    return guesses.stream().map(Guess::prediction).toList();
  }
}
