package org.bnnlab.methods.bnfree;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.tensor.Tensors;

/**
 * Scaled weight standardization: γ · (W - μ) / (√N · (σ + 1e-5)) with mean μ and biased standard
 * deviation σ over the N entries of each output channel; both take part in the gradient (Brock et
 * al., 2021, arXiv 2101.08692; for binary networks Chen et al., 2021, arXiv 2104.08215; {@code
 * layers.py} of VITA-Group/BNN_NoBN).
 *
 * @param gamma correction for the non-linearity behind the layer; 1 in all published networks
 */
public record ScaledStandardization(double gamma) implements Normalizer {

  private static final float EPSILON = 1e-5f;

  @Override
  public NDArray normalize(NDArray latent, LayerContext layer) {
    Shape shape = latent.getShape();
    long count = shape.size() / shape.get(0);
    NDArray centred = latent.sub(Tensors.meanPerOutput(latent));
    NDArray variance =
        Tensors.times(
            Tensors.varianceOfCentredPerOutput(centred), (double) (count - 1) / (double) count);
    NDArray scaled = Tensors.times(centred, gamma / Math.sqrt((double) count));
    return scaled.div(variance.sqrt().add(EPSILON));
  }
}
