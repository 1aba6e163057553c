package org.bnnlab.methods.s2bnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.StateStore;

/**
 * The last K keys of a run, the negatives of momentum contrast: a ring of rows (K, D) and the place
 * of the next one, both in the run's {@link StateStore}. It starts with directions drawn at random.
 *
 * <p>MoCo's code wants K to be a multiple of the batch; here a batch may run over the end of the
 * ring and go on at its start, which is the same where it is one.
 */
final class KeyQueue {

  /** What the names of its tensors begin with. */
  static final String PREFIX = "moco.";

  private static final String KEYS = PREFIX + "queue";
  private static final String NEXT = PREFIX + "next";

  private final NDArray keys;
  private final NDArray next;

  private KeyQueue(NDArray keys, NDArray next) {
    this.keys = keys;
    this.next = next;
  }

  /**
   * The queue of a run, made where it is not there yet.
   *
   * @param size K
   * @param dimension D
   */
  static KeyQueue of(StateStore state, RandomStreams streams, int size, int dimension) {
    if (!state.contains(KEYS)) {
      state.create(
          KEYS,
          StateStore.Kind.RUN,
          new Shape(size, dimension),
          directions(streams, size, dimension));
    }
    return new KeyQueue(
        state.tensor(KEYS), state.zerosIfAbsent(NEXT, StateStore.Kind.RUN, new Shape(1)));
  }

  private static float[] directions(RandomStreams streams, int size, int dimension) {
    RandomGenerator random = streams.stream(KEYS, 0, 0);
    float[] values = new float[Math.multiplyExact(size, dimension)];
    double[] row = new double[dimension];
    for (int key = 0; key < size; key++) {
      double squares = 0;
      for (int i = 0; i < dimension; i++) {
        row[i] = random.nextGaussian();
        squares += row[i] * row[i];
      }
      for (int i = 0; i < dimension; i++) {
        values[key * dimension + i] = (float) (row[i] / Math.sqrt(squares));
      }
    }
    return values;
  }

  /** The keys (K, D), without gradient; they change with {@link #add}. */
  NDArray keys() {
    return keys;
  }

  /**
   * Overwrites the oldest keys.
   *
   * @param fresh (N, D), N at most K
   */
  void add(NDArray fresh) {
    int size = Math.toIntExact(keys.getShape().get(0));
    int count = Math.toIntExact(fresh.getShape().get(0));
    if (count > size) {
      throw new FaultException(
          "a batch of %d keys does not fit into a queue of %d; make the queue larger (option queue)"
              .formatted(count, size));
    }
    int start = (int) next.getFloat(0);
    int upToEnd = Math.min(count, size - start);
    write(start, fresh, 0, upToEnd);
    write(0, fresh, upToEnd, count);
    next.set(new NDIndex("0"), (start + count) % size);
  }

  private void write(int at, NDArray fresh, int from, int to) {
    if (to > from) {
      keys.set(new NDIndex("{}:{}", at, at + to - from), fresh.get(new NDIndex("{}:{}", from, to)));
    }
  }
}
