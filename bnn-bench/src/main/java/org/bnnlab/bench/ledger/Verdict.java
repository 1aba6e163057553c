package org.bnnlab.bench.ledger;

/** How a series of runs stands to the published figure. */
public enum Verdict {
  /** The published figure lies within what seeds explain. */
  REPRODUCED("reproduced"),
  /** Better than published. */
  ABOVE("above"),
  /** Worse than published. */
  BELOW("below"),
  /** Fewer epochs or images than the recipe's: not compared. */
  PARTIAL("partial"),
  /** No finished run. */
  NOT_RUN("not run");

  /**
   * What a difference is always allowed to be, in points: published figures are rounded, mostly a
   * single run, and often its best epoch.
   */
  public static final double LEAST_TOLERANCE = 0.5;

  /** What is allowed at most: the interval of two seeds may span everything and prove nothing. */
  public static final double MOST_TOLERANCE = 1.0;

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** The word in tables. */
  public String text() {
    return text;
  }

  /**
   * Compares complete runs with a published figure: reproduced, if the difference of the means is
   * at most half the 95 % interval, taken as at least {@link #LEAST_TOLERANCE} and at most {@link
   * #MOST_TOLERANCE} points.
   *
   * @param ours top-1 accuracy of the last epoch over seeds, in percent
   * @param published published top-1 accuracy, in percent
   */
  public static Verdict of(Spread ours, double published) {
    double halfWidth = Double.isNaN(ours.halfWidth()) ? 0 : ours.halfWidth();
    double tolerance = Math.clamp(halfWidth, LEAST_TOLERANCE, MOST_TOLERANCE);
    double difference = ours.mean() - published;
    if (Math.abs(difference) <= tolerance) {
      return REPRODUCED;
    }
    return difference > 0 ? ABOVE : BELOW;
  }
}
