package org.bnnlab.methods.bayesbinn;

import org.bnnlab.api.method.InitializationRule;
import org.bnnlab.api.parameter.Initialization;
import org.bnnlab.api.parameter.Initializer;

/**
 * Every weight starts at ±size with random sign.
 *
 * @param size |λ| at the start
 */
public record RandomSigns(double size) implements InitializationRule {

  @Override
  public Initialization adjust(String architecture, Initialization published) {
    return Initialization.ofConvolutions(initializer());
  }

  /** What draws the start values. */
  public Initializer initializer() {
    return new Initializer.RandomSign(size);
  }
}
