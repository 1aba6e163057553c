package org.bnnlab.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import org.bnnlab.api.binarization.Binarized;
import org.bnnlab.api.binarization.Binarized.ScaleGradient;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * The weight of one layer during one pass: learned tensor → normalizer → binarizer.
 *
 * <p>A binary weight enters the main graph as a leaf. When the main backward pass has left a
 * gradient on it, {@link #backward} carries that on: by the estimator past the sign, and by a small
 * graph of its own through the normalizer to the learned tensor. A real weight is part of the main
 * graph like any other tensor.
 */
final class LayerWeights {

  private final NDManager manager;
  private final Weights weights;
  private final NodeContext context;
  private final NDArray normalized;
  private final @Nullable Binarized binarized;
  private final NDArray value;

  /**
   * Evaluates the weight.
   *
   * @param manager what the arrays are attached to
   * @param latent alias of the learned tensor; requires a gradient in training
   */
  LayerWeights(NDManager manager, Weights weights, NodeContext context, NDArray latent) {
    this.manager = manager;
    this.weights = weights;
    this.context = context;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      normalized = kept(weights.normalizer().normalize(latent, context));
      if (weights instanceof Weights.Binary binary) {
        Binarized result = binary.binarizer().binarize(normalized, context);
        NDArray scale = result.scale();
        binarized =
            new Binarized(
                kept(result.signs()), scale == null ? null : kept(scale), result.scaleGradient());
        value = kept(scaled(result).stopGradient());
        value.setRequiresGradient(context.training() && latent.hasGradient());
      } else {
        binarized = null;
        value = normalized;
      }
    }
  }

  private static NDArray scaled(Binarized result) {
    NDArray scale = result.scale();
    return scale == null ? result.signs() : result.signs().mul(scale.stopGradient());
  }

  /** The weight that the layer computes with: (O, I/groups, kH, kW) or (O, I). */
  NDArray value() {
    return value;
  }

  /** What a real weight's parts added to the loss: their graph is part of the main one. */
  List<NDArray> mainLosses() {
    return binarized == null ? context.losses() : List.of();
  }

  /**
   * Carries the gradient of a binary weight on.
   *
   * @return scalars whose backward pass adds the gradients of learned tensors; empty for real
   *     weights, whose gradients are there already
   */
  List<NDArray> backward() {
    if (binarized == null || !(weights instanceof Weights.Binary binary)) {
      return List.of();
    }
    List<NDArray> terms = new ArrayList<>();
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray upstream = value.getGradient();
      NDArray factor = binarized.scale();
      if (factor != null && binarized.scaleGradient() == ScaleGradient.DIFFERENTIATED) {
        terms.add(kept(binarized.signs().mul(upstream).mul(factor).sum()));
      }
      NDArray ofSigns =
          factor == null || binarized.scaleGradient() == ScaleGradient.DETACHED
              ? upstream
              : upstream.mul(factor.stopGradient());
      NDArray gradient =
          binary
              .estimator()
              .gradient(normalized.stopGradient(), binarized.signs(), ofSigns, context);
      terms.add(kept(normalized.mul(gradient).sum()));
    }
    terms.addAll(context.losses());
    return terms;
  }

  private NDArray kept(NDArray array) {
    return Tensors.keep(array, manager);
  }
}
