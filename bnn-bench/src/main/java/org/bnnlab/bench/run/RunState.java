package org.bnnlab.bench.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bnnlab.bench.ledger.Environment;
import org.bnnlab.bench.recipe.Experiment;

/**
 * Where a run stands, beside its tensors: what {@code state.json} holds.
 *
 * @param schema version of this form
 * @param experimentSha256 hash of the experiment that is run
 * @param experiment the experiment in canonical JSON
 * @param threads threads that tensor operations use
 * @param epoch epochs completed
 * @param batch batches of the current epoch completed
 * @param tally what those batches gave
 * @param diverged whether the loss stopped being a number
 * @param history what the completed epochs measured
 * @param times how long it took; the only part that two equal runs do not share
 * @param files SHA-256 of the files beside this one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunState(
    int schema,
    String experimentSha256,
    String experiment,
    int threads,
    int epoch,
    int batch,
    Tally tally,
    boolean diverged,
    List<EpochMetrics> history,
    Times times,
    Map<String, String> files) {

  /** Version of the form that is written. */
  public static final int SCHEMA = 1;

  /** Copies the collections. */
  public RunState {
    history = List.copyOf(history);
    files = new TreeMap<>(files);
  }

  /**
   * Sums over the completed batches of the current epoch.
   *
   * @param lossSum losses, each times its images
   * @param hits images whose class was the first guess
   * @param images images
   */
  public record Tally(double lossSum, int hits, int images) {

    static final Tally EMPTY = new Tally(0, 0, 0);

    Tally plus(double loss, int batchHits, int batchImages) {
      return new Tally(lossSum + loss * batchImages, hits + batchHits, images + batchImages);
    }

    double loss() {
      return lossSum / images;
    }

    double top1() {
      return LogitScores.percent(hits, images);
    }
  }

  /**
   * How long a run took, resumptions included.
   *
   * @param seconds from start to end
   * @param trainingSeconds spent on training steps and waiting for their batches
   * @param waitedSeconds of them spent waiting for batches
   * @param images images trained on
   * @param epochSeconds seconds of every completed epoch, evaluation included
   */
  public record Times(
      double seconds,
      double trainingSeconds,
      double waitedSeconds,
      long images,
      List<Double> epochSeconds) {

    static final Times NONE = new Times(0, 0, 0, 0, List.of());

    /** Copies the list. */
    public Times {
      epochSeconds = List.copyOf(epochSeconds);
    }
  }

  /** The state before the first step. */
  static RunState before(Experiment experiment) {
    return new RunState(
        SCHEMA,
        experiment.sha256(),
        experiment.canonicalJson(),
        Environment.engineThreads(),
        0,
        0,
        Tally.EMPTY,
        false,
        List.of(),
        Times.NONE,
        Map.of());
  }

  /** Behind one more batch. */
  RunState afterBatch(double loss, int hits, int images) {
    return new RunState(
        schema,
        experimentSha256,
        experiment,
        threads,
        epoch,
        batch + 1,
        tally.plus(loss, hits, images),
        !Double.isFinite(loss),
        history,
        times,
        files);
  }

  /** At the start of the next epoch. */
  RunState afterEpoch(EpochMetrics metrics) {
    List<EpochMetrics> longer = new ArrayList<>(history);
    longer.add(metrics);
    return new RunState(
        schema,
        experimentSha256,
        experiment,
        threads,
        epoch + 1,
        0,
        Tally.EMPTY,
        diverged,
        longer,
        times,
        files);
  }

  RunState at(Times now) {
    return new RunState(
        schema,
        experimentSha256,
        experiment,
        threads,
        epoch,
        batch,
        tally,
        diverged,
        history,
        now,
        files);
  }

  RunState withFiles(Map<String, String> sums) {
    return new RunState(
        schema,
        experimentSha256,
        experiment,
        threads,
        epoch,
        batch,
        tally,
        diverged,
        history,
        times,
        sums);
  }
}
