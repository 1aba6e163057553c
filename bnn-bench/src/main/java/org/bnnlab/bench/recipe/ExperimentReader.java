package org.bnnlab.bench.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.part.Place;
import org.jspecify.annotations.Nullable;

/**
 * Reads an {@link Experiment} back from its canonical JSON, as checkpoints keep it. The result has
 * the same hash; the published figure, which is not part of the hash, is not there.
 */
public final class ExperimentReader {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ExperimentReader() {}

  /**
   * Reads an experiment.
   *
   * @param canonicalJson what {@link Experiment#canonicalJson} gave
   * @throws FaultException if it is not that of an experiment
   */
  public static Experiment read(String canonicalJson) {
    Experiment experiment;
    try {
      experiment = experiment(JSON.readTree(canonicalJson));
    } catch (JsonProcessingException e) {
      throw new FaultException("not the JSON of an experiment: " + e.getOriginalMessage());
    } catch (FaultException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new FaultException("not the JSON of an experiment: " + e.getMessage());
    }
    if (!experiment.canonicalJson().equals(canonicalJson)) {
      throw new FaultException(
          "the experiment holds what this version of BNN Lab does not know; use the version that"
              + " wrote it");
    }
    return experiment;
  }

  private static Experiment experiment(JsonNode tree) {
    JsonNode data = tree.path("data");
    return new Experiment(
        tree.path("recipe").asText(),
        tree.path("recipeVersion").asInt(),
        method(tree.path("method")),
        network(tree.path("network")),
        new DataChoice(
            data.path("set").asText(),
            data.path("images").asInt(),
            transforms("train", data.path("train")),
            transforms("test", data.path("test")),
            data.path("views").asInt(1),
            data.path("reduction").asInt(1),
            false,
            data.path("normalization").asText()),
        training(tree.path("training")),
        tree.path("seed").asLong(),
        null,
        tree.has("stage") ? stage(tree.path("stage")) : null);
  }

  private static Stage<Experiment> stage(JsonNode stage) {
    return new Stage<>(
        stage.path("name").asText(),
        stage.path("index").asInt(),
        stage.path("count").asInt(),
        new Carry(texts(stage.path("carry"), "fresh"), texts(stage.path("carry"), "dropped")),
        roles(stage, "trains", Stage.ALL_ROLES),
        stage.has("previous") ? experiment(stage.path("previous")) : null);
  }

  private static MethodChoice method(JsonNode method) {
    return new MethodChoice(
        method.path("id").asText(),
        bits(method.path("bits").asText()),
        values(method, "options"),
        parts(method.path("parts")));
  }

  private static NetworkChoice network(JsonNode network) {
    return new NetworkChoice(network.path("id").asText(), values(network, "options"));
  }

  private static List<String> texts(JsonNode owner, String name) {
    List<String> texts = new ArrayList<>();
    owner.path(name).forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static Map<Place, PartChoice> parts(JsonNode parts) {
    Map<Place, PartChoice> read = new EnumMap<>(Place.class);
    for (Place place : Place.values()) {
      JsonNode part = parts.path(place.path());
      if (part.isObject()) {
        read.put(place, new PartChoice(part.path("id").asText(), values(part, "options")));
      }
    }
    return read;
  }

  private static @Nullable Bits bits(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? null
        : new Bits(
            Integer.parseInt(text.substring(0, slash)),
            Integer.parseInt(text.substring(slash + 1)));
  }

  private static List<TransformSpec> transforms(String key, JsonNode list) {
    Faults faults = new Faults();
    List<Setting> settings = new ArrayList<>();
    list.forEach(item -> settings.add(new Setting.Word(1, item.asText(), false)));
    List<TransformSpec> transforms =
        new TransformTerms(new PartTerms(faults), faults)
            .list(key, new Setting.Sequence(1, settings));
    if (!faults.isEmpty()) {
      throw new FaultException(faults.lines());
    }
    return transforms;
  }

  private static TrainingPlan training(JsonNode training) {
    JsonNode optimizer = training.path("optimizer");
    JsonNode schedule = training.path("schedule");
    Map<String, Double> settings = new LinkedHashMap<>();
    optimizer
        .path("settings")
        .properties()
        .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asDouble()));
    return new TrainingPlan(
        training.path("epochs").asInt(),
        training.path("batch").asInt(),
        training.path("dropLast").asBoolean(),
        new OptimizerSpec(
            optimizer.path("id").asText(),
            optimizer.path("learningRate").asDouble(),
            settings,
            roles(optimizer, "decays", OptimizerSpec.ALL_ROLES)),
        new ScheduleSpec(schedule.path("id").asText(), values(schedule, "settings")),
        training.has("loss")
            ? new ObjectiveSpec(
                training.path("loss").path("id").asText(),
                values(training.path("loss"), "settings"))
            : null,
        training.has("teacher") ? teacher(training.path("teacher")) : null);
  }

  /** Where the file of a teacher lies is not part of the experiment. */
  private static TeacherSpec teacher(JsonNode teacher) {
    return teacher.has("experiment")
        ? new TeacherSpec.Trained(experiment(teacher.path("experiment")))
        : new TeacherSpec.Weights(
            Path.of(""),
            teacher.path("sha256").asText(),
            method(teacher.path("method")),
            network(teacher.path("network")),
            null);
  }

  private static Set<ParameterRole> roles(JsonNode owner, String name, Set<ParameterRole> all) {
    return owner.path(name).isArray() ? RoleTerms.of(texts(owner, name)) : all;
  }

  private static Map<String, Object> values(JsonNode owner, String name) {
    Map<String, Object> values = new LinkedHashMap<>();
    owner
        .path(name)
        .properties()
        .forEach(entry -> values.put(entry.getKey(), value(entry.getValue())));
    return values;
  }

  private static Object value(JsonNode node) {
    if (node.isArray()) {
      List<Object> items = new ArrayList<>();
      node.forEach(item -> items.add(value(item)));
      return items;
    }
    return node.isNumber()
        ? node.numberValue()
        : node.isBoolean() ? node.asBoolean() : node.asText();
  }
}
