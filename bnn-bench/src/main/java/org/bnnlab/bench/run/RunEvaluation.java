package org.bnnlab.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.bench.evaluation.ClassReport;
import org.bnnlab.bench.ledger.Code;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.ExperimentReader;
import org.bnnlab.bench.recipe.Recipe;
import org.bnnlab.data.ImageDataset;
import org.jspecify.annotations.Nullable;

/**
 * The test images of a run, predicted by its checkpoint. The run's folder stays as it is, so a run
 * that is still going on may be evaluated.
 *
 * @param folder folder of the checkpoint
 * @param result the run as far as it has come, with the predictions made now
 * @param images the test images
 * @param test the predictions
 * @param report figures per class
 * @param recorded what the run measured with the same weights, or null inside an epoch
 */
public record RunEvaluation(
    Path folder,
    RunResult result,
    ImageDataset images,
    TestResult test,
    ClassReport report,
    @Nullable EpochMetrics recorded) {

  /**
   * Evaluates a run.
   *
   * @param place folder of a run or of a checkpoint
   * @param settings data and device
   * @throws IOException if the checkpoint cannot be read
   * @throws FaultException if there is no checkpoint, or a damaged one
   */
  public static RunEvaluation of(Path place, RunSettings settings) throws IOException {
    Checkpoint checkpoint = Checkpoint.foundAt(place);
    RunState state = checkpoint.read();
    Experiment experiment = experiment(checkpoint, state);
    DataSplits data =
        DataSplits.open(experiment, settings, settings.cache(), ProgressListener.SILENT);
    try (Session session = Session.open(experiment, data, settings.device())) {
      if (!session.classifies()) {
        throw new FaultException(
            "%s learned without labels and tells no classes apart; probe what it learned with --protocol"
                .formatted(checkpoint.folder()));
      }
      checkpoint.restore(session.state());
      requireUnchanged(checkpoint, state);
      int classes = data.description().classes();
      TrainingProgress progress = progress(experiment, state, data);
      TestResult test = session.test(data.test(), progress, classes);
      TestResult ensemble = session.ensemble(data.test(), progress, classes);
      RunResult result =
          new RunResult(
              experiment,
              session.method(),
              session.network(),
              data.description(),
              state,
              test,
              ensemble,
              data.orderSha256(),
              ProcessMemory.peakBytes(),
              null);
      boolean betweenEpochs = state.batch() == 0 && !state.history().isEmpty();
      return new RunEvaluation(
          checkpoint.folder(),
          result,
          data.testImages(),
          test,
          ClassReport.of(data.description().classNames(), test.labels(), test.predictions()),
          betweenEpochs ? state.history().getLast() : null);
    }
  }

  /** The row that the run would get if it ended here; it stands in no ledger. */
  public ResultRow row() throws IOException {
    Path run = folder.toAbsolutePath().getParent();
    return RowMaker.row(
        result, Recipe.of(result.experiment()), run == null ? folder : run, Code.capture());
  }

  /** Whether the run has come to its end. */
  public boolean finished() {
    return result.state().epoch() >= result.experiment().training().epochs()
        || result.state().diverged();
  }

  static Experiment experiment(Checkpoint checkpoint, RunState state) {
    try {
      Experiment experiment = ExperimentReader.read(state.run().experiment());
      if (experiment.sha256().equals(state.run().experimentSha256())) {
        return experiment;
      }
      throw new FaultException(
          "its experiment was altered: the hash is %s, recorded is %s"
              .formatted(experiment.sha256(), state.run().experimentSha256()));
    } catch (FaultException e) {
      throw new FaultException(
          e.faults().stream().map(fault -> checkpoint.folder() + ": " + fault).toList());
    }
  }

  static void requireUnchanged(Checkpoint checkpoint, RunState state) throws IOException {
    if (!checkpoint.read().files().equals(state.files())) {
      throw new FaultException(
          "%s was replaced while it was read: the run goes on; try again"
              .formatted(checkpoint.folder()));
    }
  }

  private static TrainingProgress progress(Experiment experiment, RunState state, DataSplits data) {
    int epochs = experiment.training().epochs();
    long batches = data.training().batchesPerEpoch();
    return new TrainingProgress(
        state.epoch(),
        epochs,
        state.epoch() * batches + state.batch(),
        epochs * batches,
        experiment.stageIndex(),
        experiment.stageCount());
  }
}
