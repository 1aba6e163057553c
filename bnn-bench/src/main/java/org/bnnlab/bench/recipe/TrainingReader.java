package org.bnnlab.bench.recipe;

import java.util.List;
import org.bnnlab.bench.objective.Objectives;
import org.bnnlab.bench.recipe.Setting.Group;
import org.jspecify.annotations.Nullable;

/**
 * Reads how a row is trained.
 *
 * @param faults the faults of the file
 * @param terms reads parts with arguments
 * @param groups reads groups
 * @param teachers reads the teacher
 */
record TrainingReader(Faults faults, PartTerms terms, Groups groups, TeacherReader teachers) {

  private static final List<String> KEYS =
      List.of("epochs", "batch", "dropLast", "optimizer", "schedule", "loss", "teacher");

  @Nullable TrainingPlan training(Setting setting) {
    Group group = groups.group("train", setting);
    groups.knownKeys("train", group, KEYS);
    for (String key : List.of("epochs", "batch")) {
      if (!group.entries().containsKey(key)) {
        faults.add(group.line(), "%s is missing in train", key);
      }
    }
    int unknown = Integer.MAX_VALUE;
    int epochs = Math.max(1, groups.integer("epochs", group, "epochs", unknown, 1));
    int batch = Math.max(1, groups.integer("batch", group, "batch", unknown, 1));
    boolean dropLast = groups.flag(group, "dropLast");
    OptimizerSpec optimizer =
        groups.required(group, "optimizer", "such as sgd(lr: 0.1)", terms::optimizer);
    ScheduleSpec schedule =
        groups.required(
            group, "schedule", "such as cosine", given -> terms.schedule(given, epochs));
    Setting given = group.entries().get("loss");
    ObjectiveSpec loss = given == null ? null : terms.loss(given);
    Setting named = group.entries().get("teacher");
    TeacherSpec teacher = named == null ? null : teachers.read(named);
    if (given != null && loss != null) {
      checkTeacher(given.line(), loss, named != null);
    }
    return optimizer == null || schedule == null
        ? null
        : new TrainingPlan(epochs, batch, dropLast, optimizer, schedule, loss, teacher);
  }

  private void checkTeacher(int line, ObjectiveSpec loss, boolean there) {
    if (!faults.isEmpty()) {
      return;
    }
    boolean needed = Objectives.of(loss.id(), loss.settings()).needsTeacher();
    if (needed && !there) {
      faults.add(line, "loss %s needs a teacher, such as teacher: { recipe: ID }", loss.id());
    } else if (there && !needed) {
      faults.add(line, "loss %s does not listen to a teacher, yet one is named", loss.id());
    }
  }
}
