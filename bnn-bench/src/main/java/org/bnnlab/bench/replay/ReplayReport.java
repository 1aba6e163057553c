package org.bnnlab.bench.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bnnlab.api.parameter.ParameterRole;
import org.jspecify.annotations.Nullable;

/**
 * What a replay found. Differences are relative: largest absolute difference divided by the largest
 * magnitude recorded.
 *
 * @param steps losses there and here
 * @param logits0MaxDiff logits of the first step
 * @param logitsMaxDiff logits over all steps, the worst step
 * @param gradients0 gradients of the first step per parameter
 * @param evaluationMaxDiff logits in evaluation mode behind the last step; null if not recorded
 * @param firstDivergence first step whose loss or logits differ by more than the tolerance, or null
 */
public record ReplayReport(
    List<Step> steps,
    double logits0MaxDiff,
    double logitsMaxDiff,
    List<Gradient> gradients0,
    @Nullable Double evaluationMaxDiff,
    @JsonProperty(required = true) @Nullable Integer firstDivergence) {

  /** Copies the lists. */
  public ReplayReport {
    steps = List.copyOf(steps);
    gradients0 = List.copyOf(gradients0);
  }

  /** Whether every step and the evaluation agree within {@link Replay#TOLERANCE}. */
  public boolean agrees() {
    return firstDivergence == null
        && (evaluationMaxDiff == null || evaluationMaxDiff <= Replay.TOLERANCE);
  }

  /** The gradient that differs most, relative to its own largest magnitude; scales left out. */
  public Optional<Gradient> worstGradient() {
    return gradients0.stream()
        .filter(gradient -> gradient.role() != ParameterRole.SCALE)
        .max(Comparator.comparingDouble(Gradient::relative));
  }

  /** The gradient of a learned scale that differs most, absolutely: those are sums near 0. */
  public Optional<Gradient> worstScaleGradient() {
    return gradients0.stream()
        .filter(gradient -> gradient.role() == ParameterRole.SCALE)
        .max(Comparator.comparingDouble(Gradient::difference));
  }

  /**
   * One step.
   *
   * @param step number of the step, from 0
   * @param there recorded loss
   * @param here our loss
   * @param logitsMaxDiff difference of the logits
   */
  public record Step(int step, double there, double here, double logitsMaxDiff) {

    /** Difference of the losses divided by the recorded one. */
    @JsonProperty
    public double lossDifference() {
      return Math.abs(here - there) / Math.abs(there);
    }
  }

  /**
   * Gradient of one parameter at step 0.
   *
   * @param parameter our name
   * @param role what it does
   * @param largest largest recorded magnitude
   * @param difference largest absolute difference
   */
  public record Gradient(String parameter, ParameterRole role, double largest, double difference) {

    /** Difference divided by the largest magnitude; 0 where both sides are all zeros. */
    public double relative() {
      return difference == 0 ? 0 : difference / largest;
    }
  }
}
