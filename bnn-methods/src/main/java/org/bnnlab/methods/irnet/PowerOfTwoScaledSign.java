package org.bnnlab.methods.irnet;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.binarization.Binarized;
import org.bnnlab.api.binarization.Binarized.ScaleGradient;
import org.bnnlab.api.binarization.Binarizer;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.tensor.Tensors;

/**
 * 2^s · sign(w) with s = round(log2(mean|w|)) per output channel, a scale that deployment applies
 * by shifting bits; it is a constant that multiplies the gradient (Qin et al., CVPR 2020, arXiv
 * 1909.10788, equations 7 and 8). A channel of zeros gets the scale 1.
 */
public record PowerOfTwoScaledSign() implements Binarizer {

  private static final double LN_2 = Math.log(2);

  @Override
  public Binarized binarize(NDArray normalized, LayerContext layer) {
    NDArray value = normalized.stopGradient();
    float[] means = Tensors.meanPerOutput(value.abs()).toFloatArray();
    float[] scales = new float[means.length];
    for (int channel = 0; channel < means.length; channel++) {
      // The quotient of float32 logarithms, like the official code; ties go to the even exponent.
      double exponent = Math.rint((float) Math.log(means[channel]) / (float) LN_2);
      scales[channel] = means[channel] == 0 ? 1 : (float) Math.pow(2, exponent);
    }
    NDArray scale =
        normalized.getManager().create(scales, Tensors.perOutput(normalized.getShape()));
    return new Binarized(Tensors.sign(value), scale, ScaleGradient.MULTIPLIES);
  }
}
