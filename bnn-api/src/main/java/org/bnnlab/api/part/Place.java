package org.bnnlab.api.part;

import org.bnnlab.api.method.Slot;

/** The slots that a recipe may fill with named parts: {@code weights: { estimator: ede }}. */
public enum Place {
  /** Latent weight to the argument of its sign. */
  WEIGHT_NORMALIZER("weights", "normalizer", Slot.WEIGHT_NORMALIZER),
  /** Sign and scale of a weight. */
  WEIGHT_BINARIZER("weights", "binarizer", Slot.WEIGHT_BINARIZER),
  /** Slope of a weight's sign. */
  WEIGHT_ESTIMATOR("weights", "estimator", Slot.WEIGHT_ESTIMATOR),
  /** Nodes before the sign of the activations. */
  ACTIVATION_NORMALIZER("activations", "normalizer", Slot.BEFORE_SIGN),
  /** Slope of an activation's sign. */
  ACTIVATION_ESTIMATOR("activations", "estimator", Slot.ACTIVATION_ESTIMATOR),
  /** Nodes right behind a body convolution. */
  CONVOLUTION_OUTPUT("convolutions", "output", Slot.CONVOLUTION_OUTPUT),
  /** What turns features into the network's output. */
  HEAD("features", "head", Slot.HEAD);

  private final String group;
  private final String key;
  private final Slot slot;

  Place(String group, String key, Slot slot) {
    this.group = group;
    this.key = key;
    this.slot = slot;
  }

  /** What it belongs to: a key of a recipe. */
  public String group() {
    return group;
  }

  /** Its key in the group. */
  public String key() {
    return key;
  }

  /** The slot of the method. */
  public Slot slot() {
    return slot;
  }

  /** {@code weights.estimator}. */
  public String path() {
    return group + "." + key;
  }
}
