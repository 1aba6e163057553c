package org.bnnlab.bench.run;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one epoch measured; one line of {@code metrics.jsonl}. Times stand elsewhere: the same run
 * gives the same line on every machine of one kind.
 *
 * @param epoch epoch, from 0
 * @param learningRate learning rate of the epoch's first step
 * @param trainLoss mean loss over the training images, as they were met
 * @param trainTop1 top-1 accuracy on them, in percent; this and the next three are null where the
 *     network tells no classes apart, since it learns without labels
 * @param testLoss mean cross-entropy over the test images
 * @param testTop1 top-1 accuracy on the test images, in percent
 * @param testTop5 top-5 accuracy, in percent; null with fewer than six classes, too
 * @param quantities scheduled quantities of the method, such as tau
 * @param diagnostics figures of layers by {@code path.quantity}, means over the epoch; see {@link
 *     org.bnnlab.models.djl.Diagnostics}
 */
public record EpochMetrics(
    int epoch,
    double learningRate,
    double trainLoss,
    @Nullable Double trainTop1,
    @Nullable Double testLoss,
    @Nullable Double testTop1,
    @Nullable Double testTop5,
    Map<String, Double> quantities,
    Map<String, Double> diagnostics) {

  /** Copies the maps, sorted. */
  public EpochMetrics {
    quantities = new TreeMap<>(quantities);
    diagnostics = new TreeMap<>(diagnostics);
  }

  /** Whether the network tells classes apart. */
  boolean classified() {
    return testTop1 != null;
  }
}
