package org.bnnlab.bench.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * From data to places in the picture, with round numbers for the ticks.
 *
 * @param low least value shown
 * @param high greatest value shown
 * @param step distance of two ticks
 * @param from place of {@code low}
 * @param to place of {@code high}
 */
record Axis(double low, double high, double step, double from, double to) {

  private static final double MARGIN = 0.06;

  /** An axis that shows all values between two places, with about {@code ticks} ticks. */
  static Axis of(DoubleStream values, int ticks, double from, double to) {
    var range = values.summaryStatistics();
    double least = range.getCount() == 0 ? 0 : range.getMin();
    double greatest = range.getCount() == 0 ? 0 : range.getMax();
    double size = Math.max(greatest - least, 1e-3 * Math.max(1e-3, Math.abs(greatest)));
    return new Axis(
        least - MARGIN * size, greatest + MARGIN * size, roundStep(size / ticks), from, to);
  }

  /** The nearest of 1, 2, 5 times a power of ten. */
  private static double roundStep(double wanted) {
    double power = Math.pow(10, Math.floor(Math.log10(wanted)));
    double factor = wanted / power;
    return power * (factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10);
  }

  double place(double value) {
    return from + (to - from) * (value - low) / (high - low);
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** A tick in as many digits as the step has. */
  String text(double tick) {
    int digits = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
    String number =
        BigDecimal.valueOf(tick).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    return Math.abs(tick) < step / 2 ? "0" : number.replace('-', '−');
  }
}
