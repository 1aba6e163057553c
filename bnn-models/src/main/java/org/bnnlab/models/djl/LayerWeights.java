package org.bnnlab.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import org.bnnlab.api.binarization.Binarized;
import org.bnnlab.api.binarization.Binarized.ScaleGradient;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * The weight of one layer during one pass: learned tensor → normalizer → binarizer → factor.
 *
 * <p>What the layer computes with is a leaf of the main graph. When the main backward pass has left
 * a gradient on it, {@link #backward} carries that on: by the estimator past the sign, and by a
 * small graph of its own through the normalizer to the learned tensor.
 */
final class LayerWeights {

  private final NDManager manager;
  private final Weights weights;
  private final LayerContext context;
  private final NDArray latent;
  private final NDArray normalized;
  private final @Nullable Binarized binarized;
  private final @Nullable NDArray factor;
  private final NDArray leaf;

  /**
   * Evaluates the weight.
   *
   * @param manager what the arrays are attached to
   * @param latent learned tensor; requires a gradient in training
   * @param factor learned factor per output channel (O, 1, 1, 1) folded into the weight, or null
   */
  LayerWeights(
      NDManager manager,
      Weights weights,
      LayerContext context,
      NDArray latent,
      @Nullable NDArray factor) {
    this.manager = manager;
    this.weights = weights;
    this.context = context;
    this.latent = latent;
    this.factor = factor;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      normalized = kept(weights.normalizer().normalize(latent, context));
      NDArray value;
      if (weights instanceof Weights.Binary binary) {
        Binarized result = binary.binarizer().binarize(normalized, context);
        binarized =
            new Binarized(
                kept(result.signs()),
                result.scale() == null ? null : kept(result.scale()),
                result.scaleGradient());
        value =
            result.scale() == null
                ? result.signs()
                : result.signs().mul(result.scale().stopGradient());
      } else {
        binarized = null;
        value = normalized;
      }
      if (factor != null) {
        value = value.stopGradient().mul(factor.stopGradient());
      }
      leaf = isPlain() ? latent : kept(value.stopGradient());
    }
    if (context.training() && leaf != latent) {
      leaf.setRequiresGradient(true);
    }
  }

  /** The weight that the layer computes with: (O, I/groups, kH, kW) or (O, I). */
  NDArray value() {
    return leaf;
  }

  /** A real weight used as it is needs no second graph. */
  private boolean isPlain() {
    return binarized == null
        && factor == null
        && weights.normalizer() instanceof Normalizer.Identity;
  }

  /**
   * Carries the leaf's gradient on.
   *
   * @return scalars whose backward pass adds the gradients of learned tensors; empty if nothing is
   *     left to do
   */
  List<NDArray> backward() {
    if (isPlain()) {
      return List.of();
    }
    List<NDArray> terms = new ArrayList<>();
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray upstream = leaf.getGradient();
      if (factor != null) {
        NDArray unscaled = binarized == null ? normalized.stopGradient() : weightValue(binarized);
        NDArray gradient =
            upstream
                .mul(unscaled)
                .reshape(upstream.getShape().get(0), -1)
                .sum(new int[] {1})
                .reshape(factor.getShape());
        terms.add(kept(factor.mul(gradient).sum()));
        upstream = upstream.mul(factor.stopGradient());
      }
      if (binarized == null) {
        terms.add(kept(normalized.mul(upstream).sum()));
      } else {
        terms.addAll(throughSign(binarized, upstream));
      }
    }
    return terms;
  }

  private List<NDArray> throughSign(Binarized result, NDArray upstream) {
    List<NDArray> terms = new ArrayList<>();
    NDArray scale = result.scale();
    if (scale != null && result.scaleGradient() == ScaleGradient.DIFFERENTIATED) {
      terms.add(kept(result.signs().mul(upstream).mul(scale).sum()));
    }
    NDArray ofSigns =
        scale == null || result.scaleGradient() == ScaleGradient.DETACHED
            ? upstream
            : upstream.mul(scale.stopGradient());
    Weights.Binary binary = (Weights.Binary) weights;
    NDArray gradient = binary.estimator().gradient(normalized.stopGradient(), ofSigns, context);
    terms.add(kept(normalized.mul(gradient).sum()));
    return terms;
  }

  private static NDArray weightValue(Binarized result) {
    NDArray scale = result.scale();
    return scale == null ? result.signs() : result.signs().mul(scale.stopGradient());
  }

  private NDArray kept(NDArray array) {
    return Tensors.keep(array, manager);
  }
}
