package org.bnnlab.methods.binarizer;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.binarization.Binarized;
import org.bnnlab.api.binarization.Binarized.ScaleGradient;
import org.bnnlab.api.binarization.Binarizer;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.tensor.Tensors;

/**
 * mean|w| · sign(w), with the mean over each output channel of the normalized weight w: the scale
 * that minimizes the squared error of the binary weight (Rastegari et al., ECCV 2016, arXiv
 * 1603.05279, equation 6).
 *
 * @param scaleGradient how the scale takes part in the gradient; papers differ in nothing else
 */
public record MeanScaledSign(ScaleGradient scaleGradient) implements Binarizer {

  @Override
  public Binarized binarize(NDArray normalized, LayerContext layer) {
    NDArray weight =
        scaleGradient == ScaleGradient.DIFFERENTIATED ? normalized : normalized.stopGradient();
    return new Binarized(
        Tensors.sign(normalized), Tensors.meanPerOutput(weight.abs()), scaleGradient);
  }
}
