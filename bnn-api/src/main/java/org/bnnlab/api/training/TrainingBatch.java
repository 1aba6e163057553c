package org.bnnlab.api.training;

import static org.bnnlab.api.check.Checks.requireArgument;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch on the device.
 *
 * @param views normalized images (N, C, H, W); one entry, or one for each augmented view
 * @param labels one-hot labels (N, classes)
 * @param teacherLogits logits (N, classes) of a teacher for the first view, or null without one
 * @param index number of the batch in its epoch
 */
public record TrainingBatch(
    List<NDArray> views, NDArray labels, @Nullable NDArray teacherLogits, int index) {

  /** Copies the list. */
  public TrainingBatch {
    views = List.copyOf(views);
    requireArgument(!views.isEmpty(), "batch %d has no view", index);
  }

  /** A batch of single views without a teacher. */
  public static TrainingBatch of(NDArray images, NDArray labels, int index) {
    return new TrainingBatch(List.of(images), labels, null, index);
  }

  /** The first view. */
  public NDArray images() {
    return views.getFirst();
  }

  /** What the network should say. */
  public Targets targets() {
    return new Targets(labels, teacherLogits);
  }
}
