package org.bnnlab.bench.leaderboard;

import java.util.Locale;
import org.bnnlab.bench.ledger.Spread;
import org.jspecify.annotations.Nullable;

/** Figures as tables show them, the same in every language. */
public final class Figures {

  /** In place of a figure that does not exist. */
  public static final String UNKNOWN = "–";

  private Figures() {}

  /** {@code 91.4}. */
  public static String percent(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** {@code 91.4 ± 0.3}, or {@code 91.4} for one seed, or a dash. */
  public static String percent(@Nullable Spread spread) {
    if (spread == null) {
      return UNKNOWN;
    }
    return spread.count() == 1
        ? percent(spread.mean())
        : percent(spread.mean()) + " ± " + percent(spread.deviation());
  }

  /** {@code +0.4} or {@code −6.5}, with a true minus. */
  public static String signed(double value) {
    String digits = percent(Math.abs(value));
    return (value < 0 && !digits.equals("0.0") ? "−" : "+") + digits;
  }

  /** {@code 1.08 MB}. */
  public static String megabytes(double megabytes) {
    return Double.isNaN(megabytes) ? UNKNOWN : String.format(Locale.ROOT, "%.2f MB", megabytes);
  }

  /** {@code 430}. */
  public static String speed(double imagesPerSecond) {
    return Double.isNaN(imagesPerSecond)
        ? UNKNOWN
        : String.format(Locale.ROOT, "%.0f", imagesPerSecond);
  }

  /** Three digits with a unit: {@code 41.1 M}, {@code 1.10 M}, {@code 163 M}. */
  public static String operations(double operations) {
    if (Double.isNaN(operations)) {
      return UNKNOWN;
    }
    String units = " kMGT";
    double value = operations;
    int unit = 0;
    while (value >= 999.5 && unit < units.length() - 1) {
      value /= 1000;
      unit++;
    }
    int decimals = value >= 99.95 || unit == 0 ? 0 : value >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f %s", value, units.charAt(unit)).strip();
  }

  /** {@code 42 s}, {@code 3 min 10 s}, {@code 2 h 05 min}; a question mark for NaN. */
  public static String duration(double seconds) {
    if (Double.isNaN(seconds)) {
      return "?";
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return "%d min %02d s".formatted(whole / 60, whole % 60);
    }
    return "%d h %02d min".formatted(whole / 3600, whole / 60 % 60);
  }
}
