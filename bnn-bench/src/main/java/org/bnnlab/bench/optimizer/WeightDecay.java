package org.bnnlab.bench.optimizer;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.EnumSet;
import java.util.Set;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.training.TrainedTensor;

/**
 * Weight decay and the group it acts on.
 *
 * @param factor the decay; 0 for none
 * @param roles roles of the parameters that decay
 */
public record WeightDecay(double factor, Set<ParameterRole> roles) {

  /** Nothing decays. */
  public static final WeightDecay NONE = new WeightDecay(0, Set.of());

  /** Checks the factor. */
  public WeightDecay {
    requireArgument(factor >= 0, "weight decay must be at least 0, found %s", factor);
    roles = Set.copyOf(roles);
  }

  /** Every parameter decays. */
  public static WeightDecay onAll(double factor) {
    return new WeightDecay(factor, EnumSet.allOf(ParameterRole.class));
  }

  /** Whether a parameter decays. */
  boolean actsOn(TrainedTensor tensor) {
    return factor != 0 && roles.contains(tensor.spec().role());
  }
}
