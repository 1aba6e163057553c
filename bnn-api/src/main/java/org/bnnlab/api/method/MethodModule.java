package org.bnnlab.api.method;

import static org.bnnlab.api.check.Checks.requireArgument;
import static org.bnnlab.api.check.Checks.requireFound;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.multibindings.OptionalBinder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.architecture.Head;
import org.bnnlab.api.architecture.ResidualRule;
import org.bnnlab.api.binarization.Binarizer;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.network.NodeContribution;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.option.Options;
import org.bnnlab.api.training.AfterStep;
import org.bnnlab.api.training.GradientTransform;
import org.bnnlab.api.training.LearningRuleFactory;
import org.bnnlab.api.training.Objective;
import org.bnnlab.api.training.OptimizerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Base of a method: a Guice module that binds only what its paper changes.
 *
 * <p>A jar adds a method by naming its module in {@code
 * META-INF/services/org.bnnlab.api.method.MethodModule}; nothing else changes. Parts may be given
 * as objects or as classes that Guice makes.
 */
public abstract class MethodModule extends AbstractModule {

  private final MethodDescriptor descriptor;
  private final Map<Slot, Object> filled = new EnumMap<>(Slot.class);
  private @Nullable Options options;
  private @Nullable Bits bits;

  /** Describes the method. */
  protected MethodModule(MethodDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  /** Binds what the paper changes, with the words below. */
  protected abstract void bindParts();

  /** Bit widths of the body unless a recipe says otherwise. */
  protected Bits defaultBits() {
    return Bits.BINARY;
  }

  /** Name and origin. */
  public final MethodDescriptor descriptor() {
    return descriptor;
  }

  /** The resolved options, for {@link #bindParts}. */
  protected final Options options() {
    return requireFound(options, "method %s is read before its options are set", descriptor.id());
  }

  /** The bit widths of the body, for {@link #bindParts}. */
  protected final Bits bits() {
    return requireFound(bits, "method %s is read before its bits are set", descriptor.id());
  }

  /** Sets what {@link #bindParts} may ask for. */
  final MethodModule prepare(Options resolved, @Nullable Bits asked) {
    this.options = resolved;
    this.bits = asked == null ? defaultBits() : asked;
    return this;
  }

  @Override
  protected final void configure() {
    try {
      bindParts();
    } catch (IllegalArgumentException fault) {
      // Reported here, since Guice would print the stack trace of what it catches itself.
      addError("%s", String.valueOf(fault.getMessage()));
    }
  }

  /**
   * Another method at the bits of this one, with its options as they are by default.
   *
   * @throws org.bnnlab.api.check.FaultException if there is none of this id, or it is this one
   */
  protected final Method host(String id) {
    requireArgument(
        !id.equals(descriptor.id()), "%s cannot be its own host; name another method", id);
    return Methods.load().create(id, Map.of(), bits());
  }

  /** Takes over every part of another method but those in some slots, which this one fills. */
  protected final void inherit(Method host, Slot... except) {
    host.parts()
        .forEach(
            (slot, part) -> {
              if (!List.of(except).contains(slot)) {
                fill(slot, part);
              }
            });
  }

  /** The weights of the body. */
  protected final WeightWords weights() {
    return new WeightWords();
  }

  /** The binary activations. */
  protected final ActivationWords activations() {
    return new ActivationWords();
  }

  /** The layers around the binarization. */
  protected final LayerWords layers() {
    return new LayerWords();
  }

  /** The training step. */
  protected final TrainingWords training() {
    return new TrainingWords();
  }

  private void fill(Slot slot, Object part) {
    Object other = filled.putIfAbsent(slot, part);
    if (other == null) {
      fillTyped(slot.key(), part);
    } else if (!other.equals(part)) {
      addError("slot \"%s\" is filled twice: by %s and by %s", slot.title(), other, part);
    }
  }

  @SuppressWarnings("unchecked") // the words below pair each slot with its own type
  private <T> void fillTyped(Key<T> key, Object part) {
    var binding = OptionalBinder.newOptionalBinder(binder(), key).setBinding();
    if (part instanceof Class<?> type) {
      binding.to((Class<? extends T>) type);
    } else {
      binding.toInstance((T) part);
    }
  }

  /** Words for the weights of the body. */
  protected final class WeightWords {
    private WeightWords() {}

    /** What happens to a latent weight before its sign. */
    public WeightWords normalizedBy(Normalizer part) {
      fill(Slot.WEIGHT_NORMALIZER, part);
      return this;
    }

    /** The same, made by Guice. */
    public WeightWords normalizedBy(Class<? extends Normalizer> part) {
      fill(Slot.WEIGHT_NORMALIZER, part);
      return this;
    }

    /** Sign and scale. */
    public WeightWords binarizedBy(Binarizer part) {
      fill(Slot.WEIGHT_BINARIZER, part);
      return this;
    }

    /** The same, made by Guice. */
    public WeightWords binarizedBy(Class<? extends Binarizer> part) {
      fill(Slot.WEIGHT_BINARIZER, part);
      return this;
    }

    /** Slope of the sign. */
    public WeightWords estimatedBy(GradientEstimator part) {
      fill(Slot.WEIGHT_ESTIMATOR, part);
      return this;
    }

    /** The same, made by Guice. */
    public WeightWords estimatedBy(Class<? extends GradientEstimator> part) {
      fill(Slot.WEIGHT_ESTIMATOR, part);
      return this;
    }

    /** What happens to weights that stay real. */
    public WeightWords whenRealNormalizedBy(Normalizer part) {
      fill(Slot.REAL_WEIGHT_NORMALIZER, part);
      return this;
    }

    /** Bits of the weights on shortcuts, 1 or 32. */
    public WeightWords onShortcutsOfBits(int weightBits) {
      fill(Slot.SHORTCUT_BITS, weightBits);
      return this;
    }

    /** Bits of the weights of the first layer, 1 or 32. */
    public WeightWords inStemOfBits(int weightBits) {
      fill(Slot.STEM_BITS, weightBits);
      return this;
    }

    /** How weights start. */
    public WeightWords initializedBy(InitializationRule part) {
      fill(Slot.INITIALIZATION, part);
      return this;
    }
  }

  /** Words for the binary activations. */
  protected final class ActivationWords {
    private ActivationWords() {}

    /** Nodes before the sign. */
    public ActivationWords precededBy(NodeContribution part) {
      fill(Slot.BEFORE_SIGN, part);
      return this;
    }

    /** Slope of the sign. */
    public ActivationWords estimatedBy(GradientEstimator part) {
      fill(Slot.ACTIVATION_ESTIMATOR, part);
      return this;
    }

    /** The same, made by Guice. */
    public ActivationWords estimatedBy(Class<? extends GradientEstimator> part) {
      fill(Slot.ACTIVATION_ESTIMATOR, part);
      return this;
    }

    /** Border of binary convolutions. */
    public ActivationWords paddedWith(Padding.Value part) {
      fill(Slot.PADDING, part);
      return this;
    }
  }

  /** Words for the layers around the binarization. */
  protected final class LayerWords {
    private LayerWords() {}

    /** Nodes right behind a body convolution. */
    public LayerWords afterConvolution(NodeContribution part) {
      fill(Slot.CONVOLUTION_OUTPUT, part);
      return this;
    }

    /** Nodes right behind the stem's convolution. */
    public LayerWords afterStem(NodeContribution part) {
      fill(Slot.STEM_OUTPUT, part);
      return this;
    }

    /** Nodes right behind a convolution on a shortcut. */
    public LayerWords afterShortcut(NodeContribution part) {
      fill(Slot.SHORTCUT_OUTPUT, part);
      return this;
    }

    /** What turns features into the network's output. */
    public LayerWords headedBy(Head part) {
      fill(Slot.HEAD, part);
      return this;
    }

    /** Batch normalization, or what stands in its place. */
    public LayerWords normalizedBy(NodeContribution part) {
      fill(Slot.NORMALIZATION, part);
      return this;
    }

    /** Non-linearity. */
    public LayerWords activatedBy(NodeContribution part) {
      fill(Slot.ACTIVATION, part);
      return this;
    }

    /** Scaling of residual connections. */
    public LayerWords residualBy(ResidualRule part) {
      fill(Slot.RESIDUAL, part);
      return this;
    }
  }

  /** Words for the training step. */
  protected final class TrainingWords {
    private TrainingWords() {}

    /** Loss. */
    public TrainingWords objective(Objective part) {
      fill(Slot.OBJECTIVE, part);
      return this;
    }

    /** Change of gradients before the optimizer. */
    public TrainingWords gradientTransform(GradientTransform part) {
      fill(Slot.GRADIENT_TRANSFORM, part);
      return this;
    }

    /** Change of values behind the optimizer. */
    public TrainingWords afterStep(AfterStep part) {
      fill(Slot.AFTER_STEP, part);
      return this;
    }

    /** An optimizer of the method's own. */
    public TrainingWords optimizer(OptimizerFactory part) {
      fill(Slot.OPTIMIZER, part);
      return this;
    }

    /** A learning rule of the method's own. */
    public TrainingWords learningRule(LearningRuleFactory part) {
      fill(Slot.LEARNING_RULE, part);
      return this;
    }
  }
}
