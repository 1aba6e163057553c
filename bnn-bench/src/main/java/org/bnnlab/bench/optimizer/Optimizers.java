package org.bnnlab.bench.optimizer;

import java.util.Map;
import java.util.Set;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.check.Suggestion;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.training.Optimizer;
import org.bnnlab.api.training.StateStore;

/** Optimizers by the names that recipes and trajectories use. */
public final class Optimizers {

  private static final Set<String> IDS = Set.of("sgd", "adam", "adamw", "radam");

  private Optimizers() {}

  /**
   * An optimizer.
   *
   * @param id {@code sgd}, {@code adam}, {@code adamw} or {@code radam}
   * @param settings momentum, dampening, nesterov (0 or 1) of sgd; beta1, beta2, epsilon of the
   *     others; weightDecay of all; torch's values where one is missing
   * @param decays roles of the parameters that decay
   * @param state where its state lies
   * @throws FaultException if there is no such optimizer
   */
  public static Optimizer of(
      String id, Map<String, Double> settings, Set<ParameterRole> decays, StateStore state) {
    WeightDecay decay = new WeightDecay(settings.getOrDefault("weightDecay", 0.0), decays);
    MomentSettings moments =
        new MomentSettings(
            settings.getOrDefault("beta1", MomentSettings.DEFAULT.beta1()),
            settings.getOrDefault("beta2", MomentSettings.DEFAULT.beta2()),
            settings.getOrDefault("epsilon", MomentSettings.DEFAULT.epsilon()),
            decay);
    return switch (id) {
      case "sgd" ->
          new Sgd(
              new Sgd.Settings(
                  settings.getOrDefault("momentum", 0.0),
                  settings.getOrDefault("dampening", 0.0),
                  settings.getOrDefault("nesterov", 0.0) != 0,
                  decay),
              state);
      case "adam" -> new Adam(moments, state);
      case "adamw" -> new AdamW(moments, state);
      case "radam" -> new RAdam(moments, state);
      default ->
          throw new FaultException(
              "unknown optimizer \"%s\"%s; one of: sgd, adam, adamw, radam"
                  .formatted(id, Suggestion.forUnknown(id, IDS)));
    };
  }
}
