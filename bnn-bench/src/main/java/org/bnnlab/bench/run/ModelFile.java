package org.bnnlab.bench.run;

import static org.bnnlab.api.check.Checks.requireFound;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.bench.file.Safetensors;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.bench.recipe.Carry;

/**
 * The parameters of a trained network, to be put into another one.
 *
 * @param file where they come from, for messages
 * @param tensors the tensors by name
 */
record ModelFile(Path file, Map<String, StoredArray> tensors) {

  static ModelFile read(Path file) throws IOException {
    return new ModelFile(file, Safetensors.read(file).tensors());
  }

  /**
   * Overwrites every parameter and running statistic of a model. Before anything is changed, both
   * must turn out to have the same tensors, but for the exceptions.
   *
   * @param store holds the model, initialized
   * @param carry the exceptions
   * @throws FaultException with every tensor that is missing, not expected or of another shape, and
   *     every exception that fits none
   */
  void into(StateStore store, Carry carry) {
    Map<String, NDArray> model = store.tensors(StateStore.Kind.MODEL);
    List<String> faults = new ArrayList<>();
    List<String> carried = new ArrayList<>();
    model.forEach(
        (name, tensor) -> {
          StoredArray given = tensors.get(name);
          if (carry.startsFresh(name)) {
            return;
          }
          if (given == null || carry.drops(name)) {
            faults.add("missing: %s %s".formatted(name, tensor.getShape()));
          } else if (!new Shape(given.shape()).equals(tensor.getShape())) {
            faults.add(
                "different shape: %s is %s in the file, the network needs %s"
                    .formatted(name, new Shape(given.shape()), tensor.getShape()));
          } else {
            carried.add(name);
          }
        });
    tensors.forEach(
        (name, given) -> {
          if (!model.containsKey(name) && !carry.drops(name)) {
            faults.add("unexpected: %s %s".formatted(name, new Shape(given.shape())));
          }
        });
    unused("fresh", carry.fresh(), model.keySet(), faults);
    unused("dropped", carry.dropped(), tensors.keySet(), faults);
    if (!faults.isEmpty()) {
      faults.addFirst("the parameters in %s do not fit this network:".formatted(file));
      faults.add(
          "a stage names what starts anew and what is left behind: carry: { fresh: [...], dropped:"
              + " [...] }");
      throw new FaultException(faults);
    }
    carried.forEach(
        name -> store.set(name, requireFound(tensors.get(name), "no %s", name).asFloats()));
  }

  private static void unused(
      String key, List<String> patterns, Set<String> names, List<String> faults) {
    for (String pattern : patterns) {
      if (names.stream().noneMatch(name -> Carry.fits(pattern, name))) {
        faults.add("%s \"%s\" fits no tensor".formatted(key, pattern));
      }
    }
  }
}
