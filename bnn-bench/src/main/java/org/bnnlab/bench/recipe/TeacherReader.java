package org.bnnlab.bench.recipe;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.bench.file.AtomicFolder;
import org.bnnlab.bench.recipe.Setting.Group;
import org.bnnlab.bench.recipe.Setting.Word;
import org.jspecify.annotations.Nullable;

/**
 * Reads the teacher of a row: the result of a recipe, the folder of a run, or a safetensors file.
 *
 * @param faults the faults of the file
 * @param groups reads groups
 * @param choices reads method and network
 * @param recipes finds a recipe by its id
 */
record TeacherReader(
    Faults faults, Groups groups, Choices choices, Function<String, Recipe> recipes) {

  private static final List<String> SOURCES = List.of("recipe", "checkpoint", "safetensors");

  /** The teacher, or null with a fault. */
  @Nullable TeacherSpec read(Setting setting) {
    Group group = groups.group("teacher", setting);
    List<String> named = SOURCES.stream().filter(group.entries()::containsKey).toList();
    if (named.size() != 1) {
      faults.add(
          setting.line(),
          "a teacher is named by one of recipe, checkpoint and safetensors, found %s",
          named.isEmpty() ? "none" : String.join(" and ", named));
      return null;
    }
    String source = named.getFirst();
    String value = groups.text(group, source, "");
    int line = Groups.line(group, source);
    return switch (source) {
      case "recipe" -> trained(group, line, value);
      case "checkpoint" -> ofRun(group, line, value);
      default -> ofFile(group, line, value);
    };
  }

  private @Nullable TeacherSpec trained(Group group, int line, String id) {
    groups.knownKeys("teacher", group, List.of("recipe", "seed"));
    try {
      Recipe recipe = recipes.apply(id);
      long seed = recipe.seeds().getFirst();
      if (group.entries().get("seed") instanceof Word word) {
        if (!(word.value() instanceof Integer) && !(word.value() instanceof Long)) {
          faults.add(word.line(), "a seed is an integer, found %s", word.shown());
          return null;
        }
        seed = ((Number) word.value()).longValue();
      }
      return new TeacherSpec.Trained(recipe.experiment(seed));
    } catch (FaultException e) {
      e.faults().forEach(fault -> faults.add(line, "teacher: %s", fault));
      return null;
    }
  }

  /** A run says itself what it trained. */
  private @Nullable TeacherSpec ofRun(Group group, int line, String place) {
    groups.knownKeys("teacher", group, List.of("checkpoint"));
    List<Path> candidates =
        Stream.of("checkpoint", "").map(name -> Path.of(place).resolve(name)).toList();
    for (Path folder : candidates) {
      Path state = folder.resolve("state.json");
      if (Files.isRegularFile(state)) {
        try {
          Experiment experiment =
              ExperimentReader.read(
                  JsonMapper.builder()
                      .build()
                      .readTree(Files.readString(state))
                      .path("experiment")
                      .asText());
          Path model = folder.resolve("model.safetensors");
          return new TeacherSpec.Weights(
              model,
              AtomicFolder.sha256(model),
              experiment.method(),
              experiment.network(),
              experiment.data());
        } catch (IOException | FaultException e) {
          faults.add(line, "teacher %s cannot be read: %s", folder, String.valueOf(e.getMessage()));
          return null;
        }
      }
    }
    faults.add(line, "teacher %s is not the folder of a run (bnn train makes them)", place);
    return null;
  }

  private @Nullable TeacherSpec ofFile(Group group, int line, String name) {
    groups.knownKeys("teacher", group, List.of("safetensors", "sha256", "method", "network"));
    List<String> hints = new ArrayList<>();
    MethodChoice method =
        groups.required(group, "method", "of the teacher, such as float", choices::method);
    NetworkChoice network =
        groups.required(group, "network", "of the teacher, such as resnet20", choices::network);
    Path file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      faults.add(line, "teacher %s is not there", file.toAbsolutePath());
      return null;
    }
    String sha256 = "";
    try {
      sha256 = AtomicFolder.sha256(file);
    } catch (IOException e) {
      hints.add(Objects.toString(e.getMessage()));
    }
    String expected = groups.text(group, "sha256", sha256);
    if (!expected.equals(sha256)) {
      hints.add("its SHA-256 is %s, expected %s".formatted(sha256, expected));
    }
    hints.forEach(hint -> faults.add(line, "teacher %s: %s", file, hint));
    return method == null || network == null
        ? null
        : new TeacherSpec.Weights(file, sha256, method, network, null);
  }
}
