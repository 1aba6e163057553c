package org.bnnlab.bench.recipe;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bnnlab.api.parameter.ParameterRole;

/**
 * The optimizer of a row.
 *
 * @param id {@code sgd}, {@code adam}, {@code adamw}, {@code radam} or {@link #OWN}
 * @param learningRate the rate that the schedule starts from
 * @param settings every further setting: momentum, dampening, nesterov (0 or 1) and weightDecay of
 *     {@code sgd}; beta1, beta2, epsilon and weightDecay of the others; none of {@link #OWN}
 * @param decays roles of the parameters that weight decay applies to
 */
public record OptimizerSpec(
    String id, double learningRate, Map<String, Double> settings, Set<ParameterRole> decays) {

  /** The optimizer or rule that the method brings: the recipe gives its learning rate alone. */
  public static final String OWN = "own";

  /** All roles that may decay: every one but running statistics. */
  public static final Set<ParameterRole> ALL_ROLES =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(ParameterRole.STATISTIC)));

  /** Checks the rate and copies the collections. */
  public OptimizerSpec {
    requireArgument(
        learningRate > 0 && Double.isFinite(learningRate),
        "lr must be above 0, found %s",
        learningRate);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    EnumSet<ParameterRole> roles = EnumSet.noneOf(ParameterRole.class);
    roles.addAll(decays);
    decays = Collections.unmodifiableSet(roles);
  }
}
