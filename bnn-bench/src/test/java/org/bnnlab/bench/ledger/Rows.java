package org.bnnlab.bench.ledger;

import java.util.List;
import java.util.Map;
import org.bnnlab.api.method.Bits;
import org.bnnlab.bench.ledger.ResultRow.Accuracy;
import org.bnnlab.bench.ledger.ResultRow.Certainty;
import org.bnnlab.bench.ledger.ResultRow.Configuration;
import org.bnnlab.bench.ledger.ResultRow.Cost;
import org.bnnlab.bench.ledger.ResultRow.DataSet;
import org.bnnlab.bench.ledger.ResultRow.Division;
import org.bnnlab.bench.ledger.ResultRow.Identity;
import org.bnnlab.bench.ledger.ResultRow.Network;
import org.bnnlab.bench.ledger.ResultRow.NetworkCost;
import org.bnnlab.bench.ledger.ResultRow.Outcome;
import org.bnnlab.bench.ledger.ResultRow.Paper;
import org.bnnlab.bench.ledger.ResultRow.Randomness;
import org.bnnlab.bench.ledger.ResultRow.Status;
import org.bnnlab.bench.recipe.DataChoice;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.MethodChoice;
import org.bnnlab.bench.recipe.NetworkChoice;
import org.bnnlab.bench.recipe.OptimizerSpec;
import org.bnnlab.bench.recipe.Published;
import org.bnnlab.bench.recipe.Recipe;
import org.bnnlab.bench.recipe.ScheduleSpec;
import org.bnnlab.bench.recipe.TrainingPlan;
import org.jspecify.annotations.Nullable;

/** Rows with invented figures for the tests of ledger and leaderboard. */
public record Rows(
    String method, int epochs, int epochsRun, int images, long seed, Status status, double last) {

  /** A finished run of a recipe with 5 epochs on 6,000 images. */
  public static Rows of(String method, long seed, double last) {
    return new Rows(method, 5, 5, 6000, seed, Status.FINISHED, last);
  }

  /** The same with fewer epochs than the recipe's. */
  public Rows withEpochs(int fewer) {
    return new Rows(method, fewer, fewer, images, seed, status, last);
  }

  /** The same with another number of images than the recipe's. */
  public Rows withImages(int other) {
    return new Rows(method, epochs, epochsRun, other, seed, status, last);
  }

  /** The same, ended early. */
  public Rows ended(Status how, int after) {
    return new Rows(method, epochs, after, images, seed, how, last);
  }

  /** The recipe. */
  public static Recipe recipe(String method, @Nullable Published published) {
    return new Recipe(
        "quickstart/" + method,
        1,
        new MethodChoice(method, null, Map.of()),
        new NetworkChoice("resnet20", Map.of("shortcuts", "double")),
        new DataChoice("shapes32", 6000, List.of(), "imagenet"),
        new TrainingPlan(
            5,
            64,
            false,
            new OptimizerSpec("sgd", 0.1, Map.of(), OptimizerSpec.ALL_ROLES),
            new ScheduleSpec("cosine", Map.of())),
        List.of(1L),
        published);
  }

  /** The row, compared with nothing. */
  public ResultRow row() {
    return row(null);
  }

  /** The row, compared with a published figure. */
  public ResultRow row(@Nullable Published published) {
    Recipe recipe = recipe(method, published);
    Experiment experiment = recipe.experiment(seed).withEpochs(epochs).withImages(images);
    boolean binary = !method.equals("float");
    Bits bits = binary ? Bits.BINARY : Bits.REAL;
    Accuracy accuracy = epochsRun == 0 ? null : new Accuracy(last, null, epochsRun - 1);
    return new ResultRow(
        ResultRow.SCHEMA_VERSION,
        new Identity(
            method + "-" + seed,
            "2026-01-02T03:04:05Z",
            recipe.id(),
            1,
            method,
            new Paper("Title", "arXiv:0000.00000", null),
            new DataSet("shapes32", "test", null, 2000),
            new Network("resnet20", Map.of("shortcuts", "double")),
            bits.weights(),
            bits.activations(),
            Division.OPEN),
        Configuration.of(experiment, recipe),
        new Code("0123", false, List.of(new Artefact("mine.jar", "ab"))),
        new Environment(
            "Linux", "cpu", 2, 2, 8L << 30, null, "25", List.of("-Xmx1g"), "0.35.1", "2.7.1"),
        new Randomness(seed, "cd"),
        new Outcome(epochs, epochsRun, status, accuracy, accuracy, "last epoch"),
        new Cost(63.5, List.of(12.0, 12.5), binary ? 300 : 430, 0.01, 1L << 30),
        new NetworkCost(
            1,
            binary ? 267_264 : 0,
            binary ? 3_258 : 270_522,
            442_368,
            40_108_032,
            binary ? 1_069_056 : 40_550_400,
            640,
            binary ? 0.044 : 1.032,
            null,
            null),
        new Certainty(last, 0.3, 0.02, 0.25),
        null,
        null,
        published,
        List.of(new Artefact("model.safetensors", "ef")),
        null);
  }

  /** What a probe found of the features of a row's run. */
  public static ResultRow probed(ResultRow row, ResultRow.Protocol protocol) {
    Outcome outcome = row.outcome();
    return new ResultRow(
        row.schemaVersion(),
        row.identity(),
        row.config(),
        row.code(),
        row.environment(),
        row.randomness(),
        new Outcome(
            outcome.epochsPlanned(),
            protocol.untrained() ? 0 : outcome.epochsRun(),
            outcome.status(),
            outcome.best(),
            outcome.last(),
            outcome.selection()),
        row.cost(),
        row.networkCost(),
        null,
        null,
        null,
        row.published(),
        row.artefacts(),
        protocol);
  }
}
