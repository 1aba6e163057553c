package org.bnnlab.bench.run;

import static org.bnnlab.api.check.Checks.requireFound;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.method.Method;
import org.bnnlab.bench.features.FeatureSet;
import org.bnnlab.bench.features.Probe;
import org.bnnlab.bench.features.ProbeResult;
import org.bnnlab.bench.ledger.Code;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.Recipe;
import org.bnnlab.bench.recipe.RecipeBook;
import org.bnnlab.bench.recipe.Vocabulary;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.Split;
import org.jspecify.annotations.Nullable;

/**
 * How good the features of a run are: they are frozen, a probe learns classes from those of
 * training images and is tested on those of test images.
 *
 * @param protocol which probe
 * @param result what it found
 * @param row the row for the ledger, with the protocol in it
 */
public record FeatureEvaluation(Probe.Protocol protocol, ProbeResult result, ResultRow row) {

  /**
   * What is to be probed.
   *
   * @param protocol which probe
   * @param set id of the data set whose classes are learned; null for the run's own
   * @param data folder or archive of that set; null for a generated one
   * @param images training images of the probe, 0 for all; null for as many as the run had of its
   *     own set, and all of another one
   * @param untrained whether the network is probed as its seed starts it, for comparison
   */
  public record Request(
      Probe.Protocol protocol,
      @Nullable String set,
      @Nullable Path data,
      @Nullable Integer images,
      boolean untrained) {}

  /**
   * Probes a run; its folder is only read.
   *
   * @param place folder of a run or of a checkpoint
   * @throws IOException if the checkpoint cannot be read
   * @throws FaultException if there is no checkpoint, or images do not fit the network
   */
  public static FeatureEvaluation of(Path place, Request request) throws IOException {
    Checkpoint checkpoint = Checkpoint.foundAt(place);
    RunState state = checkpoint.read();
    Experiment experiment = RunEvaluation.experiment(checkpoint, state);
    String own = experiment.data().set();
    String set = request.set() == null ? own : request.set();
    Map<Split, ImageDataset> splits = DataSplits.splits(set, request.data());
    ImageDataset all = requireFound(splits.get(Split.TRAIN), "no training images");
    ImageDataset test = requireFound(splits.get(Split.TEST), "no test images");
    int wanted =
        request.images() != null
            ? request.images()
            : set.equals(own) ? experiment.data().images() : 0;
    if (wanted > all.size()) {
      throw new FaultException(
          "data set %s has %d training images, the probe asks for %d"
              .formatted(set, all.size(), wanted));
    }
    ImageDataset training = wanted == 0 ? all : all.take(wanted);
    Path ownData = set.equals(own) ? request.data() : null;
    ProbeResult result;
    TrainedNetwork trained;
    try (TrainedFeatures features =
        request.untrained()
            ? TrainedFeatures.untrained(place, ownData, training)
            : TrainedFeatures.of(place, ownData)) {
      trained = features.trained();
      result =
          request
              .protocol()
              .probe()
              .run(
                  seen(features, training, request.protocol()),
                  features.of(test),
                  experiment.seed());
    }
    RunResult run =
        new RunResult(
            experiment,
            Session.method(experiment),
            trained.network(),
            test.description(),
            state,
            null,
            null,
            "",
            ProcessMemory.peakBytes(),
            null);
    ResultRow.Protocol protocol =
        new ResultRow.Protocol(
            request.protocol().id(),
            training.size(),
            request.untrained(),
            result.settings(),
            result.provenance());
    Path folder = requireFound(checkpoint.folder().toAbsolutePath().getParent(), "no run");
    return new FeatureEvaluation(
        request.protocol(),
        result,
        row(
            RowMaker.row(run, recipe(experiment), folder, Code.capture()),
            run,
            test,
            protocol,
            result));
  }

  private static IntFunction<FeatureSet> seen(
      TrainedFeatures features, ImageDataset training, Probe.Protocol protocol) {
    if (protocol.cropsAnew()) {
      return epoch -> features.ofCrops(training, epoch);
    }
    FeatureSet whole = features.of(training);
    return epoch -> whole;
  }

  /** The recipe as shipped, where it is; one of a file of the user's is not known any more. */
  private static Recipe recipe(Experiment experiment) {
    if (experiment.stage() != null) {
      return Recipe.of(experiment);
    }
    RecipeBook book = RecipeBook.installed(Vocabulary.installed());
    return book.holds(experiment.recipe())
        ? book.recipe(experiment.recipe())
        : Recipe.of(experiment);
  }

  private static ResultRow row(
      ResultRow base,
      RunResult run,
      ImageDataset test,
      ResultRow.Protocol protocol,
      ProbeResult found) {
    ResultRow.Identity run0 = base.identity();
    Method method = run.method();
    ResultRow.Identity identity =
        new ResultRow.Identity(
            "%s-%s-%s%s"
                .formatted(
                    run0.runId(),
                    protocol.id(),
                    test.description().id(),
                    protocol.untrained() ? "-untrained" : ""),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            run0.recipe(),
            run0.recipeVersion(),
            run0.method(),
            run0.paper(),
            new ResultRow.DataSet(test.description().id(), Split.TEST.id(), null, test.size()),
            run0.network(),
            method.bits().weights(),
            method.bits().activations(),
            run0.division(),
            run0.stage());
    int epochs = protocol.untrained() ? 0 : run.state().epoch();
    int last = Math.max(0, epochs - 1);
    ResultRow.Outcome outcome =
        new ResultRow.Outcome(
            base.outcome().epochsPlanned(),
            epochs,
            ResultRow.Status.FINISHED,
            new ResultRow.Accuracy(found.bestTop1(), null, last),
            new ResultRow.Accuracy(found.top1(), found.top5(), last),
            "end of the probe");
    return new ResultRow(
        base.schemaVersion(),
        identity,
        base.config(),
        base.code(),
        base.environment(),
        base.randomness(),
        outcome,
        protocol.untrained()
            ? new ResultRow.Cost(0, List.of(), 0, 0, base.cost().peakMemoryBytes())
            : base.cost(),
        base.networkCost(),
        null,
        null,
        null,
        null,
        protocol.untrained() ? List.of() : base.artefacts(),
        protocol);
  }
}
