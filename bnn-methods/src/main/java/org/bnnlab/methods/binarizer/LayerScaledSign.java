package org.bnnlab.methods.binarizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.bnnlab.api.binarization.Binarized;
import org.bnnlab.api.binarization.Binarized.ScaleGradient;
import org.bnnlab.api.binarization.Binarizer;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.tensor.Tensors;

/**
 * E · sign(w) with one scale E = mean|·| for the whole layer, a constant that multiplies the
 * gradient (the scale of DoReFa-Net, Zhou et al., 2016, arXiv 1606.06160, equation 8).
 *
 * @param ofLatent whether E is the mean of the latent weight, not of the normalized one
 */
public record LayerScaledSign(boolean ofLatent) implements Binarizer {

  @Override
  public Binarized binarize(NDArray normalized, LayerContext layer) {
    NDArray measured = (ofLatent ? layer.parameter("weight") : normalized).stopGradient();
    long[] ones = new long[normalized.getShape().dimension()];
    Arrays.fill(ones, 1);
    NDArray scale = measured.abs().mean().reshape(new Shape(ones));
    return new Binarized(Tensors.sign(normalized), scale, ScaleGradient.MULTIPLIES);
  }
}
