package org.bnnlab.methods.recu;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.binarization.Binarized;
import org.bnnlab.api.binarization.Binarized.ScaleGradient;
import org.bnnlab.api.binarization.Binarizer;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.tensor.Tensors;

/**
 * mean|w| · sign(w) with one scale per output channel of the normalized weight w; the scale
 * multiplies the gradient and is a constant in it. The scale that ReCU's paper names between clamp
 * and sign; its official code does not have it.
 */
public record MeanScaledSign() implements Binarizer {

  @Override
  public Binarized binarize(NDArray normalized, LayerContext layer) {
    NDArray value = normalized.stopGradient();
    return new Binarized(
        Tensors.sign(value), Tensors.meanPerOutput(value.abs()), ScaleGradient.MULTIPLIES);
  }
}
