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
 * @param clipped0 the same behind the method's gradient transform, where recorded
 * @param parameters trained parameters behind the last step, where recorded
 * @param evaluationMaxDiff logits in evaluation mode behind the last step; null if not recorded
 * @param firstDivergence first step whose loss or logits differ by more than the tolerance, or null
 */
public record ReplayReport(
    List<Step> steps,
    double logits0MaxDiff,
    double logitsMaxDiff,
    List<Tensor> gradients0,
    List<Tensor> clipped0,
    List<Tensor> parameters,
    @Nullable Double evaluationMaxDiff,
    @JsonProperty(required = true) @Nullable Integer firstDivergence) {

  /** Copies the lists. */
  public ReplayReport {
    steps = List.copyOf(steps);
    gradients0 = List.copyOf(gradients0);
    clipped0 = List.copyOf(clipped0);
    parameters = List.copyOf(parameters);
  }

  /** Whether every step and the evaluation agree within {@link Replay#TOLERANCE}. */
  public boolean agrees() {
    return firstDivergence == null
        && (evaluationMaxDiff == null || evaluationMaxDiff <= Replay.TOLERANCE);
  }

  /** The gradient that differs most, relative to its own largest magnitude; scales left out. */
  public Optional<Tensor> worstGradient() {
    return gradients0.stream()
        .filter(gradient -> gradient.role() != ParameterRole.SCALE)
        .max(Comparator.comparingDouble(Tensor::relative));
  }

  /** The gradient of a learned scale that differs most, absolutely: those are sums near 0. */
  public Optional<Tensor> worstScaleGradient() {
    return gradients0.stream()
        .filter(gradient -> gradient.role() == ParameterRole.SCALE)
        .max(Comparator.comparingDouble(Tensor::difference));
  }

  /** The gradient behind the method's transform that differs most, relative to its largest. */
  public Optional<Tensor> worstClipped() {
    return clipped0.stream().max(Comparator.comparingDouble(Tensor::relative));
  }

  /** The parameter that differs most behind the last step, relative to its largest magnitude. */
  public Optional<Tensor> worstParameter() {
    return parameters.stream().max(Comparator.comparingDouble(Tensor::relative));
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
   * One trained tensor, or its gradient.
   *
   * @param parameter our name
   * @param role what it does
   * @param largest largest recorded magnitude
   * @param difference largest absolute difference
   */
  public record Tensor(String parameter, ParameterRole role, double largest, double difference) {

    /** Difference divided by the largest magnitude; 0 where both sides are all zeros. */
    public double relative() {
      return difference == 0 ? 0 : difference / largest;
    }
  }
}
