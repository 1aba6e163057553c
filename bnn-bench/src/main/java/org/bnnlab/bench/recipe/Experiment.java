package org.bnnlab.bench.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.method.Bits;
import org.jspecify.annotations.Nullable;

/**
 * One training run, fully resolved: nothing is left to defaults that might change. Its hash stands
 * for all that decides the result, apart from code and machine.
 *
 * @param recipe id of the recipe it comes from, such as {@code cifar10/recu-resnet20}
 * @param recipeVersion version of that recipe
 * @param method the method
 * @param network the architecture
 * @param data the images
 * @param training how it is trained
 * @param seed seed of everything random
 * @param published the figure to compare with, if there is one; not part of the hash
 * @param stage its place in a training of several stages, or null; the experiment is that of one
 *     stage, and its hash covers those before it
 */
public record Experiment(
    String recipe,
    int recipeVersion,
    MethodChoice method,
    NetworkChoice network,
    DataChoice data,
    TrainingPlan training,
    long seed,
    @Nullable Published published,
    @Nullable Stage<Experiment> stage) {

  /** An experiment of one stage. */
  public Experiment(
      String recipe,
      int recipeVersion,
      MethodChoice method,
      NetworkChoice network,
      DataChoice data,
      TrainingPlan training,
      long seed,
      @Nullable Published published) {
    this(recipe, recipeVersion, method, network, data, training, seed, published, null);
  }

  /** The same experiment with another seed; a teacher keeps its own. */
  public Experiment withSeed(long other) {
    return new Experiment(
        recipe,
        recipeVersion,
        method,
        network,
        data,
        training,
        other,
        published,
        stage == null ? null : stage.map(before -> before.withSeed(other)));
  }

  /** The same experiment over another number of epochs in each of its stages. */
  public Experiment withEpochs(int epochs) {
    return new Experiment(
        recipe,
        recipeVersion,
        method,
        network,
        data,
        training.withEpochs(epochs),
        seed,
        published,
        stage == null ? null : stage.map(before -> before.withEpochs(epochs)));
  }

  /** The same experiment with batches of another size in its last stage. */
  public Experiment withBatch(int size) {
    return new Experiment(
        recipe,
        recipeVersion,
        method,
        network,
        data,
        training.withBatch(size),
        seed,
        published,
        stage);
  }

  /** The same experiment on the first {@code images} training images, 0 for all. */
  public Experiment withImages(int images) {
    return new Experiment(
        recipe,
        recipeVersion,
        method,
        network,
        data.withImages(images),
        training,
        seed,
        published,
        stage == null ? null : stage.map(before -> before.withImages(images)));
  }

  /**
   * The same experiment with training images decoded at {@code 1 / reduction} of their scale. Their
   * pixels are not those of the published figure, so it is left out.
   */
  public Experiment withReduction(int reduction) {
    if (reduction == data.reduction()) {
      return this;
    }
    return new Experiment(
        recipe,
        recipeVersion,
        method,
        network,
        data.withReduction(reduction),
        training,
        seed,
        null,
        stage == null ? null : stage.map(before -> before.withReduction(reduction)));
  }

  /** SHA-256 of {@link #canonicalJson} in UTF-8, in lower-case hexadecimal digits. */
  public String sha256() {
    return CanonicalJson.sha256(canonical());
  }

  /** The hash that all seeds of this experiment share: {@link #sha256} with the seed 0. */
  public String seriesSha256() {
    return withSeed(0).sha256();
  }

  /** Number of the stage, from 0. */
  public int stageIndex() {
    return stage == null ? 0 : stage.index();
  }

  /** Number of stages, at least 1. */
  public int stageCount() {
    return stage == null ? 1 : stage.count();
  }

  /**
   * Everything but the published figure, in JSON with one spelling for each value: keys sorted, no
   * blanks, shortest decimals. What an experiment does not use has no key, so that old hashes stay
   * valid.
   */
  public String canonicalJson() {
    return CanonicalJson.of(canonical());
  }

  private Map<String, Object> canonical() {
    Map<String, Object> all =
        ordered(
            "recipe", recipe,
            "recipeVersion", recipeVersion,
            "method", canonical(method),
            "network", canonical(network),
            "data", data(data),
            "training", canonical(training),
            "seed", seed);
    if (stage != null) {
      Map<String, Object> place =
          ordered("name", stage.name(), "index", stage.index(), "count", stage.count());
      if (!stage.trainsAll()) {
        place.put("trains", RoleTerms.words(stage.trains()));
      }
      Experiment previous = stage.previous();
      if (previous != null) {
        place.put(
            "carry", ordered("fresh", stage.carry().fresh(), "dropped", stage.carry().dropped()));
        place.put("previous", previous.canonical());
      }
      all.put("stage", place);
    }
    return all;
  }

  /** Parts stand there only where a row has any, so that the hashes of all others stay valid. */
  private static Map<String, Object> canonical(MethodChoice method) {
    Map<String, Object> fields =
        ordered(
            "id", method.id(),
            "bits", bits(method.bits()),
            "options", method.options());
    if (!method.hasOwnParts()) {
      Map<String, Object> parts = new LinkedHashMap<>();
      method
          .parts()
          .forEach(
              (place, part) ->
                  parts.put(place.path(), ordered("id", part.id(), "options", part.options())));
      fields.put("parts", parts);
    }
    return fields;
  }

  private static Map<String, Object> canonical(NetworkChoice network) {
    return ordered("id", network.id(), "options", network.options());
  }

  private static Map<String, Object> canonical(TrainingPlan training) {
    Map<String, Object> all =
        ordered(
            "epochs", training.epochs(),
            "batch", training.batch(),
            "dropLast", training.dropLast(),
            "optimizer", optimizer(training.optimizer()),
            "schedule",
                ordered(
                    "id", training.schedule().id(), "settings", training.schedule().settings()));
    ObjectiveSpec loss = training.loss();
    if (loss != null) {
      all.put("loss", ordered("id", loss.id(), "settings", loss.settings()));
    }
    TeacherSpec teacher = training.teacher();
    if (teacher != null) {
      all.put(
          "teacher",
          switch (teacher) {
            case TeacherSpec.Trained trained ->
                ordered("experiment", trained.experiment().canonical());
            case TeacherSpec.Weights weights ->
                ordered(
                    "sha256", weights.sha256(),
                    "method", canonical(weights.method()),
                    "network", canonical(weights.network()));
          });
    }
    return all;
  }

  /** What is as it always was stays out, so that old hashes stay valid. */
  private static Map<String, Object> data(DataChoice data) {
    Map<String, Object> map =
        ordered(
            "set", data.set(),
            "images", data.images(),
            "train", data.train().stream().map(TransformSpec::canonical).toList(),
            "normalization", data.normalization());
    if (!data.test().isEmpty()) {
      map.put("test", data.test().stream().map(TransformSpec::canonical).toList());
    }
    if (data.views() > 1) {
      map.put("views", data.views());
    }
    if (data.reduction() > 1) {
      map.put("reduction", data.reduction());
    }
    return map;
  }

  private static Map<String, Object> optimizer(OptimizerSpec optimizer) {
    return ordered(
        "id", optimizer.id(),
        "learningRate", optimizer.learningRate(),
        "settings", optimizer.settings(),
        "decays", decays(optimizer));
  }

  /** "all" stays "all" when further roles are invented, so that old hashes stay valid. */
  private static Object decays(OptimizerSpec optimizer) {
    if (optimizer.decays().equals(OptimizerSpec.ALL_ROLES)) {
      return "all";
    }
    return RoleTerms.words(optimizer.decays());
  }

  private static Object bits(@Nullable Bits bits) {
    return bits == null ? "of the method" : bits.toString();
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    List<Object> list = List.of(keysAndValues);
    for (int i = 0; i < list.size(); i += 2) {
      map.put((String) list.get(i), list.get(i + 1));
    }
    return map;
  }
}
