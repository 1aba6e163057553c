package org.bnnlab.api.layer;

import static org.bnnlab.api.check.Checks.requireArgument;

/**
 * Which network a probabilistic method evaluates; others give the same in every case.
 *
 * @param kind most probable, mean or drawn weights
 * @param draw number of the draw, so that several draws at one place of a run differ; else 0
 */
public record Evaluation(Kind kind, int draw) {

  /** The most probable weights. */
  public static final Evaluation MODE = new Evaluation(Kind.MODE, 0);

  /** The mean of the weights. */
  public static final Evaluation MEAN = new Evaluation(Kind.MEAN, 0);

  /** Kinds of evaluation. */
  public enum Kind {
    /** The most probable weights. */
    MODE,
    /** The mean of the weights. */
    MEAN,
    /** One draw of the weights. */
    SAMPLE
  }

  /** Checks the draw. */
  public Evaluation {
    requireArgument(draw >= 0, "the number of a draw must be at least 0, found %d", draw);
  }

  /** One draw of the weights. */
  public static Evaluation sample(int draw) {
    return new Evaluation(Kind.SAMPLE, draw);
  }
}
