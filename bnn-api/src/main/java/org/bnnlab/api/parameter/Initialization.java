package org.bnnlab.api.parameter;

/**
 * How the weights of a network start; normalizations start with factor 1 and offset 0 elsewhere.
 *
 * @param stem first convolution
 * @param body convolutions and dense layers of the main path
 * @param shortcut convolutions on shortcuts
 * @param branch dense layers of side branches
 * @param classifier weight of the classifier
 * @param classifierBias bias of the classifier; {@link Initializer.InverseRootUniform} uses the
 *     classifier's fan-in
 */
public record Initialization(
    Initializer stem,
    Initializer body,
    Initializer shortcut,
    Initializer branch,
    Initializer classifier,
    Initializer classifierBias) {

  /** The same initializer for every weight, torch's default for the classifier. */
  public static Initialization ofConvolutions(Initializer convolution) {
    return new Initialization(
        convolution,
        convolution,
        convolution,
        convolution,
        new Initializer.InverseRootUniform(),
        new Initializer.InverseRootUniform());
  }

  /** The same with another start of the classifier's weight. */
  public Initialization withClassifier(Initializer weight) {
    return new Initialization(stem, body, shortcut, branch, weight, classifierBias);
  }
}
