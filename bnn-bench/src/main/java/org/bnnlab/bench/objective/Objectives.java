package org.bnnlab.bench.objective;

import static org.bnnlab.api.check.Checks.requireFound;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.check.Suggestion;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.training.Objective;
import org.bnnlab.methods.objective.Distillation;
import org.bnnlab.methods.objective.DistributionLoss;
import org.bnnlab.methods.objective.GuidedDistribution;
import org.bnnlab.methods.objective.LabelSmoothing;

/** Losses by the names that recipes use. */
public final class Objectives {

  private static final Map<String, List<OptionSpec>> OPTIONS =
      new TreeMap<>(
          Map.of(
              "cross-entropy",
              List.of(),
              "label-smoothing",
              List.of(OptionSpec.of("epsilon", 0.1, "share of the target for all classes")),
              "distribution-loss",
              List.of(),
              "guided-distribution",
              List.of(OptionSpec.of("temperature", 0.2, "what coordinates are divided by")),
              "kd",
              List.of(
                  OptionSpec.of("temperature", 4.0, "what logits are divided by"),
                  OptionSpec.of("weight", 0.9, "share of the teacher; the rest is the labels'"))));

  private Objectives() {}

  /** The settings of every loss, by its id. */
  public static Map<String, List<OptionSpec>> options() {
    return Map.copyOf(OPTIONS);
  }

  /**
   * A loss.
   *
   * @param id {@code cross-entropy}, {@code label-smoothing}, {@code distribution-loss}, {@code
   *     guided-distribution} or {@code kd}
   * @param settings every setting with its value
   * @throws FaultException if there is no such loss
   * @throws IllegalArgumentException if a setting is out of its range
   */
  public static Objective of(String id, Map<String, Object> settings) {
    return switch (id) {
      case "cross-entropy" -> new Objective.CrossEntropy();
      case "label-smoothing" -> new LabelSmoothing(number(settings, "epsilon"));
      case "distribution-loss" -> new DistributionLoss();
      case "guided-distribution" -> new GuidedDistribution(number(settings, "temperature"));
      case "kd" -> new Distillation(number(settings, "temperature"), number(settings, "weight"));
      default ->
          throw new FaultException(
              "unknown loss \"%s\"%s; one of: %s"
                  .formatted(
                      id,
                      Suggestion.forUnknown(id, OPTIONS.keySet()),
                      String.join(", ", OPTIONS.keySet())));
    };
  }

  private static double number(Map<String, Object> settings, String name) {
    return ((Number) requireFound(settings.get(name), "the loss lacks its %s", name)).doubleValue();
  }
}
