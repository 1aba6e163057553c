package org.bnnlab.methods.recu;

import static org.bnnlab.api.check.Checks.requireArgument;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.layer.Scheduled;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.tensor.Tensors;

/**
 * The rectified clamp unit: weights are centred and standardized per output channel to a standard
 * deviation of 2√2, then clamped to the τ and 1-τ quantiles of a Laplace model of the layer (Xu et
 * al., ICCV 2021, arXiv 2103.12369; {@code modules/binarized_modules.py} of z-hXu/ReCU).
 *
 * <p>With N entries per output channel, w0 = W - mean(W), r = sqrt(Σw0²/(N-1) + 1e-5), w1 = w0 ·
 * 2√2 / r, b = mean|w1| over the layer, Q = -b·ln(2 - 2τ): the result is min(max(w1, -Q), Q). The
 * statistics take part in the gradient, b and Q do not; at the bounds the gradient passes.
 *
 * <p>The sign of the result is that of w0, whatever τ is: the unit acts through the gradient only.
 * τ(e) = start + (end - start)·(exp(e/E) - 1)/(exp(1) - 1) at epoch e of E.
 *
 * @param start τ of the first epoch, at least 0.5
 * @param end τ that the schedule approaches, at most 1 (no clamp)
 */
public record RectifiedClamp(double start, double end) implements Normalizer, Scheduled {

  private static final double EPSILON = 1e-5;
  private static final double DEVIATION = 2 * Math.sqrt(2);

  /** Checks that there is a quantile at both ends. */
  public RectifiedClamp {
    requireArgument(
        start >= 0.5 && start <= 1 && end >= 0.5 && end <= 1,
        "τ must lie in 0.5..1, found tauStart %s and tauEnd %s",
        start,
        end);
  }

  /** The schedule of the paper: from 0.85 towards 0.99. */
  public RectifiedClamp() {
    this(0.85, 0.99);
  }

  /** τ at a place of the run. */
  public double tau(TrainingProgress progress) {
    return start + (end - start) * Math.expm1(progress.fraction()) / Math.expm1(1);
  }

  @Override
  public Map<String, Double> quantities(TrainingProgress progress) {
    return Map.of("tau", tau(progress));
  }

  @Override
  public NDArray normalize(NDArray latent, LayerContext layer) {
    NDArray centred = latent.sub(Tensors.meanPerOutput(latent));
    NDArray deviation = Tensors.varianceOfCentredPerOutput(centred).add(EPSILON).sqrt();
    NDArray standardized = Tensors.times(centred, DEVIATION).div(deviation);
    NDArray value = standardized.stopGradient();
    float quantile = quantile(value.abs().mean().getFloat(), (float) tau(layer.progress()));
    NDArray clamped = Tensors.clampedValue(value, -quantile, quantile);
    NDArray passed = standardized.mul(Tensors.insideMask(value, quantile));
    return Tensors.straightThrough(clamped, passed);
  }

  /**
   * The Laplace quantile -b·ln(2 - 2τ), computed in float32 like the official code: in a layer with
   * a million weights the last bit decides which side of the bound one of them lies on.
   */
  static float quantile(float scale, float tau) {
    float tail = 2f - 2f * tau;
    return tail > 0 ? -scale * (float) Math.log(tail) : Float.POSITIVE_INFINITY;
  }
}
