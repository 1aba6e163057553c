package org.bnnlab.bench.ledger;

import static org.bnnlab.api.check.Checks.requireFound;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.MethodChoice;
import org.bnnlab.bench.recipe.Published;
import org.bnnlab.bench.recipe.Recipe;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is recorded of one run; one line of JSON in the ledger.
 *
 * <p>Fields may be added without a new schema version: readers ignore what they do not know.
 *
 * @param schemaVersion version of this form, {@link #SCHEMA_VERSION}
 * @param identity what ran
 * @param config the resolved experiment
 * @param code what it ran with
 * @param environment where it ran
 * @param randomness seed and order
 * @param outcome how it ended
 * @param cost what it took
 * @param networkCost what the network takes
 * @param certainty how sure the predictions are, or null in rows made before it was recorded
 * @param ensemble the same of networks drawn from a posterior, or null where weights are not random
 * @param packedCheck agreement of the packed model with the simulation, or null where there is none
 * @param published the figure to compare with, or null
 * @param artefacts files of the run
 * @param protocol the probe of frozen features that found the accuracy, or null where the network
 *     itself tells the classes apart
 */
public record ResultRow(
    int schemaVersion,
    Identity identity,
    Configuration config,
    Code code,
    Environment environment,
    Randomness randomness,
    Outcome outcome,
    Cost cost,
    NetworkCost networkCost,
    @Nullable Certainty certainty,
    @Nullable Certainty ensemble,
    @Nullable PackedCheck packedCheck,
    @Nullable Published published,
    List<Artefact> artefacts,
    @Nullable Protocol protocol) {

  /** Version of the rows written by this code. */
  public static final int SCHEMA_VERSION = 1;

  /** Checks that no group is missing. */
  public ResultRow {
    requireFound(identity, "the row has no identity");
    requireFound(config, "the row has no config");
    requireFound(code, "the row has no code");
    requireFound(environment, "the row has no environment");
    requireFound(randomness, "the row has no randomness");
    requireFound(outcome, "the row has no outcome");
    requireFound(cost, "the row has no cost");
    requireFound(networkCost, "the row has no networkCost");
    artefacts = List.copyOf(requireFound(artefacts, "the row has no artefacts"));
  }

  /** The row as one line of JSON, without the line's end. */
  public String toJson() {
    try {
      return LedgerJson.MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every row can be written as JSON", e);
    }
  }

  /** What rows must share, beside their experiment, to be compared: empty without a protocol. */
  public String protocolKey() {
    return protocol == null ? "" : protocol.key() + " on " + identity.dataset().name();
  }

  /** Whether it had fewer epochs or images than its recipe asks for: such a row is not compared. */
  public boolean shortened() {
    return config.shortened() || outcome.epochsRun() < config.recipeEpochs();
  }

  /**
   * What ran.
   *
   * @param runId id of the run, unique in the ledger
   * @param finishedAt when it ended, in UTC (ISO 8601)
   * @param recipe id of the recipe
   * @param recipeVersion version of the recipe
   * @param method id of the method
   * @param paper where the method is published, or null for a baseline
   * @param dataset the images
   * @param network the architecture
   * @param weightBits bits of a weight of the body
   * @param activationBits bits of an activation of the body
   * @param division whether the recipe is the paper's
   * @param stage which stage of its recipe it is, or null for a recipe of one stage
   */
  public record Identity(
      String runId,
      String finishedAt,
      String recipe,
      int recipeVersion,
      String method,
      @Nullable Paper paper,
      DataSet dataset,
      Network network,
      int weightBits,
      int activationBits,
      Division division,
      @Nullable StagePlace stage) {

    /** A recipe of one stage. */
    public Identity(
        String runId,
        String finishedAt,
        String recipe,
        int recipeVersion,
        String method,
        @Nullable Paper paper,
        DataSet dataset,
        Network network,
        int weightBits,
        int activationBits,
        Division division) {
      this(
          runId,
          finishedAt,
          recipe,
          recipeVersion,
          method,
          paper,
          dataset,
          network,
          weightBits,
          activationBits,
          division,
          null);
    }
  }

  /**
   * Which stage of its recipe a run was.
   *
   * @param name name of the stage
   * @param index number of the stage, from 0
   * @param count stages of the recipe
   */
  public record StagePlace(String name, int index, int count) {}

  /** Whether a recipe is the paper's. */
  public enum Division {
    /** The paper's recipe. */
    CLOSED,
    /** Anything else. */
    OPEN;

    /**
     * Of a recipe. A method with parts of others, or a recipe that had to be changed, is not the
     * paper's, whatever figure it is compared with.
     *
     * @param published the figure it is compared with, or null
     */
    public static Division of(@Nullable Published published, MethodChoice method) {
      return published != null && published.deviations().isEmpty() && method.hasOwnParts()
          ? CLOSED
          : OPEN;
    }

    /** The name in JSON. */
    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Where a method and its figure are published.
   *
   * @param title title of the paper
   * @param reference such as {@code arXiv:2103.12369}
   * @param place table and row of the figure, or null
   */
  public record Paper(String title, String reference, @Nullable String place) {}

  /**
   * The images a run was measured on.
   *
   * @param name id of the data set
   * @param split the split of the accuracy
   * @param sha256 SHA-256 of the images used, or null where it was not computed
   * @param count number of images the accuracy was measured on
   */
  public record DataSet(String name, String split, @Nullable String sha256, int count) {}

  /**
   * The architecture of a run.
   *
   * @param name id of the architecture
   * @param options its options, such as {@code shortcuts: double}
   */
  public record Network(String name, Map<String, Object> options) {

    /** Copies the options, sorted. */
    public Network {
      options = Collections.unmodifiableMap(new TreeMap<>(options));
    }
  }

  /**
   * The resolved experiment.
   *
   * @param sha256 hash of the experiment
   * @param seriesSha256 hash that all seeds of it share
   * @param images training images used, 0 for all
   * @param recipeEpochs epochs that the recipe asks for
   * @param recipeImages training images that the recipe asks for, 0 for all
   * @param experiment the experiment itself, preprocessing included
   */
  public record Configuration(
      String sha256,
      String seriesSha256,
      int images,
      int recipeEpochs,
      int recipeImages,
      Map<String, Object> experiment) {

    /** Copies the experiment, sorted. */
    public Configuration {
      experiment = Collections.unmodifiableMap(new TreeMap<>(experiment));
    }

    /**
     * Of an experiment and the recipe it stems from.
     *
     * @param recipe the recipe as its file has it, whatever the experiment changed
     */
    public static Configuration of(Experiment experiment, Recipe recipe) {
      try {
        return new Configuration(
            experiment.sha256(),
            experiment.seriesSha256(),
            experiment.data().images(),
            recipe.training().epochs(),
            recipe.data().images(),
            LedgerJson.MAPPER.readValue(
                experiment.canonicalJson(), new TypeReference<Map<String, Object>>() {}));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("the canonical form of an experiment is JSON", e);
      }
    }

    /** Whether it has fewer images than its recipe asks for. */
    boolean shortened() {
      return images != 0 && (recipeImages == 0 || images < recipeImages);
    }
  }

  /**
   * Randomness of a run.
   *
   * @param seed seed of all streams
   * @param orderSha256 SHA-256 of the order of the images in epoch 0
   */
  public record Randomness(long seed, String orderSha256) {}

  /** How a run ended. */
  public enum Status {
    /** All its epochs. */
    FINISHED,
    /** The loss became infinite or no number. */
    DIVERGED,
    /** An error inside the run; it is tried again when its table is. */
    FAILED,
    /** From outside. */
    KILLED,
    /** The time or the epochs it was given were used up. */
    BUDGET;

    /** The name in JSON. */
    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Accuracy at the end of an epoch.
   *
   * @param top1 share of images whose class is the first guess, in percent
   * @param top5 share of images whose class is among the first five guesses, in percent, or null
   * @param epoch epoch, counted from 0
   */
  public record Accuracy(double top1, @Nullable Double top5, int epoch) {}

  /**
   * How a run ended.
   *
   * @param epochsPlanned epochs of this run
   * @param epochsRun epochs that were trained
   * @param status how it ended
   * @param best the best epoch, or null if none was evaluated
   * @param last the last epoch, by which rows are ranked, or null if none was evaluated
   * @param selection how the figure that is compared was selected, such as {@code last epoch}
   * @param failure what went wrong, or null where nothing did
   */
  public record Outcome(
      int epochsPlanned,
      int epochsRun,
      Status status,
      @Nullable Accuracy best,
      @Nullable Accuracy last,
      String selection,
      @Nullable String failure) {

    /** Of a run without an error. */
    public Outcome(
        int epochsPlanned,
        int epochsRun,
        Status status,
        @Nullable Accuracy best,
        @Nullable Accuracy last,
        String selection) {
      this(epochsPlanned, epochsRun, status, best, last, selection, null);
    }
  }

  /**
   * What a run took.
   *
   * @param wallSeconds time from start to end, resumptions included
   * @param epochSeconds time of every epoch
   * @param imagesPerSecond training speed, data pipeline included
   * @param dataWaitShare share of the time spent waiting for batches, in [0, 1]
   * @param peakMemoryBytes highest resident memory, or 0 where the system does not tell
   */
  public record Cost(
      double wallSeconds,
      List<Double> epochSeconds,
      double imagesPerSecond,
      double dataWaitShare,
      long peakMemoryBytes) {

    /** Copies the list. */
    public Cost {
      epochSeconds = List.copyOf(epochSeconds);
    }
  }

  /**
   * What the network takes.
   *
   * @param countingRule version of the counting rule
   * @param paramsBinary one-bit parameters
   * @param paramsFloat 32-bit parameters
   * @param flops real multiply-accumulates for one image, without the classifier's
   * @param bops binary multiply-accumulates for one image
   * @param ops {@code flops + bops / 64}
   * @param classifierMacs multiply-accumulates of the classifier
   * @param sizeMb size by the counting rule, in MB of 2^20 bytes
   * @param packedBytes size of the packed file, or null where there is none
   * @param synapticOperations spikes times fan-out for one test image, or null without spikes
   */
  public record NetworkCost(
      int countingRule,
      long paramsBinary,
      long paramsFloat,
      long flops,
      long bops,
      double ops,
      long classifierMacs,
      double sizeMb,
      @Nullable Long packedBytes,
      @Nullable Double synapticOperations) {}

  /**
   * How sure the predictions for the test images are after the last epoch, and how rightly so.
   *
   * @param top1 share of images whose class is the first guess, in percent
   * @param negativeLogLikelihood mean of −log p(true class), in nats
   * @param expectedCalibrationError in [0, 1]
   * @param entropy mean entropy of the probabilities, in nats
   */
  public record Certainty(
      double top1, double negativeLogLikelihood, double expectedCalibrationError, double entropy) {}

  /**
   * Agreement of the packed model with the simulation.
   *
   * @param images images compared
   * @param agreeing images with the same first guess
   */
  public record PackedCheck(int images, int agreeing) {}

  /**
   * A probe of frozen features. Figures of different protocols are not compared.
   *
   * @param id name of the protocol, such as {@code sgd-probe}
   * @param images training images that the probe learned from
   * @param untrained whether the network was as its seed starts it, for comparison
   * @param settings settings of the probe
   * @param provenance how the figure came about, in the words of the library that found it, or null
   */
  public record Protocol(
      String id,
      int images,
      boolean untrained,
      Map<String, Object> settings,
      @Nullable String provenance) {

    /** Copies the settings, sorted. */
    public Protocol {
      settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /** The protocol in a few words. */
    public String key() {
      return "%s (%d images%s)".formatted(id, images, untrained ? ", untrained network" : "");
    }
  }
}
