package org.bnnlab.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.bench.evaluation.Calibration;
import org.bnnlab.bench.evaluation.PredictionFile;
import org.bnnlab.bench.file.AtomicFolder;
import org.bnnlab.bench.ledger.Artefact;
import org.bnnlab.bench.ledger.Code;
import org.bnnlab.bench.ledger.Environment;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.RunFiles;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.Recipe;
import org.bnnlab.bench.recipe.Stage;
import org.bnnlab.data.Split;
import org.bnnlab.models.cost.CostModel;
import org.bnnlab.models.cost.NetworkCost;
import org.jspecify.annotations.Nullable;

/** Makes the ledger's row of a run. */
public final class RowMaker {

  private RowMaker() {}

  /**
   * The row of a finished run.
   *
   * @param result what came out
   * @param recipe the recipe as its file has it
   * @param folder the run's folder, whose files are named with their hashes
   * @param code the code that ran, captured when it began
   * @throws IOException if a file of the run cannot be read
   */
  public static ResultRow row(RunResult result, Recipe recipe, Path folder, Code code)
      throws IOException {
    Experiment experiment = result.experiment();
    RunState state = result.state();
    return new ResultRow(
        ResultRow.SCHEMA_VERSION,
        identity(result),
        ResultRow.Configuration.of(experiment, recipe),
        code,
        Environment.capture(),
        new ResultRow.Randomness(experiment.seed(), result.orderSha256()),
        outcome(result),
        cost(result, state),
        networkCost(result),
        certainty(result.test()),
        certainty(result.ensemble()),
        null,
        experiment.published(),
        artefacts(folder),
        null);
  }

  private static ResultRow.Identity identity(RunResult result) {
    Experiment experiment = result.experiment();
    MethodDescriptor method = result.method().descriptor();
    return new ResultRow.Identity(
        "%s-%d-%s"
            .formatted(
                experiment.recipe().replace('/', '-'),
                experiment.seed(),
                experiment.sha256().substring(0, 8)),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        experiment.recipe(),
        experiment.recipeVersion(),
        method.id(),
        method.reference().isEmpty()
            ? null
            : new ResultRow.Paper(
                method.title(),
                method.reference(),
                experiment.published() == null ? null : experiment.published().source()),
        new ResultRow.DataSet(
            result.dataset().id(),
            Split.TEST.id(),
            null,
            result.dataset().splits().getOrDefault(Split.TEST, 0)),
        new ResultRow.Network(experiment.network().id(), experiment.network().options()),
        result.method().bits().weights(),
        result.method().bits().activations(),
        ResultRow.Division.of(experiment.published(), experiment.method()),
        stage(experiment.stage()));
  }

  private static ResultRow.@Nullable StagePlace stage(@Nullable Stage<Experiment> stage) {
    return stage == null
        ? null
        : new ResultRow.StagePlace(stage.name(), stage.index(), stage.count());
  }

  private static ResultRow.Outcome outcome(RunResult result) {
    List<EpochMetrics> history = result.state().history();
    return new ResultRow.Outcome(
        result.experiment().training().epochs(),
        result.state().epoch(),
        result.status(),
        history.stream()
            .map(RowMaker::accuracy)
            .filter(Objects::nonNull)
            .max(Comparator.comparingDouble(ResultRow.Accuracy::top1))
            .orElse(null),
        history.isEmpty() ? null : accuracy(history.getLast()),
        "last epoch",
        result.failure());
  }

  private static ResultRow.@Nullable Accuracy accuracy(EpochMetrics metrics) {
    Double top1 = metrics.testTop1();
    return top1 == null ? null : new ResultRow.Accuracy(top1, metrics.testTop5(), metrics.epoch());
  }

  private static ResultRow.Cost cost(RunResult result, RunState state) {
    RunState.Times times = state.times();
    double training = Math.max(1e-9, times.trainingSeconds());
    return new ResultRow.Cost(
        times.seconds(),
        times.epochSeconds(),
        (double) times.images() / training,
        times.waitedSeconds() / training,
        result.peakMemoryBytes());
  }

  private static ResultRow.NetworkCost networkCost(RunResult result) {
    NetworkCost cost = CostModel.of(result.network());
    TestResult test = result.test();
    return new ResultRow.NetworkCost(
        NetworkCost.RULE,
        cost.paramsBinary(),
        cost.paramsFloat(),
        cost.flops(),
        cost.bops(),
        cost.ops(),
        cost.classifierMacs(),
        cost.sizeMb(),
        null,
        test == null ? null : test.synapticOperations());
  }

  private static ResultRow.@Nullable Certainty certainty(@Nullable TestResult test) {
    if (test == null) {
      return null;
    }
    Calibration calibration = Calibration.of(test.guesses(), Calibration.BINS);
    return new ResultRow.Certainty(
        test.top1(),
        calibration.negativeLogLikelihood(),
        calibration.expectedCalibrationError(),
        calibration.entropy());
  }

  private static List<Artefact> artefacts(Path folder) throws IOException {
    List<Artefact> artefacts = new ArrayList<>();
    for (String name :
        List.of(
            Checkpoint.FOLDER + "/model.safetensors",
            RunFiles.METRICS,
            RunFiles.EVALUATION,
            PredictionFile.NAME)) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        artefacts.add(new Artefact(name, AtomicFolder.sha256(file)));
      }
    }
    return artefacts;
  }
}
