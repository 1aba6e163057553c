package org.bnnlab.bench.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.check.Suggestion;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.training.Objective;
import org.bnnlab.bench.file.Npz;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.bench.recipe.OptimizerSpec;
import org.bnnlab.methods.objective.DistributionLoss;
import org.bnnlab.methods.objective.LabelSmoothing;

/**
 * A recorded training trajectory: arrays ({@code init/}, {@code steps/}, {@code grad0/}, {@code
 * eval/}), and the sidecar that says which method, network and optimizer made it.
 */
final class Trajectory {

  /** Array of the teacher's logits for each step. */
  static final String TEACHER = "steps/teacher";

  private static final Pattern SMOOTHING =
      Pattern.compile("smooth[a-z]*(?:[^0-9]*([0-9]*\\.[0-9]+))?", Pattern.CASE_INSENSITIVE);

  /** What the script of BN-free networks calls it. */
  private static final String SCRIPTS_SMOOTHING = "ls";

  private static final double USUAL_SMOOTHING = 0.1;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Convolutions, and what is learned per channel in the shape (1, C, 1, 1) or (C, 1, 1, 1). */
  private static final Set<ParameterRole> FOUR_DIMENSIONAL =
      Collections.unmodifiableSet(
          EnumSet.of(
              ParameterRole.WEIGHT,
              ParameterRole.STEM_WEIGHT,
              ParameterRole.SHORTCUT_WEIGHT,
              ParameterRole.SCALE,
              ParameterRole.SHIFT));

  private final Path file;
  private final Map<String, StoredArray> arrays;
  private final JsonNode sidecar;
  private final NamesMap names;

  private Trajectory(Path file, Map<String, StoredArray> arrays, JsonNode sidecar, NamesMap names) {
    this.file = file;
    this.arrays = arrays;
    this.sidecar = sidecar;
    this.names = names;
  }

  /**
   * Reads a trajectory.
   *
   * @param file the {@code .npz}; its sidecar is the {@code .json} beside it
   * @param namesFile maps official parameter names to ours, see {@link NamesMap}; null for one that
   *     is not used
   * @throws FaultException if the sidecar or the names are missing or not a trajectory's
   */
  static Trajectory read(Path file, Path namesFile) throws IOException {
    Path sidecarFile = file.resolveSibling(NamesFile.nameOf(file) + ".json");
    JsonNode sidecar = json(sidecarFile, "the sidecar that names method, network and optimizer");
    if (!sidecar.path("kind").asText().equals("trajectory")) {
      throw new FaultException(
          "%s: kind is \"%s\", replay takes a \"trajectory\""
              .formatted(sidecarFile, sidecar.path("kind").asText()));
    }
    NamesMap names = new NamesMap();
    JsonNode mapping = json(namesFile, "the map from the official parameter names to ours");
    mapping.properties().forEach(entry -> names.put(entry.getKey(), entry.getValue().asText("")));
    return new Trajectory(file, Npz.read(file), sidecar, names);
  }

  private static JsonNode json(Path file, String what) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FaultException("%s is missing: it holds %s".formatted(file, what));
    }
    try {
      return JSON.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new FaultException(
          "%s, line %d: not JSON: %s"
              .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()));
    }
  }

  private Path sidecarFile() {
    return file.resolveSibling(NamesFile.nameOf(file) + ".json");
  }

  String name() {
    return NamesFile.nameOf(file);
  }

  String methodId() {
    return sidecar.path("method").path("id").asText();
  }

  Bits bits() {
    JsonNode method = sidecar.path("method");
    return new Bits(method.path("weightBits").asInt(1), method.path("activationBits").asInt(1));
  }

  /**
   * Options of the method that the sidecar gives: those it names, and the constants of residual
   * connections and gradient clipping, which stand elsewhere in it.
   *
   * @param known names of the method's options
   */
  Map<String, Object> methodOptions(Set<String> known) {
    Map<String, Object> options = plain(sidecar.path("method").path("options"));
    putIfKnown(options, known, "alpha", sidecar.path("method").path("alpha"));
    putIfKnown(options, known, "clip", sidecar.path("gradientTransform").path("clip"));
    return options;
  }

  private static void putIfKnown(
      Map<String, Object> options, Set<String> known, String name, JsonNode value) {
    if (known.contains(name) && value.isNumber()) {
      options.putIfAbsent(name, value.asDouble());
    }
  }

  String networkId() {
    return sidecar.path("network").path("id").asText();
  }

  /**
   * Architecture options that the sidecar's network section gives.
   *
   * @param known names of the architecture's options
   */
  Map<String, Object> networkOptions(Set<String> known) {
    Map<String, Object> options = new LinkedHashMap<>();
    JsonNode network = sidecar.path("network");
    if (network.has("widths")) {
      options.put("widths", integers(network.path("widths")));
    }
    if (network.has("depths")) {
      options.put("depths", integers(network.path("depths")));
    }
    if (network.has("stem")) {
      boolean small = network.path("stem").asText().startsWith("3x3");
      options.put("stem", small ? "cifar" : "imagenet");
    }
    if (network.has("shortcuts")) {
      options.put("shortcuts", network.path("shortcuts").asText());
    }
    String downsample = network.path("downsample").asText();
    if (!downsample.isEmpty()) {
      options.put(
          "downsample",
          downsample.startsWith("average")
              ? "average-pool"
              : downsample.startsWith("sub") ? "subsample" : "convolution");
    }
    options.keySet().retainAll(known);
    return options;
  }

  List<Integer> input() {
    return integers(sidecar.path("network").path("input"));
  }

  int classes() {
    return sidecar.path("network").path("classes").asInt(10);
  }

  String optimizerId() {
    return sidecar.path("optimizer").path("id").asText();
  }

  double learningRate() {
    return sidecar.path("optimizer").path("lr").asDouble(0);
  }

  /** Settings of the optimizer as {@link org.bnnlab.bench.optimizer.Optimizers} names them. */
  Map<String, Double> optimizerSettings() {
    Map<String, Double> settings = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : sidecar.path("optimizer").properties()) {
      JsonNode value = entry.getValue();
      if (value.isNumber()) {
        settings.put(entry.getKey().equals("eps") ? "epsilon" : entry.getKey(), value.asDouble());
      } else if (value.isBoolean()) {
        settings.put(entry.getKey(), value.asBoolean() ? 1.0 : 0.0);
      } else if (entry.getKey().equals("betas") && value.size() == 2) {
        settings.put("beta1", value.path(0).asDouble());
        settings.put("beta2", value.path(1).asDouble());
      }
    }
    return settings;
  }

  /**
   * Roles of the parameters that decay.
   *
   * @throws FaultException if the sidecar says it in words that are not known
   */
  Set<ParameterRole> decays() {
    String text = sidecar.path("optimizer").path("decays").asText("").strip();
    if (text.isEmpty() || text.startsWith("all")) {
      return OptimizerSpec.ALL_ROLES;
    }
    if (text.startsWith("every four-dimensional parameter")) {
      return FOUR_DIMENSIONAL;
    }
    throw new FaultException(
        "%s: optimizer decays is \"%s\"; known are \"all parameters\" and %s"
            .formatted(sidecarFile(), text, "\"every four-dimensional parameter ...\""));
  }

  /**
   * The loss that the sidecar tells of: with recorded logits of a teacher the distribution loss,
   * else smoothed labels, else nothing, and the method's own is meant.
   */
  Optional<Objective> objective() {
    if (has(TEACHER)) {
      return Optional.of(new DistributionLoss());
    }
    Matcher smoothing = SMOOTHING.matcher(sidecar.path("loss").asText());
    boolean told = smoothing.find();
    if (!told && !sidecar.path("official").path("loss").asText().equals(SCRIPTS_SMOOTHING)) {
      return Optional.empty();
    }
    String epsilon = told ? smoothing.group(1) : null;
    return Optional.of(
        new LabelSmoothing(epsilon == null ? USUAL_SMOOTHING : Double.parseDouble(epsilon)));
  }

  int steps() {
    return (int) array("steps/x").shape()[0];
  }

  TrainingProgress progress(int step) {
    JsonNode schedule = sidecar.path("schedule");
    int epoch = schedule.path("epochOfStep").path(step).asInt(0);
    int epochs = schedule.path("totalEpochs").asInt(1);
    return new TrainingProgress(epoch, epochs, step, steps(), 0, 1);
  }

  /** Whether an array of this name was recorded. */
  boolean has(String name) {
    return arrays.containsKey(name);
  }

  /** The recorded array of a name. */
  StoredArray array(String name) {
    StoredArray array = arrays.get(name);
    if (array == null) {
      throw new FaultException(
          "%s has no array \"%s\"%s"
              .formatted(file, name, Suggestion.forUnknown(name, arrays.keySet())));
    }
    return array;
  }

  /** Recorded arrays below a folder, under our names; arrays mapped to nothing are left out. */
  Map<String, StoredArray> named(String folder) {
    Map<String, StoredArray> chosen = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    arrays.forEach(
        (name, array) -> {
          if (name.startsWith(folder)) {
            String ours = names.ours(name.substring(folder.length()));
            if (ours == null) {
              unknown.add(name.substring(folder.length()));
            } else if (!ours.isEmpty()) {
              chosen.put(ours, array);
            }
          }
        });
    if (!unknown.isEmpty()) {
      throw new FaultException(
          "%s: the names map says nothing of %s; map each to our name, or to null to leave it out"
              .formatted(file, String.join(", ", unknown)));
    }
    return Collections.unmodifiableMap(chosen);
  }

  private static List<Integer> integers(JsonNode list) {
    List<Integer> values = new ArrayList<>();
    list.forEach(value -> values.add(value.asInt()));
    return values;
  }

  private static Map<String, Object> plain(JsonNode object) {
    Map<String, Object> values = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              values.put(
                  entry.getKey(),
                  value.isInt()
                      ? (Object) value.asInt()
                      : value.isNumber()
                          ? (Object) value.asDouble()
                          : value.isBoolean() ? (Object) value.asBoolean() : value.asText());
            });
    return values;
  }
}
