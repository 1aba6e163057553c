package org.bnnlab.api.binarization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.parameter.ParameterSpec;

/**
 * What happens to a latent weight before its sign is taken: centring, standardization, clamping.
 *
 * <p>Normalizers are stateless and differentiable: the gradient of the normalized weight flows back
 * to the latent one through the operations used here, in a small graph of its own.
 */
@FunctionalInterface
public interface Normalizer {

  /**
   * Normalizes a latent weight.
   *
   * @param latent latent weight, of {@link #latentShape}
   * @param layer the layer it belongs to
   * @return normalized weight of {@link LayerGeometry#weightShape}
   */
  NDArray normalize(NDArray latent, LayerContext layer);

  /** What the normalizer learns besides the latent weight. */
  default List<ParameterSpec> parameters(LayerGeometry geometry) {
    return List.of();
  }

  /** Shape of the latent weight; that of the weight unless a paper parametrizes it otherwise. */
  default Shape latentShape(LayerGeometry geometry) {
    return geometry.weightShape();
  }

  /** The latent weight itself. */
  record Identity() implements Normalizer {
    @Override
    public NDArray normalize(NDArray latent, LayerContext layer) {
      return latent;
    }
  }
}
