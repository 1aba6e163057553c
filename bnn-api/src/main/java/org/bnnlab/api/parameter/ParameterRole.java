package org.bnnlab.api.parameter;

import java.util.Locale;

/**
 * What a parameter does in its network. Weight decay, clipping and learning rates go by role, never
 * by matching names: the official recipes differ in exactly these groups.
 */
public enum ParameterRole {
  /** Weight of a convolution or dense layer of the body (binary or real). */
  WEIGHT,
  /** Weight of the first, real-valued convolution. */
  STEM_WEIGHT,
  /** Weight of a convolution on a shortcut. */
  SHORTCUT_WEIGHT,
  /** Weight of a dense layer in a side branch (squeeze and excitation). */
  BRANCH_WEIGHT,
  /** Weight of the classifier. */
  CLASSIFIER_WEIGHT,
  /** Bias of the classifier. */
  CLASSIFIER_BIAS,
  /** Bias of any other layer. */
  BIAS,
  /** Factor of a batch normalization (gamma). */
  NORM_FACTOR,
  /** Offset of a batch normalization (beta). */
  NORM_OFFSET,
  /** Learned factor per output channel: ReCU's alpha, the gain of BN-free networks. */
  SCALE,
  /** Learned offset per channel: RSign, RPReLU, and of weights WSD's alpha. */
  SHIFT,
  /** Slope of a PReLU. */
  SLOPE,
  /**
   * Learned network that only helps to make the weights, such as a mapping; not deployed with them.
   */
  AUXILIARY,
  /** Running statistics; never decayed, never clipped. */
  STATISTIC;

  /** As it stands in recipes and messages: {@code norm-factor}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
