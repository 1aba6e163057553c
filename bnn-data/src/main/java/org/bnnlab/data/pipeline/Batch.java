package org.bnnlab.data.pipeline;

import static org.bnnlab.data.Checks.requireState;

import java.nio.FloatBuffer;
import java.util.function.Consumer;
import org.bnnlab.data.ImageShape;

/**
 * Samples for one training step. Closing it hands its buffer back to the workers.
 *
 * <p>For one thread, the consumer's.
 */
public final class Batch implements AutoCloseable {

  private final int number;
  private final ImageShape shape;
  private final FloatBuffer data;
  private final int[] labels;
  private final int[] indices;
  private final Consumer<Batch> giveBack;
  private boolean closed;

  Batch(
      int number,
      ImageShape shape,
      FloatBuffer data,
      int[] labels,
      int[] indices,
      Consumer<Batch> giveBack) {
    this.number = number;
    this.shape = shape;
    this.data = data;
    this.labels = labels;
    this.indices = indices;
    this.giveBack = giveBack;
  }

  /** The place of the batch in its epoch, from 0. */
  public int number() {
    return number;
  }

  /** The number of samples. */
  public int size() {
    return labels.length;
  }

  /** The shape of one sample. */
  public ImageShape shape() {
    return shape;
  }

  /**
   * The values: {@code size · channels · height · width} floats in this order, in a direct buffer
   * of native byte order, position 0. Only to be used until the batch is closed.
   */
  public FloatBuffer data() {
    requireState(
        !closed, "batch %d is closed and its buffer may hold another one; copy it before", number);
    return data.duplicate();
  }

  /** The label of each sample. */
  public int[] labels() {
    return labels.clone();
  }

  /** The index of each sample in its source. */
  public int[] indices() {
    return indices.clone();
  }

  /** Hands the buffer back; a second call does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      giveBack.accept(this);
    }
  }
}
