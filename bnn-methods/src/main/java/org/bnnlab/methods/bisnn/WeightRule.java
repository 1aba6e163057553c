package org.bnnlab.methods.bisnn;

import static org.bnnlab.api.check.Checks.requireArgument;

/**
 * How weights of ±1 come from latent ones, and how these learn (Jang, Skatchkovsky, Simeone, 2021,
 * arXiv 2012.08300; {@code optimizer/STBiSNN.py} and {@code optimizer/BBSNN.py}).
 */
sealed interface WeightRule {

  /** Whether training draws weights. */
  boolean drawn();

  /**
   * The weight of a training step.
   *
   * @param uniform a number in (0, 1), if weights are drawn
   */
  double weight(double latent, double uniform);

  /**
   * The latent weight behind a step.
   *
   * @param weight the weight of this step
   * @param gradient gradient of the loss at that weight
   * @param rate learning rate η
   */
  double updated(double latent, double weight, double gradient, double rate);

  /** The most probable weight: the sign, +1 at 0. */
  static double mode(double latent) {
    return latent >= 0 ? 1 : -1;
  }

  /** A weight of ±1 with P(+1) = σ(2 · latent). */
  static double sample(double latent, double uniform) {
    return uniform < 1 / (1 + Math.exp(-2 * latent)) ? 1 : -1;
  }

  /** ST-BiSNN: the sign forward, the gradient straight through. */
  record StraightThrough() implements WeightRule {

    @Override
    public boolean drawn() {
      return false;
    }

    @Override
    public double weight(double latent, double uniform) {
      return mode(latent);
    }

    @Override
    public double updated(double latent, double weight, double gradient, double rate) {
      return latent - rate * gradient;
    }
  }

  /**
   * Bayes-BiSNN: the latent weight λ is the natural parameter of a Bernoulli posterior.
   *
   * <pre>
   *   w = tanh((λ + δ) / τ),  δ = ½ ln(ε / (1 − ε))
   *   s = [(1 − w² + 1e-10) / τ] / (1 − μ² + 1e-10),  μ = tanh(λ)
   *   λ ← (1 − η ρ) λ − η (s · gradient − ρ λ₀),  λ₀ = ½ ln(p / (1 − p))
   * </pre>
   *
   * @param temperature τ
   * @param rho weight of the divergence from the prior
   * @param prior p, probability of +1
   */
  record Bayesian(double temperature, double rho, double prior) implements WeightRule {

    private static final double EPSILON = 1e-10;

    /** Checks the ranges. */
    public Bayesian {
      requireArgument(temperature > 0, "temperature must be above 0, found %s", temperature);
      requireArgument(rho >= 0, "rho must be at least 0, found %s", rho);
      requireArgument(prior > 0 && prior < 1, "prior must be in (0, 1), found %s", prior);
    }

    @Override
    public boolean drawn() {
      return true;
    }

    @Override
    public double weight(double latent, double uniform) {
      return Math.tanh((latent + 0.5 * Math.log(uniform / (1 - uniform))) / temperature);
    }

    @Override
    public double updated(double latent, double weight, double gradient, double rate) {
      double step = factor(latent, weight) * gradient - rho * naturalPrior();
      return (1 - rate * rho) * latent - rate * step;
    }

    /** s. */
    double factor(double latent, double weight) {
      double mean = Math.tanh(latent);
      return (1 - weight * weight + EPSILON) / temperature / (1 - mean * mean + EPSILON);
    }

    /** λ₀. */
    double naturalPrior() {
      return 0.5 * Math.log(prior / (1 - prior));
    }
  }
}
