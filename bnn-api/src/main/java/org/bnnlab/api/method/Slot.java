package org.bnnlab.api.method;

import com.google.inject.Key;
import org.bnnlab.api.architecture.Head;
import org.bnnlab.api.architecture.ResidualRule;
import org.bnnlab.api.binarization.Binarizer;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.network.NodeContribution;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.training.AfterStep;
import org.bnnlab.api.training.GradientTransform;
import org.bnnlab.api.training.LearningRuleFactory;
import org.bnnlab.api.training.Objective;
import org.bnnlab.api.training.OptimizerFactory;

/** The places that a method may fill; the table of methods has one column for each. */
public enum Slot {
  /** Latent weight to the argument of its sign. */
  WEIGHT_NORMALIZER("weight normalizer", Normalizer.class),
  /** Sign and scale of a weight. */
  WEIGHT_BINARIZER("weight binarizer", Binarizer.class),
  /** Slope in place of the derivative of a weight's sign. */
  WEIGHT_ESTIMATOR("weight gradient", GradientEstimator.class),
  /** What happens to weights that stay real: the first stage of two, the stem. */
  REAL_WEIGHT_NORMALIZER("real weights", Normalizer.class),
  /** Nodes before the sign of the activations. */
  BEFORE_SIGN("before the activation sign", NodeContribution.class),
  /** Slope in place of the derivative of an activation's sign. */
  ACTIVATION_ESTIMATOR("activation gradient", GradientEstimator.class),
  /** Nodes right behind a body convolution, before any normalization. */
  CONVOLUTION_OUTPUT("after the convolution", NodeContribution.class),
  /** Nodes right behind the stem's convolution. */
  STEM_OUTPUT("after the stem", NodeContribution.class),
  /** Batch normalization, or what stands in its place. */
  NORMALIZATION("normalization", NodeContribution.class),
  /** Non-linearity behind an addition or a normalization. */
  ACTIVATION("after the add", NodeContribution.class),
  /** Border of binary convolutions. */
  PADDING("padding", Padding.Value.class),
  /** Nodes right behind a convolution on a shortcut. */
  SHORTCUT_OUTPUT("after the shortcut's convolution", NodeContribution.class),
  /** Bits of the weights of the first layer. */
  STEM_BITS("stem weight bits", Integer.class),
  /** What turns features into the network's output. */
  HEAD("head", Head.class),
  /** Bits of the weights on shortcuts. */
  SHORTCUT_BITS("shortcut weight bits", Integer.class),
  /** Scaling of residual connections. */
  RESIDUAL("residual", ResidualRule.class),
  /** Change of the architecture's initialization. */
  INITIALIZATION("initialization", InitializationRule.class),
  /** Loss. */
  OBJECTIVE("objective", Objective.class),
  /** Change of gradients before the optimizer. */
  GRADIENT_TRANSFORM("gradient transform", GradientTransform.class),
  /** Change of values behind the optimizer. */
  AFTER_STEP("after the step", AfterStep.class),
  /** An optimizer of the method's own; unfilled, the recipe's is used. */
  OPTIMIZER("optimizer", OptimizerFactory.class),
  /** A learning rule of the method's own; unfilled, back-propagation is used. */
  LEARNING_RULE("learning rule", LearningRuleFactory.class);

  private final String title;
  private final Class<?> type;

  Slot(String title, Class<?> type) {
    this.title = title;
    this.type = type;
  }

  /** Column title. */
  public String title() {
    return title;
  }

  /** Type of what fills the slot. */
  public Class<?> type() {
    return type;
  }

  /** Whether a part here has any effect at some bit widths: what serves a sign needs one. */
  public boolean isUsed(Bits bits) {
    return switch (this) {
      case WEIGHT_NORMALIZER, WEIGHT_BINARIZER, WEIGHT_ESTIMATOR -> bits.weights() == 1;
      case BEFORE_SIGN, ACTIVATION_ESTIMATOR -> bits.activations() == 1;
      default -> true;
    };
  }

  /** The key under which Guice knows what fills the slot. */
  Key<?> key() {
    return Key.get(type, new PartLiteral(this));
  }
}
