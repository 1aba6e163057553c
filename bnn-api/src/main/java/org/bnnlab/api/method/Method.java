package org.bnnlab.api.method;

import static org.bnnlab.api.check.Checks.requireArgument;
import static org.bnnlab.api.check.Checks.requireFound;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bnnlab.api.architecture.Head;
import org.bnnlab.api.architecture.ResidualRule;
import org.bnnlab.api.binarization.Binarizer;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.Scheduled;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.network.NodeContribution;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.option.Options;
import org.bnnlab.api.training.AfterStep;
import org.bnnlab.api.training.GradientTransform;
import org.bnnlab.api.training.LearningRuleFactory;
import org.bnnlab.api.training.Objective;
import org.bnnlab.api.training.OptimizerFactory;

/** One method with its options resolved: what fills each slot. Immutable. */
public final class Method {

  private final MethodDescriptor descriptor;
  private final Options options;
  private final Bits bits;
  private final Map<Slot, Object> parts;

  Method(MethodDescriptor descriptor, Options options, Bits bits, Map<Slot, Object> parts) {
    this.descriptor = descriptor;
    this.options = options;
    this.bits = bits;
    this.parts = Collections.unmodifiableMap(new EnumMap<>(parts));
  }

  /** Name and origin. */
  public MethodDescriptor descriptor() {
    return descriptor;
  }

  /** Resolved options. */
  public Options options() {
    return options;
  }

  /** Bit widths of the body. */
  public Bits bits() {
    return bits;
  }

  /** What fills each slot; slots without a default are missing if the method leaves them open. */
  public Map<Slot, Object> parts() {
    return parts;
  }

  /** Latent weight to the argument of its sign. */
  public Normalizer weightNormalizer() {
    return part(Slot.WEIGHT_NORMALIZER, Normalizer.class);
  }

  /** Sign and scale of a weight. */
  public Binarizer weightBinarizer() {
    return part(Slot.WEIGHT_BINARIZER, Binarizer.class);
  }

  /** Slope of a weight's sign. */
  public GradientEstimator weightEstimator() {
    return part(Slot.WEIGHT_ESTIMATOR, GradientEstimator.class);
  }

  /** What happens to weights that stay real. */
  public Normalizer realWeightNormalizer() {
    return part(Slot.REAL_WEIGHT_NORMALIZER, Normalizer.class);
  }

  /** Slope of an activation's sign. */
  public GradientEstimator activationEstimator() {
    return part(Slot.ACTIVATION_ESTIMATOR, GradientEstimator.class);
  }

  /** The nodes of one of the slots that hold nodes. */
  public NodeContribution nodes(Slot slot) {
    return part(slot, NodeContribution.class);
  }

  /** Border of binary convolutions. */
  public Padding.Value padding() {
    return part(Slot.PADDING, Padding.Value.class);
  }

  /** Bits of the weights on shortcuts. */
  public int shortcutBits() {
    return part(Slot.SHORTCUT_BITS, Integer.class);
  }

  /** Bits of the weights of the first layer. */
  public int stemBits() {
    return part(Slot.STEM_BITS, Integer.class);
  }

  /** What turns features into the network's output. */
  public Head head() {
    return part(Slot.HEAD, Head.class);
  }

  /** Scaling of residual connections. */
  public ResidualRule residual() {
    return part(Slot.RESIDUAL, ResidualRule.class);
  }

  /** Change of the architecture's initialization. */
  public InitializationRule initialization() {
    return part(Slot.INITIALIZATION, InitializationRule.class);
  }

  /** Loss. */
  public Objective objective() {
    return part(Slot.OBJECTIVE, Objective.class);
  }

  /** Change of gradients before the optimizer. */
  public GradientTransform gradientTransform() {
    return part(Slot.GRADIENT_TRANSFORM, GradientTransform.class);
  }

  /** Change of values behind the optimizer. */
  public AfterStep afterStep() {
    return part(Slot.AFTER_STEP, AfterStep.class);
  }

  /** The method's own optimizer. */
  public Optional<OptimizerFactory> optimizer() {
    return Optional.ofNullable((OptimizerFactory) parts.get(Slot.OPTIMIZER));
  }

  /** The method's own learning rule. */
  public Optional<LearningRuleFactory> learningRule() {
    return Optional.ofNullable((LearningRuleFactory) parts.get(Slot.LEARNING_RULE));
  }

  /**
   * This method with other parts in some of its slots.
   *
   * @param others the parts, of their slots' types
   * @throws FaultException with every part that would have no effect at the bits of this method
   */
  public Method with(Map<Slot, ?> others) {
    List<String> faults = new ArrayList<>();
    Map<Slot, Object> mixed = new EnumMap<>(Slot.class);
    mixed.putAll(parts);
    others.forEach(
        (slot, part) -> {
          requireArgument(
              slot.type().isInstance(part), "slot %s cannot hold %s", slot.title(), part);
          if (!slot.isUsed(bits)) {
            faults.add(
                "a part for \"%s\" has no effect: %s stay real at bits %s"
                    .formatted(
                        slot.title(),
                        slot.isUsed(new Bits(1, 32)) ? "the weights" : "the activations",
                        bits));
          }
          mixed.put(slot, part);
        });
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
    return new Method(descriptor, options, bits, mixed);
  }

  /** The scheduled quantities of all parts (τ, t, k) at {@code progress}. */
  public Map<String, Double> quantities(TrainingProgress progress) {
    Map<String, Double> all = new LinkedHashMap<>();
    for (Object part : parts.values()) {
      if (part instanceof Scheduled scheduled) {
        all.putAll(scheduled.quantities(progress));
      }
    }
    return all;
  }

  private <T> T part(Slot slot, Class<T> type) {
    return type.cast(requireFound(parts.get(slot), "slot %s is not filled", slot));
  }
}
