package org.bnnlab.bench.export;

import java.util.List;
import org.bnnlab.bench.export.Draft.Action;
import org.bnnlab.bench.export.Draft.Column;
import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Op;
import org.bnnlab.runtime.program.Window;
import org.jspecify.annotations.Nullable;

/** Signs of functions of an integer that step at most once. */
final class Steps {

  private Steps() {}

  /**
   * The thresholds that a chain of actions, the last of them a sign, amounts to.
   *
   * @param window the convolution whose sums go in: they lie in ±{@link Window#taps}
   * @return the sign of the sums, or null if some channel steps more than once
   */
  static Action.@Nullable Sign find(List<Action> chain, Window window) {
    int channels = window.outputs();
    int most = window.taps();
    double[] thresholds = new double[channels];
    float[] inverted = new float[channels];
    for (int c = 0; c < channels; c++) {
      boolean first = bit(chain, c, -most);
      boolean before = first;
      double step = Double.POSITIVE_INFINITY;
      int steps = 0;
      for (int sum = -most + 1; sum <= most; sum++) {
        boolean bit = bit(chain, c, sum);
        if (bit != before) {
          steps++;
          step = sum;
        }
        before = bit;
      }
      if (steps > 1) {
        return null;
      }
      thresholds[c] = step;
      inverted[c] = first ? 1 : -1;
    }
    return new Action.Sign(new Column(thresholds), Bits.signs(inverted));
  }

  private static boolean bit(List<Action> chain, int channel, double sum) {
    double x = sum;
    for (Action action : chain) {
      switch (action) {
        case Action.Affine o -> x = o.factor().get(channel) * x + o.offset().get(channel);
        case Action.Sign o -> {
          return x >= o.threshold().get(channel) != o.inverted().get(channel);
        }
        case Action.Fixed fixed -> x = applied(fixed.op(), channel, x);
      }
    }
    throw new IllegalStateException("the chain has no sign at its end");
  }

  private static double applied(Op op, int channel, double x) {
    return switch (op) {
      case Op.Clamp o -> Math.min(Math.max(x, o.low()), o.high());
      case Op.PRelu o -> x > 0 ? x : o.slope().get(channel) * x;
      default -> throw new IllegalStateException("not pointwise: " + op);
    };
  }
}
