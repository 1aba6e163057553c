package org.bnnlab.methods.reactnet;

import org.bnnlab.api.method.InitializationRule;
import org.bnnlab.api.parameter.Initialization;
import org.bnnlab.api.parameter.Initializer;

/**
 * Binary weights start uniformly on [0, 0.001), so every sign is +1, as in the official code of
 * Bi-Real Net, ReActNet and BN-free networks (class {@code HardBinaryConv}). Trained in two stages,
 * the second stage overwrites this start with the weights of the first.
 *
 * <p>Only on these papers' own architectures; others keep the start of theirs.
 *
 * @param shortcuts whether the weights of the shortcuts are binary, too
 */
public record PositiveStart(boolean shortcuts) implements InitializationRule {

  private static final Initializer POSITIVE = new Initializer.Uniform(0, 1e-3);

  @Override
  public Initialization adjust(String architecture, Initialization published) {
    if (!architecture.startsWith("reactnet") && !architecture.startsWith("birealnet")) {
      return published;
    }
    return new Initialization(
        published.stem(),
        POSITIVE,
        shortcuts ? POSITIVE : published.shortcut(),
        published.branch(),
        published.classifier(),
        published.classifierBias());
  }
}
