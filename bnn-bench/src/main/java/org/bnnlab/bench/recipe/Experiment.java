package org.bnnlab.bench.recipe;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.parameter.ParameterRole;
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
 */
public record Experiment(
    String recipe,
    int recipeVersion,
    MethodChoice method,
    NetworkChoice network,
    DataChoice data,
    TrainingPlan training,
    long seed,
    @Nullable Published published) {

  /** The same experiment with another seed. */
  public Experiment withSeed(long other) {
    return new Experiment(recipe, recipeVersion, method, network, data, training, other, published);
  }

  /** The same experiment over another number of epochs. */
  public Experiment withEpochs(int epochs) {
    return new Experiment(
        recipe, recipeVersion, method, network, data, training.withEpochs(epochs), seed, published);
  }

  /** The same experiment on the first {@code images} training images, 0 for all. */
  public Experiment withImages(int images) {
    return new Experiment(
        recipe, recipeVersion, method, network, data.withImages(images), training, seed, published);
  }

  /** SHA-256 of {@link #canonicalJson} in UTF-8, in lower-case hexadecimal digits. */
  public String sha256() {
    try {
      byte[] json = canonicalJson().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The hash that all seeds of this experiment share: {@link #sha256} with the seed 0. */
  public String seriesSha256() {
    return withSeed(0).sha256();
  }

  /**
   * Everything but the published figure, in JSON with one spelling for each value: keys sorted, no
   * blanks, shortest decimals.
   */
  public String canonicalJson() {
    return CanonicalJson.of(
        ordered(
            "recipe", recipe,
            "recipeVersion", recipeVersion,
            "method",
                ordered(
                    "id", method.id(),
                    "bits", bits(method.bits()),
                    "options", method.options()),
            "network", ordered("id", network.id(), "options", network.options()),
            "data", data(data),
            "training",
                ordered(
                    "epochs", training.epochs(),
                    "batch", training.batch(),
                    "dropLast", training.dropLast(),
                    "optimizer", optimizer(training.optimizer()),
                    "schedule",
                        ordered(
                            "id", training.schedule().id(),
                            "settings", training.schedule().settings())),
            "seed", seed));
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
    return optimizer.decays().stream().map(Experiment::word).sorted().toList();
  }

  /** A role as it stands in recipes: {@code norm-factor}. */
  static String word(ParameterRole role) {
    return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
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
