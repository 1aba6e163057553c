package org.bnnlab.methods.estimator;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.layer.Scheduled;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.tensor.Tensors;

/**
 * EDE, the error decay estimator: the derivative of k·tanh(t·x), sharpened as training goes on (Qin
 * et al., CVPR 2020, arXiv 1909.10788, section 3.3).
 *
 * <p>t = 10^(log10(start) + (log10(end) - log10(start))·e/E) at epoch e of E and k = max(1/t, 1):
 * slope k·t·(1 - tanh²(t·x)), which is 1 at the origin while t is below 1.
 *
 * @param start t of the first epoch
 * @param end t that the schedule approaches
 */
public record ErrorDecay(double start, double end) implements GradientEstimator, Scheduled {

  /** t at a place of the run. */
  public double t(TrainingProgress progress) {
    double from = Math.log10(start);
    return Math.pow(10, from + (Math.log10(end) - from) * progress.fraction());
  }

  /** k for a value of t. */
  static double k(double t) {
    return Math.max(1 / t, 1);
  }

  @Override
  public Map<String, Double> quantities(TrainingProgress progress) {
    double t = t(progress);
    return Map.of("t", t, "k", k(t));
  }

  @Override
  public NDArray derivative(NDArray x, LayerContext layer) {
    double t = t(layer.progress());
    float height = (float) (k(t) * t);
    NDArray tanh = Tensors.times(x, t).tanh();
    return tanh.muli(tanh).muli(-height).addi(height);
  }
}
