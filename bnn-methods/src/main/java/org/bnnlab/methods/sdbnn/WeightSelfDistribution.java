package org.bnnlab.methods.sdbnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.List;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.api.tensor.Tensors;

/**
 * WSD: each output channel's weights are shifted by σ(α) times one percent of their mean, with a
 * learned α per channel that starts at 0; the mean is a constant in the gradient (Xue et al., 2021,
 * arXiv 2103.02394; {@code ir_1w1a.py} of pingxue-hfut/SD-BNN).
 */
public record WeightSelfDistribution() implements Normalizer {

  private static final String ALPHA = "alpha";
  private static final double SHARE_OF_MEAN = 0.01;

  @Override
  public List<ParameterSpec> parameters(LayerGeometry geometry) {
    return List.of(
        ParameterSpec.learned(
            ALPHA,
            new Shape(geometry.outputs()),
            ParameterRole.SHIFT,
            new Initializer.Constant(0)));
  }

  @Override
  public NDArray normalize(NDArray latent, LayerContext layer) {
    NDArray mean = Tensors.times(Tensors.meanPerOutput(latent.stopGradient()), SHARE_OF_MEAN);
    NDArray share = Activation.sigmoid(layer.parameter(ALPHA)).reshape(mean.getShape());
    return latent.add(share.mul(mean));
  }
}
