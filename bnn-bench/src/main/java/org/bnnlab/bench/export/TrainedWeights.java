package org.bnnlab.bench.export;

import java.util.Arrays;
import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Window;
import org.jspecify.annotations.Nullable;

/**
 * A binary weight taken apart.
 *
 * @param signs its signs in the order of {@link Window#weight}
 * @param scale what multiplies the signs of each output channel
 */
record TrainedWeights(Bits signs, Draft.Column scale) {

  /**
   * Takes apart what inference computes with.
   *
   * @param values (O, I/groups, kH, kW)
   * @return null if the values of some output channel are not ± one number
   */
  static @Nullable TrainedWeights of(Window window, float[] values) {
    float[] ordered = ordered(window, values);
    double[] scale = new double[window.outputs()];
    for (int output = 0; output < window.outputs(); output++) {
      float size = Math.abs(ordered[output * window.taps()]);
      for (int i = 0; i < window.taps(); i++) {
        if (Math.abs(ordered[output * window.taps() + i]) != size) {
          return null;
        }
      }
      scale[output] = size;
    }
    return new TrainedWeights(Bits.signs(ordered), new Draft.Column(scale));
  }

  /** Values (O, I/groups, kH, kW) in the order of {@link Window#weight}. */
  static float[] ordered(Window window, float[] values) {
    float[] ordered = new float[values.length];
    int plane = window.kernel() * window.kernel();
    for (int i = 0; i < values.length; i++) {
      int tap = i % plane;
      int input = i / plane % window.groupInputs();
      int output = i / window.taps();
      ordered[window.weight(output, tap / window.kernel(), tap % window.kernel(), input)] =
          values[i];
    }
    return ordered;
  }

  /** Whether all scales are 1. */
  boolean unscaled() {
    double[] ones = new double[scale.size()];
    Arrays.fill(ones, 1);
    for (int i = 0; i < ones.length; i++) {
      if (scale.get(i) != ones[i]) {
        return false;
      }
    }
    return true;
  }
}
