package org.bnnlab.models.djl;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;

/** The operations in plain loops and double precision: what the executor is compared with. */
final class PlainTensor {

  private final double[] values;
  private final int n;
  private final int c;
  private final int h;
  private final int w;

  PlainTensor(double[] values, int n, int c, int h, int w) {
    this.values = values;
    this.n = n;
    this.c = c;
    this.h = h;
    this.w = w;
  }

  double[] values() {
    return values;
  }

  double at(int i, int j, int y, int x) {
    return values[((i * c + j) * h + y) * w + x];
  }

  /** Value of an entry from its place. */
  interface Entry {
    double at(int i, int j, int y, int x);
  }

  static PlainTensor of(int n, int c, int h, int w, Entry entry) {
    double[] values = new double[n * c * h * w];
    int next = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < c; j++) {
        for (int y = 0; y < h; y++) {
          for (int x = 0; x < w; x++) {
            values[next++] = entry.at(i, j, y, x);
          }
        }
      }
    }
    return new PlainTensor(values, n, c, h, w);
  }

  private PlainTensor alike(Entry entry) {
    return of(n, c, h, w, entry);
  }

  PlainTensor map(DoubleUnaryOperator function) {
    return alike((i, j, y, x) -> function.applyAsDouble(at(i, j, y, x)));
  }

  PlainTensor perChannel(double[] parameter, DoubleBinaryOperator function) {
    return alike((i, j, y, x) -> function.applyAsDouble(at(i, j, y, x), parameter[j]));
  }

  /** Combined with another; one of height and width 1 is broadcast. */
  PlainTensor with(PlainTensor other, DoubleBinaryOperator function) {
    return alike(
        (i, j, y, x) ->
            function.applyAsDouble(
                at(i, j, y, x), other.at(i, j, other.h == 1 ? 0 : y, other.w == 1 ? 0 : x)));
  }

  PlainTensor concatenated(PlainTensor other) {
    return of(
        n, c + other.c, h, w, (i, j, y, x) -> j < c ? at(i, j, y, x) : other.at(i, j - c, y, x));
  }

  PlainTensor channels(int count, IntUnaryOperator source) {
    return of(
        n,
        count,
        h,
        w,
        (i, j, y, x) -> {
          int from = source.applyAsInt(j);
          return from < 0 || from >= c ? 0 : at(i, from, y, x);
        });
  }

  PlainTensor subsampled(int stride) {
    return of(
        n,
        c,
        (h + stride - 1) / stride,
        (w + stride - 1) / stride,
        (i, j, y, x) -> at(i, j, y * stride, x * stride));
  }

  /** Windows without border reduced by mean, or with border by maximum. */
  PlainTensor pooled(int kernel, int stride, int padding, boolean maximum) {
    return of(
        n,
        c,
        (h + 2 * padding - kernel) / stride + 1,
        (w + 2 * padding - kernel) / stride + 1,
        (i, j, y, x) -> {
          double result = maximum ? Double.NEGATIVE_INFINITY : 0;
          for (int a = 0; a < kernel; a++) {
            for (int b = 0; b < kernel; b++) {
              int row = y * stride + a - padding;
              int column = x * stride + b - padding;
              if (row >= 0 && row < h && column >= 0 && column < w) {
                double value = at(i, j, row, column);
                result = maximum ? Math.max(result, value) : result + value / (kernel * kernel);
              }
            }
          }
          return result;
        });
  }

  PlainTensor convolved(
      double[] weight,
      int outputs,
      int kernel,
      int stride,
      int padding,
      double border,
      int dilation,
      int groups) {
    int reach = dilation * (kernel - 1) + 1;
    int ins = c / groups;
    return of(
        n,
        outputs,
        (h + 2 * padding - reach) / stride + 1,
        (w + 2 * padding - reach) / stride + 1,
        (i, o, y, x) -> {
          double sum = 0;
          for (int k = 0; k < ins; k++) {
            for (int a = 0; a < kernel; a++) {
              for (int b = 0; b < kernel; b++) {
                int row = y * stride + a * dilation - padding;
                int column = x * stride + b * dilation - padding;
                boolean inside = row >= 0 && row < h && column >= 0 && column < w;
                double value =
                    inside ? at(i, o / (outputs / groups) * ins + k, row, column) : border;
                sum += value * weight[((o * ins + k) * kernel + a) * kernel + b];
              }
            }
          }
          return sum;
        });
  }

  PlainTensor dense(double[] weight, double[] bias) {
    int inputs = c * h * w;
    return of(
        n,
        bias.length,
        1,
        1,
        (i, o, y, x) -> {
          double sum = bias[o];
          for (int k = 0; k < inputs; k++) {
            sum += values[i * inputs + k] * weight[o * inputs + k];
          }
          return sum;
        });
  }

  /** Normalized per channel by the statistics of the batch. */
  PlainTensor batchNormalized(double[] factor, double[] offset, double epsilon) {
    int count = n * h * w;
    double[] mean = new double[c];
    double[] variance = new double[c];
    alike((i, j, y, x) -> mean[j] += at(i, j, y, x) / count);
    alike((i, j, y, x) -> variance[j] += Math.pow(at(i, j, y, x) - mean[j], 2) / count);
    return alike(
        (i, j, y, x) ->
            factor[j] * (at(i, j, y, x) - mean[j]) / Math.sqrt(variance[j] + epsilon) + offset[j]);
  }

  /** Divided per sample by the root of its unbiased variance plus epsilon. */
  PlainTensor standardized(double epsilon) {
    int count = c * h * w;
    double[] mean = new double[n];
    double[] variance = new double[n];
    alike((i, j, y, x) -> mean[i] += at(i, j, y, x) / count);
    alike((i, j, y, x) -> variance[i] += Math.pow(at(i, j, y, x) - mean[i], 2) / (count - 1));
    return alike((i, j, y, x) -> at(i, j, y, x) / Math.sqrt(variance[i] + epsilon));
  }

  /** Divided per sample by the larger of its Euclidean norm and epsilon. */
  PlainTensor l2Normalized(double epsilon) {
    double[] squares = new double[n];
    alike((i, j, y, x) -> squares[i] += Math.pow(at(i, j, y, x), 2));
    return alike((i, j, y, x) -> at(i, j, y, x) / Math.max(Math.sqrt(squares[i]), epsilon));
  }

  PlainTensor globalAverage() {
    double[] mean = new double[n * c];
    alike((i, j, y, x) -> mean[i * c + j] += at(i, j, y, x) / (h * w));
    return new PlainTensor(mean, n, c, 1, 1);
  }

  PlainTensor flat() {
    return new PlainTensor(values, n, c * h * w, 1, 1);
  }
}
