package org.bnnlab.methods.irnet;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.tensor.Tensors;

/**
 * The normalization of Libra-PB: each output channel's weights are centred and divided by their
 * unbiased standard deviation, without an epsilon; both statistics take part in the gradient (Qin
 * et al., CVPR 2020, arXiv 1909.10788, equation 6; {@code modules/ir_1w1a.py} of htqin/IR-Net).
 *
 * <p>A channel of equal weights has no deviation; it is left at zero instead of becoming 0/0.
 */
public record BalancedStandardization() implements Normalizer {

  private static final float SMALLEST_VARIANCE = 1e-30f;

  @Override
  public NDArray normalize(NDArray latent, LayerContext layer) {
    NDArray centred = latent.sub(Tensors.meanPerOutput(latent));
    NDArray variance = Tensors.varianceOfCentredPerOutput(centred);
    NDArray guard =
        variance.stopGradient().lte(SMALLEST_VARIANCE).toType(variance.getDataType(), false);
    return centred.div(variance.add(guard).sqrt());
  }
}
