package org.bnnlab.bench.run;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How long one epoch took, resumptions included; one line of {@code timing.jsonl}.
 *
 * @param epoch epoch, from 0
 * @param seconds all of it, evaluation and checkpoints included
 * @param trainingSeconds training steps and waiting for their batches
 * @param waitedSeconds of them, how long the trainer stood still for lack of a batch
 * @param images images trained on
 */
public record EpochTimes(
    int epoch, double seconds, double trainingSeconds, double waitedSeconds, long images) {

  /** The part of the training time that was spent waiting for batches, in [0, 1]. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public double waitedShare() {
    return trainingSeconds > 0 ? waitedSeconds / trainingSeconds : 0;
  }

  /** What this time exceeds another one by. */
  EpochTimes minus(EpochTimes other) {
    return new EpochTimes(
        epoch,
        seconds - other.seconds,
        trainingSeconds - other.trainingSeconds,
        waitedSeconds - other.waitedSeconds,
        images - other.images);
  }

  EpochTimes plus(EpochTimes other) {
    return new EpochTimes(
        epoch,
        seconds + other.seconds,
        trainingSeconds + other.trainingSeconds,
        waitedSeconds + other.waitedSeconds,
        images + other.images);
  }
}
