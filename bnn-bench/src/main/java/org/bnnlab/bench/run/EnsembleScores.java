package org.bnnlab.bench.run;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Averages the probabilities that several networks give to the classes of the same images. */
final class EnsembleScores {

  /** Keeps the logarithm of a probability finite. */
  private static final double LEAST = 1e-30;

  private final int classes;
  private final List<double[]> sums = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private int networks;
  private int image;

  EnsembleScores(int classes) {
    this.classes = classes;
  }

  /** What follows comes from another network, for the same images from the first on. */
  void nextNetwork() {
    networks++;
    image = 0;
  }

  void add(FloatBuffer logits, int[] batchLabels) {
    for (int i = 0; i < batchLabels.length; i++) {
      if (image == sums.size()) {
        sums.add(new double[classes]);
        labels.add(batchLabels[i]);
      }
      addProbabilities(logits, i * classes, sums.get(image));
      image++;
    }
  }

  private void addProbabilities(FloatBuffer logits, int first, double[] sum) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      largest = Math.max(largest, logits.get(first + c));
    }
    double total = 0;
    for (int c = 0; c < classes; c++) {
      total += Math.exp(logits.get(first + c) - largest);
    }
    for (int c = 0; c < classes; c++) {
      sum[c] += Math.exp(logits.get(first + c) - largest) / total;
    }
  }

  /**
   * The predictions of the mean.
   *
   * @param synapticOperations of all images and networks together; empty without spikes
   */
  TestResult result(OptionalDouble synapticOperations) {
    LogitScores scores = new LogitScores(classes);
    for (int i = 0; i < sums.size(); i++) {
      float[] logProbabilities = new float[classes];
      for (int c = 0; c < classes; c++) {
        logProbabilities[c] = (float) Math.log(Math.max(LEAST, sums.get(i)[c] / networks));
      }
      scores.add(FloatBuffer.wrap(logProbabilities), new int[] {labels.get(i)});
    }
    return scores.result(synapticOperations);
  }
}
