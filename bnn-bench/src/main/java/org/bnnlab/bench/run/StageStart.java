package org.bnnlab.bench.run;

import static org.bnnlab.api.check.Checks.requireFound;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.training.LearningRuleFactory;
import org.bnnlab.api.training.NetworkRole;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.bench.file.Safetensors;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.Stage;

/** What a stage takes over from the one before. */
final class StageStart {

  private StageStart() {}

  /**
   * Puts the result of the stage before into the state of a stage: its model; what of its run's
   * state the method's learning rule carries on, such as a queue of keys; and, where a key encoder
   * is not among that, a copy of the student.
   *
   * @return whether there is a stage before
   * @throws FaultException if the result does not fit
   */
  static boolean apply(
      Experiment experiment, Method method, StateStore state, Prerequisites prerequisites)
      throws IOException {
    Stage<Experiment> stage = experiment.stage();
    if (stage == null || stage.previous() == null) {
      return false;
    }
    Path previous = requireFound(prerequisites.previous(), "the stage before has no result");
    ModelFile.read(previous).into(state, stage.carry());
    copyStudent(state);
    LearningRuleFactory rule = method.learningRule().orElse(null);
    if (rule != null) {
      carry(state, rule, previous.resolveSibling(Checkpoint.RUN));
    }
    return true;
  }

  private static void copyStudent(StateStore state) {
    state
        .tensors(StateStore.Kind.MODEL)
        .forEach(
            (name, tensor) -> {
              String copy = NetworkRole.KEY_ENCODER.id() + "." + name;
              if (state.contains(copy)) {
                state.set(copy, tensor.toFloatArray());
              }
            });
  }

  private static void carry(StateStore state, LearningRuleFactory rule, Path file)
      throws IOException {
    List<String> faults = new ArrayList<>();
    for (Map.Entry<String, StoredArray> entry : Safetensors.read(file).tensors().entrySet()) {
      String name = entry.getKey();
      if (!rule.carries(name)) {
        continue;
      }
      Shape shape = new Shape(entry.getValue().shape());
      if (!state.contains(name)) {
        state.create(name, StateStore.Kind.RUN, shape, entry.getValue().asFloats());
      } else if (state.tensor(name).getShape().equals(shape)) {
        state.set(name, entry.getValue().asFloats());
      } else {
        faults.add(
            "%s is %s there, this stage needs %s"
                .formatted(name, shape, state.tensor(name).getShape()));
      }
    }
    if (!faults.isEmpty()) {
      faults.addFirst(
          "the state of the stage before (%s) does not fit; give both stages the same options:"
              .formatted(file));
      throw new FaultException(faults);
    }
  }
}
