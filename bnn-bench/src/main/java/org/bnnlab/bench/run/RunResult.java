package org.bnnlab.bench.run;

import org.bnnlab.api.method.Method;
import org.bnnlab.api.network.Network;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * What came out of a run.
 *
 * @param experiment what was trained
 * @param method its method
 * @param network its network
 * @param dataset its data set
 * @param state where it ended
 * @param test predictions of the last epoch for the test images; null if the run diverged
 * @param ensemble the same by networks drawn from the posterior, whose probabilities are averaged;
 *     null where weights are not random
 * @param orderSha256 SHA-256 of the order of the training images in epoch 0
 * @param peakMemoryBytes highest resident memory, or 0 where the system does not tell
 * @param failure the error that ended it, or null
 */
public record RunResult(
    Experiment experiment,
    Method method,
    Network network,
    Dataset dataset,
    RunState state,
    @Nullable TestResult test,
    @Nullable TestResult ensemble,
    String orderSha256,
    long peakMemoryBytes,
    @Nullable String failure) {

  /** How it ended. */
  ResultRow.Status status() {
    if (failure != null) {
      return ResultRow.Status.FAILED;
    }
    return state.diverged() ? ResultRow.Status.DIVERGED : ResultRow.Status.FINISHED;
  }
}
