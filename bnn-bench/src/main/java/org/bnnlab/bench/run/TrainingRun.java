package org.bnnlab.bench.run;

import static org.bnnlab.api.check.Checks.requireFound;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.training.StepReport;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.TrainingPlan;
import org.bnnlab.bench.schedule.LearningRateSchedule;
import org.bnnlab.data.pipeline.Batch;
import org.bnnlab.data.pipeline.EpochBatches;
import org.jspecify.annotations.Nullable;

/**
 * Trains one experiment in one folder, from its last checkpoint on if there is one.
 *
 * <p>A run that is killed and started again ends with the same weights and metrics, bit for bit, as
 * one that was not, as long as the number of threads is the same.
 */
public final class TrainingRun {

  private static final String CACHE = "cache";

  private final Experiment experiment;
  private final Path folder;
  private final RunSettings settings;
  private final Prerequisites prerequisites;
  private final Checkpoint checkpoint;
  private final MetricsFiles metrics;
  private final LearningRateSchedule schedule;

  /**
   * A run.
   *
   * @param experiment what is trained
   * @param folder where checkpoint and metrics lie; created if it is missing
   * @param settings the rest
   */
  public TrainingRun(Experiment experiment, Path folder, RunSettings settings) {
    this(experiment, folder, settings, Prerequisites.NONE);
  }

  /**
   * The same for a run that starts or learns from others.
   *
   * @param prerequisites the results of those
   */
  public TrainingRun(
      Experiment experiment, Path folder, RunSettings settings, Prerequisites prerequisites) {
    TrainingPlan plan = experiment.training();
    this.experiment = experiment;
    this.folder = folder;
    this.settings = settings;
    this.prerequisites = prerequisites;
    this.checkpoint = new Checkpoint(folder);
    this.metrics = new MetricsFiles(folder, settings.tensorBoard());
    this.schedule =
        LearningRateSchedule.of(
            plan.schedule().id(),
            plan.schedule().settings(),
            plan.optimizer().learningRate(),
            plan.epochs());
  }

  /**
   * Trains to the end.
   *
   * @param listener hears how it gets on
   * @return what came out
   * @throws IOException if a checkpoint is damaged or cannot be written, or if another process
   *     trains in this folder
   * @throws FaultException if the folder holds another experiment
   */
  public RunResult run(ProgressListener listener) throws IOException {
    // Before anything is written: data that cannot be used leaves no trace.
    Path cache = experiment.data().cache() ? folder.resolve(CACHE) : null;
    DataSplits data =
        DataSplits.open(
            experiment, settings, settings.cache() == null ? cache : settings.cache(), listener);
    Files.createDirectories(folder);
    try (RunLock _ = RunLock.of(folder)) {
      return run(data, listener);
    }
  }

  private RunResult run(DataSplits data, ProgressListener listener) throws IOException {
    Optional<RunState> saved = checkpoint.state();
    saved.ifPresent(this::requireSameExperiment);
    try (Session session = Session.open(experiment, data, settings.device(), prerequisites)) {
      RunState state = saved.orElseGet(() -> RunState.before(experiment));
      RunClock clock = new RunClock(state.times());
      if (saved.isPresent()) {
        checkpoint.restore(session.state());
        session
            .executor()
            .diagnostics()
            .restore(requireFound(state.position().reports(), "no reports"));
      } else {
        session.executor().rememberSigns(progress(0, data, 0));
      }
      metrics.write(state.history(), clock.now().known());
      TestResult test = null;
      String failure = null;
      try {
        while (state.epoch() < experiment.training().epochs() && !state.diverged()) {
          state = trainEpoch(session, data, state, clock, listener);
          if (!state.diverged()) {
            test = test(session, data, state.epoch() + 1);
            state = completed(session, data, state, test, clock, listener);
          }
          metrics.write(state.history(), clock.now().known());
          state = state.at(clock.now(), session.executor().diagnostics().sums());
          checkpoint.write(state, session.state());
          clock.checkpointWritten();
        }
        if (test == null && !state.diverged()) {
          test = test(session, data, state.epoch());
        }
      } catch (RuntimeException e) {
        // A part of a method, the tensor engine, an image: this run is lost, others need not be.
        failure = e.toString();
      }
      TestResult ensemble =
          state.diverged() || failure != null || !session.classifies()
              ? null
              : ensemble(session, data, state.epoch());
      return new RunResult(
          experiment,
          session.method(),
          session.network(),
          data.description(),
          state,
          failure == null ? test : null,
          failure == null ? ensemble : null,
          data.orderSha256(),
          ProcessMemory.peakBytes(),
          failure);
    }
  }

  /** Null where the network tells no classes apart. */
  private @Nullable TestResult test(Session session, DataSplits data, int epochsDone) {
    return session.classifies()
        ? session.test(data.test(), progress(epochsDone, data, 0), data.description().classes())
        : null;
  }

  private @Nullable TestResult ensemble(Session session, DataSplits data, int epochsDone) {
    return session.ensemble(
        data.test(), progress(epochsDone, data, 0), data.description().classes());
  }

  private void requireSameExperiment(RunState state) {
    if (!state.run().experimentSha256().equals(experiment.sha256())) {
      throw new FaultException(
          "%s holds a run of another experiment (%s, here is %s); use another folder or delete it"
              .formatted(
                  folder,
                  state.run().experimentSha256().substring(0, 12),
                  experiment.sha256().substring(0, 12)));
    }
  }

  private TrainingProgress progress(int epoch, DataSplits data, int batch) {
    int epochs = experiment.training().epochs();
    int batches = data.training().batchesPerEpoch();
    return new TrainingProgress(
        epoch,
        epochs,
        (long) epoch * batches + batch,
        (long) epochs * batches,
        experiment.stageIndex(),
        experiment.stageCount());
  }

  /** The rest of an epoch; the result still counts as inside it. */
  private RunState trainEpoch(
      Session session, DataSplits data, RunState start, RunClock clock, ProgressListener listener)
      throws IOException {
    RunState state = start;
    int epoch = state.epoch();
    int epochs = experiment.training().epochs();
    int classes = data.description().classes();
    int batches = data.training().batchesPerEpoch();
    BatchTensors tensors =
        new BatchTensors(experiment.training().batch(), data.training().samples().shape(), classes);
    listener.epochStarted(epoch, epochs, batches);
    clock.epochStarted();
    try (EpochBatches iterator = data.training().epoch(epoch, state.batch())) {
      while (iterator.hasNext() && !state.diverged()) {
        try (Batch batch = iterator.next();
            NDManager owner = session.manager().newSubManager()) {
          int[] labels = batch.labels();
          StepReport report =
              session
                  .rule()
                  .step(
                      session.batch(
                          tensors.images(owner, batch),
                          tensors.labels(owner, labels),
                          batch.number()),
                      progress(epoch, data, batch.number()),
                      schedule.at(epoch, (double) batch.number() / batches));
          int hits = session.classifies() ? LogitScores.hits(report.logits(), labels, classes) : 0;
          state = state.afterBatch(report.loss(), hits, labels.length);
          clock.batchDone(labels.length, iterator.statistics());
        }
        listener.batchDone(
            epoch,
            epochs,
            state.batch() - 1,
            batches,
            state.tally().loss(),
            session.classifies() ? state.tally().top1() : Double.NaN,
            clock.imagesPerSecond());
        if (clock.checkpointDue(settings.checkpointSeconds())
            && state.batch() < batches
            && !state.diverged()) {
          checkpoint.write(
              state.at(clock.now(), session.executor().diagnostics().sums()), session.state());
          clock.checkpointWritten();
        }
      }
    }
    return state;
  }

  private RunState completed(
      Session session,
      DataSplits data,
      RunState state,
      @Nullable TestResult test,
      RunClock clock,
      ProgressListener listener) {
    int epoch = state.epoch();
    session.executor().observeWeights(progress(epoch + 1, data, 0));
    EpochMetrics measured =
        new EpochMetrics(
            epoch,
            schedule.at(epoch),
            state.tally().loss(),
            test == null ? null : state.tally().top1(),
            test == null ? null : test.loss(),
            test == null ? null : test.top1(),
            test == null ? null : test.top5(),
            session.method().quantities(progress(epoch, data, 0)),
            session.executor().diagnostics().drain());
    listener.epochDone(
        epoch,
        experiment.training().epochs(),
        measured.trainLoss(),
        orNone(measured.trainTop1()),
        orNone(measured.testTop1()),
        clock.imagesPerSecond());
    clock.epochDone(epoch);
    return state.afterEpoch(measured);
  }

  private static double orNone(@Nullable Double figure) {
    return figure == null ? Double.NaN : figure;
  }
}
