package org.bnnlab.bench.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.bench.recipe.Setting.Group;
import org.bnnlab.bench.recipe.Setting.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * Takes a row of several stages apart. What a stage does not say stands in the row.
 *
 * @param faults the faults of the file
 * @param groups reads groups
 */
record StageReader(Faults faults, Groups groups) {

  private static final List<String> KEYS =
      Stream.concat(
              Stream.of(
                  "name",
                  "bits",
                  "method",
                  "network",
                  "data",
                  "train",
                  "carry",
                  "trains",
                  "published"),
              PartReader.GROUPS.stream())
          .toList();

  /**
   * One stage, or a whole row without stages.
   *
   * @param row what it says, the row's common part included
   * @param name name of the stage; empty in a row without stages
   * @param index number of the stage, from 0
   * @param count number of stages
   * @param carry what it takes over
   * @param trains roles of the tensors that it changes
   */
  record Part(
      Group row, String name, int index, int count, Carry carry, Set<ParameterRole> trains) {

    /** Its place, behind the stage before. */
    @Nullable Stage<Recipe> stage(@Nullable Recipe previous) {
      return name.isEmpty() ? null : new Stage<>(name, index, count, carry, trains, previous);
    }
  }

  /** The stages of a row, in order; the row itself if it has none. */
  List<Part> parts(Group row) {
    Setting given = row.entries().get("stages");
    if (given == null) {
      return List.of(new Part(row, "", 0, 1, Carry.ALL, Stage.ALL_ROLES));
    }
    if (!(given instanceof Sequence sequence) || sequence.items().size() < 2) {
      faults.add(given.line(), "stages is a list of at least two, found %s", given.shown());
      return List.of();
    }
    Map<String, Setting> common = new LinkedHashMap<>(row.entries());
    common.remove("stages");
    Setting published = common.remove("published");
    int count = sequence.items().size();
    List<Part> parts = new ArrayList<>();
    for (Setting item : sequence.items()) {
      Group stage = groups.group("a stage", item);
      groups.knownKeys("a stage", stage, KEYS);
      int index = parts.size();
      Map<String, Setting> below = new LinkedHashMap<>(common);
      if (published != null && index == count - 1) {
        below.put("published", published);
      }
      parts.add(
          new Part(
              stage.over(new Group(row.line(), below)),
              name(stage, parts),
              index,
              count,
              carry(stage, index),
              trains(stage)));
    }
    return parts;
  }

  private String name(Group stage, List<Part> before) {
    String name = groups.text(stage, "name", "");
    if (!name.matches("[a-z0-9][a-z0-9-]*")) {
      faults.add(
          stage.line(),
          "a stage needs a name of small letters, digits and dashes, found \"%s\"",
          name);
      return "stage" + (before.size() + 1);
    }
    if (before.stream().anyMatch(part -> part.name().equals(name))) {
      faults.add(stage.line(), "two stages are called \"%s\"", name);
    }
    return name;
  }

  private Carry carry(Group stage, int index) {
    Setting given = stage.entries().get("carry");
    if (given == null) {
      return Carry.ALL;
    }
    if (index == 0) {
      faults.add(given.line(), "the first stage has none before it to carry tensors over from");
    }
    Group group = groups.group("carry", given);
    groups.knownKeys("carry", group, List.of("fresh", "dropped"));
    return new Carry(groups.texts(group, "fresh"), groups.texts(group, "dropped"));
  }

  private Set<ParameterRole> trains(Group stage) {
    Setting given = stage.entries().get("trains");
    if (given instanceof Sequence list && list.items().isEmpty()) {
      faults.add(given.line(), "trains needs at least one role, such as [auxiliary]");
    }
    Set<ParameterRole> roles =
        new RoleTerms(faults).roles("trains", given, Stage.ALL_ROLES, "[auxiliary]");
    return roles.isEmpty() ? Stage.ALL_ROLES : roles;
  }
}
