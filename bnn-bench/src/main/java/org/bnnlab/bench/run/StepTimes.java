package org.bnnlab.bench.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainingBatch;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.catalogue.Datasets;
import org.bnnlab.data.pipeline.Batch;
import org.bnnlab.data.pipeline.EpochBatches;

/**
 * What the first batches of an experiment take, data pipeline and teacher included.
 *
 * @param trainingSeconds time of a training image
 * @param testSeconds time of a test image
 * @param trainingImages images of an epoch
 * @param testImages images of a test
 * @param stateBytes size of parameters and of all that the optimizer and the method remember
 * @param reports figures that are recorded in every epoch
 */
record StepTimes(
    double trainingSeconds,
    double testSeconds,
    int trainingImages,
    int testImages,
    long stateBytes,
    int reports) {

  /** Pixels of a batch that is timed: more would not fit into every machine's memory. */
  private static final int MOST_PIXELS = 32 * 224 * 224;

  private static final int STEPS = 3;
  private static final int BYTES_OF_PREDICTION = 33;
  private static final int BYTES_OF_REPORT = 60;
  private static final double NANOS = 1e9;

  /** Trains a few steps that are thrown away. */
  static StepTimes of(Experiment experiment, RunSettings settings) {
    Dataset dataset = Datasets.standard().source(experiment.data().set()).description();
    ImageShape input = TrainedNetwork.input(experiment, dataset);
    int most = Math.max(1, MOST_PIXELS / (input.height() * input.width()));
    Experiment small = experiment.withBatch(Math.min(most, experiment.training().batch()));
    // Without a cache of decoded images: nothing is written.
    DataSplits data = DataSplits.open(small, settings, null, ProgressListener.SILENT);
    try (Session session = Session.untrained(small, data, settings.device())) {
      return timed(small, data, session);
    }
  }

  private static StepTimes timed(Experiment experiment, DataSplits data, Session session) {
    int classes = data.description().classes();
    int batch = experiment.training().batch();
    double rate = experiment.training().optimizer().learningRate();
    BatchTensors tensors = new BatchTensors(batch, data.training().samples().shape(), classes);
    double training = Double.POSITIVE_INFINITY;
    double test = Double.POSITIVE_INFINITY;
    try (EpochBatches batches = data.training().epoch(0)) {
      for (int step = 0; step <= STEPS && batches.hasNext(); step++) {
        TrainingProgress progress =
            new TrainingProgress(
                0,
                experiment.training().epochs(),
                step,
                STEPS + 1L,
                experiment.stageIndex(),
                experiment.stageCount());
        long start = System.nanoTime();
        try (Batch next = batches.next();
            NDManager owner = session.manager().newSubManager()) {
          int[] labels = next.labels();
          NDArray images = tensors.images(owner, next);
          TrainingBatch seen = session.batch(images, tensors.labels(owner, labels), step);
          session.rule().step(seen, progress, rate);
          long trained = System.nanoTime();
          try (Predictor predictor =
              session.rule().predictor(session.manager(), progress, Evaluation.MODE)) {
            predictor.logits(seen.images()).toFloatArray();
          }
          long tested = System.nanoTime();
          // The first step finds everything cold; whatever else the machine does only slows down.
          training = Math.min(training, (trained - start) / NANOS / labels.length);
          test = Math.min(test, (tested - trained) / NANOS / labels.length);
        }
      }
    }
    return new StepTimes(
        training,
        test,
        data.training().samples().size(),
        data.test().samples().size(),
        bytes(session.state()),
        session.executor().diagnostics().sums().size());
  }

  private static long bytes(StateStore state) {
    long bytes = 0;
    for (StateStore.Kind kind : List.of(StateStore.Kind.MODEL, StateStore.Kind.RUN)) {
      for (NDArray tensor : state.tensors(kind).values()) {
        bytes += tensor.size() * Float.BYTES;
      }
    }
    return bytes;
  }

  /** Seconds of an epoch and the test behind it. */
  double epochSeconds() {
    return trainingImages * trainingSeconds + testImages * testSeconds;
  }

  /** Bytes of a run's folder: an old checkpoint stays until the new one is whole. */
  long runBytes(int epochs) {
    return 2 * stateBytes
        + (long) testImages * BYTES_OF_PREDICTION
        + (long) epochs * reports * BYTES_OF_REPORT;
  }
}
