package org.bnnlab.bench.run;

import java.util.ArrayList;
import java.util.List;
import org.bnnlab.data.pipeline.PipelineStatistics;

/** Times of a run over all its resumptions; nothing here decides a result. */
final class RunClock {

  private static final double NANOS = 1e9;

  private final RunState.Times before;
  private final List<Double> epochSeconds;
  private final List<EpochTimes> epochs;
  private final long start = System.nanoTime();
  private long lastCheckpoint = start;
  private long epochStart = start;
  private long epochImages;
  private long lastBatch;
  private double epochWaited;
  private double training;
  private double waited;
  private long images;

  /** From the start of the run to the end of the last completed epoch. */
  private EpochTimes completed;

  RunClock(RunState.Times before) {
    this.before = before;
    this.epochSeconds = new ArrayList<>(before.epochSeconds());
    this.epochs = new ArrayList<>(before.known());
    this.completed = completed(before);
  }

  /** Where single epochs are not known, the one that goes on counts from here. */
  private static EpochTimes completed(RunState.Times before) {
    double seconds = before.epochSeconds().stream().mapToDouble(Double::doubleValue).sum();
    return before.known().size() == before.epochSeconds().size()
        ? before.known().stream().reduce(new EpochTimes(0, 0, 0, 0, 0), EpochTimes::plus)
        : new EpochTimes(
            0, seconds, before.trainingSeconds(), before.waitedSeconds(), before.images());
  }

  void epochStarted() {
    epochStart = System.nanoTime();
    lastBatch = epochStart;
    epochImages = 0;
    epochWaited = 0;
  }

  void batchDone(int batchImages, PipelineStatistics statistics) {
    long now = System.nanoTime();
    training += (now - lastBatch) / NANOS;
    lastBatch = now;
    double total = statistics.waitedNanos() / NANOS;
    waited += total - epochWaited;
    epochWaited = total;
    epochImages += batchImages;
    images += batchImages;
  }

  /** An epoch that was interrupted counts the time of its last part and what was saved before. */
  void epochDone(int epoch) {
    RunState.Times now = now();
    EpochTimes all =
        new EpochTimes(
            epoch, now.seconds(), now.trainingSeconds(), now.waitedSeconds(), now.images());
    EpochTimes last = all.minus(completed);
    completed = all;
    epochSeconds.add(last.seconds());
    epochs.add(last);
  }

  RunState.Times now() {
    return new RunState.Times(
        before.seconds() + (System.nanoTime() - start) / NANOS,
        before.trainingSeconds() + training,
        before.waitedSeconds() + waited,
        before.images() + images,
        epochSeconds,
        epochs);
  }

  /** Speed of the current epoch since it was started or resumed. */
  double imagesPerSecond() {
    return epochImages / Math.max(1e-9, (System.nanoTime() - epochStart) / NANOS);
  }

  boolean checkpointDue(int seconds) {
    return (System.nanoTime() - lastCheckpoint) / NANOS >= seconds;
  }

  void checkpointWritten() {
    lastCheckpoint = System.nanoTime();
  }
}
