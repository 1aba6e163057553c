package org.bnnlab.methods.bayesbinn;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.Locale;

/**
 * Settings of the natural-gradient step.
 *
 * @param momentum β, what remains of the direction after a step
 * @param klWeight c, weight of the divergence from the prior
 * @param prior the prior
 * @param laggingMean whether 1 − μ² is taken one step late, as the official code does by a slip:
 *     {@code optimizers/BayesBiNN.py} computes μ from a local name bound before the step
 */
record PosteriorSettings(double momentum, double klWeight, Prior prior, boolean laggingMean) {

  /** What the posterior is kept near to. */
  enum Prior {
    /** Both signs alike: λ₀ = 0. */
    UNIFORM,
    /** The posterior that training starts with: that of the task before, in continual learning. */
    PREVIOUS;

    /** The name in options. */
    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks the ranges. */
  PosteriorSettings {
    requireArgument(
        momentum >= 0 && momentum < 1, "momentum must be in [0, 1), found %s", momentum);
    requireArgument(klWeight >= 0, "klWeight must be at least 0, found %s", klWeight);
  }
}
