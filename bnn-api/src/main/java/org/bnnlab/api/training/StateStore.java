package org.bnnlab.api.training;

import static org.bnnlab.api.check.Checks.requireArgument;
import static org.bnnlab.api.check.Checks.requireFound;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bnnlab.api.tensor.Tensors;

/**
 * Every tensor of a run that outlives a step, by name: parameters, running statistics, optimizer
 * state, queues, masks. A checkpoint saves exactly this.
 *
 * <p>Tensors are float32, never require a gradient themselves and are changed in place.
 */
public final class StateStore implements AutoCloseable {

  /** What a tensor is for; checkpoints keep models and run state in separate files. */
  public enum Kind {
    /** Learned parameter or running statistic of the network. */
    MODEL,
    /** State of the run: momentum, queues, masks. */
    RUN
  }

  private record Entry(NDArray tensor, Kind kind) {}

  private final NDManager manager;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /**
   * An empty store.
   *
   * @param parent its tensors live in a child of this manager
   */
  public StateStore(NDManager parent) {
    this.manager = parent.newSubManager();
  }

  /** The manager that the tensors are attached to. */
  public NDManager manager() {
    return manager;
  }

  /**
   * Adds a tensor.
   *
   * @param values {@code shape.size()} values in row-major order
   * @throws IllegalArgumentException if the name is in use
   */
  public NDArray create(String name, Kind kind, Shape shape, float[] values) {
    requireArgument(!entries.containsKey(name), "the state has a tensor \"%s\" already", name);
    NDArray tensor = manager.create(FloatBuffer.wrap(values), shape);
    NDScope.unregister(tensor);
    entries.put(name, new Entry(tensor, kind));
    return tensor;
  }

  /** The tensor of a name, created as zeros if it is not there. */
  public NDArray zerosIfAbsent(String name, Kind kind, Shape shape) {
    Entry entry = entries.get(name);
    return entry != null
        ? entry.tensor()
        : create(name, kind, shape, new float[Math.toIntExact(shape.size())]);
  }

  /** Whether there is a tensor of a name. */
  public boolean contains(String name) {
    return entries.containsKey(name);
  }

  /**
   * The tensor of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public NDArray tensor(String name) {
    return requireFound(entries.get(name), "the state has no tensor \"%s\"", name).tensor();
  }

  /** Overwrites a tensor's values in place. */
  public void set(String name, float[] values) {
    NDArray tensor = tensor(name);
    requireArgument(
        tensor.getShape().size() == values.length,
        "tensor \"%s\" has shape %s, found %d values",
        name,
        tensor.getShape(),
        values.length);
    try (NDArray given = manager.create(FloatBuffer.wrap(values), tensor.getShape())) {
      Tensors.assign(tensor, given);
    }
  }

  /** All tensors of a kind, in the order of their creation. */
  public Map<String, NDArray> tensors(Kind kind) {
    Map<String, NDArray> chosen = new LinkedHashMap<>();
    entries.forEach(
        (name, entry) -> {
          if (entry.kind() == kind) {
            chosen.put(name, entry.tensor());
          }
        });
    return chosen;
  }

  @Override
  public void close() {
    manager.close();
  }
}
