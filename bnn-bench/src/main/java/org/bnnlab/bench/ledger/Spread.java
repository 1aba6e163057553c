package org.bnnlab.bench.ledger;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.List;

/**
 * Mean and spread of a figure over seeds.
 *
 * @param count number of seeds
 * @param mean mean
 * @param deviation standard deviation of the sample (n - 1); NaN for a single seed
 * @param halfWidth half of the 95 % interval of the mean by Student's t; NaN for a single seed
 */
public record Spread(int count, double mean, double deviation, double halfWidth) {

  /** 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom. */
  private static final List<Double> QUANTILES =
      List.of(
          12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179,
          2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060,
          2.056, 2.052, 2.048, 2.045, 2.042);

  private static final double NORMAL_QUANTILE = 1.95996;

  /** Of the values of all seeds. */
  public static Spread of(List<Double> values) {
    requireArgument(!values.isEmpty(), "a spread needs at least one value");
    int n = values.size();
    double mean = values.stream().mapToDouble(Double::doubleValue).sum() / n;
    if (n == 1) {
      return new Spread(1, mean, Double.NaN, Double.NaN);
    }
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    double deviation = Math.sqrt(squares / (n - 1));
    return new Spread(n, mean, deviation, quantile(n - 1) * deviation / Math.sqrt(n));
  }

  /** Beyond the table, the first two terms of the expansion around the normal quantile. */
  private static double quantile(int degrees) {
    if (degrees <= QUANTILES.size()) {
      return QUANTILES.get(degrees - 1);
    }
    double z = NORMAL_QUANTILE;
    return z + (z * z * z + z) / (4.0 * degrees);
  }
}
