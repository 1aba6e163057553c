package org.bnnlab.methods.objective;

import static org.bnnlab.api.check.Checks.requireArgument;
import static org.bnnlab.api.check.Checks.requireFound;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.training.Targets;

/** What a teacher said. */
final class Teachers {

  private Teachers() {}

  /** Its logits, without gradient, which must fit those of the student. */
  static NDArray logits(Targets targets, NDArray student) {
    NDArray teacher =
        requireFound(
            targets.teacherLogits(),
            "this loss needs a teacher; name one in the recipe (teacher: ...)");
    requireArgument(
        teacher.getShape().equals(student.getShape()),
        "the teacher says %s where the student says %s",
        teacher.getShape(),
        student.getShape());
    return teacher.stopGradient();
  }
}
