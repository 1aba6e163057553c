package org.bnnlab.bench.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bnnlab.bench.ledger.Environment;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.models.djl.Diagnostics;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands, beside its tensors: what {@code state.json} holds, in which the fields of
 * {@code run} and {@code position} stand beside the others.
 *
 * @param run what is run
 * @param position how far it has come
 * @param times how long it took; the only part that two equal runs do not share
 * @param files SHA-256 of the files beside this one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunState(
    @JsonUnwrapped Run run,
    @JsonUnwrapped Position position,
    Times times,
    Map<String, String> files) {

  /** Version of the form that is written. */
  public static final int SCHEMA = 1;

  /** Copies the map. */
  public RunState {
    files = new TreeMap<>(files);
  }

  /**
   * What is run.
   *
   * @param schema version of this form
   * @param experimentSha256 hash of the experiment
   * @param experiment the experiment in canonical JSON
   * @param threads threads that tensor operations use
   */
  public record Run(int schema, String experimentSha256, String experiment, int threads) {}

  /**
   * How far a run has come.
   *
   * @param epoch epochs completed
   * @param batch batches of the current epoch completed
   * @param tally what those batches gave
   * @param reports what layers reported in those batches; checkpoints before it was saved have none
   * @param diverged whether the loss stopped being a number
   * @param history what the completed epochs measured
   */
  public record Position(
      int epoch,
      int batch,
      Tally tally,
      @Nullable Map<String, Diagnostics.Sum> reports,
      boolean diverged,
      List<EpochMetrics> history) {

    static final Position START = new Position(0, 0, Tally.EMPTY, Map.of(), false, List.of());

    /** Copies the collections. */
    public Position {
      reports = reports == null ? Map.of() : new TreeMap<>(reports);
      history = List.copyOf(history);
    }
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
   * @param epochs more about each of them; checkpoints before it was saved lack the first ones
   */
  public record Times(
      double seconds,
      double trainingSeconds,
      double waitedSeconds,
      long images,
      List<Double> epochSeconds,
      @Nullable List<EpochTimes> epochs) {

    static final Times NONE = new Times(0, 0, 0, 0, List.of(), List.of());

    /** Copies the lists. */
    public Times {
      epochSeconds = List.copyOf(epochSeconds);
      epochs = epochs == null ? List.of() : List.copyOf(epochs);
    }

    /** The completed epochs of which it is known. */
    List<EpochTimes> known() {
      return epochs == null ? List.of() : epochs;
    }
  }

  /** The state before the first step. */
  static RunState before(Experiment experiment) {
    return new RunState(
        new Run(
            SCHEMA, experiment.sha256(), experiment.canonicalJson(), Environment.engineThreads()),
        Position.START,
        Times.NONE,
        Map.of());
  }

  /** Epochs completed. */
  public int epoch() {
    return position.epoch();
  }

  /** Batches of the current epoch completed. */
  public int batch() {
    return position.batch();
  }

  /** What those batches gave. */
  public Tally tally() {
    return position.tally();
  }

  /** Whether the loss stopped being a number. */
  public boolean diverged() {
    return position.diverged();
  }

  /** What the completed epochs measured. */
  public List<EpochMetrics> history() {
    return position.history();
  }

  /** Behind one more batch. */
  RunState afterBatch(double loss, int hits, int images) {
    return at(
        new Position(
            epoch(),
            batch() + 1,
            tally().plus(loss, hits, images),
            position.reports(),
            !Double.isFinite(loss),
            history()));
  }

  /** At the start of the next epoch. */
  RunState afterEpoch(EpochMetrics metrics) {
    List<EpochMetrics> longer = new ArrayList<>(history());
    longer.add(metrics);
    return at(new Position(epoch() + 1, 0, Tally.EMPTY, Map.of(), diverged(), longer));
  }

  private RunState at(Position now) {
    return new RunState(run, now, times, files);
  }

  /** With what is written beside the tensors: times, and what layers have reported. */
  RunState at(Times now, Map<String, Diagnostics.Sum> reports) {
    Position here = new Position(epoch(), batch(), tally(), reports, diverged(), history());
    return new RunState(run, here, now, files);
  }

  RunState withFiles(Map<String, String> sums) {
    return new RunState(run, position, times, sums);
  }
}
