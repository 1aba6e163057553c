package org.bnnlab.api.binarization;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.parameter.ParameterSpec;

/** Turns a normalized weight into signs and, where the paper has one, a scale. */
@FunctionalInterface
public interface Binarizer {

  /**
   * Binarizes a normalized weight.
   *
   * @param normalized normalized weight (O, I/groups, kH, kW) or (O, I)
   * @param layer the layer it belongs to; its parameter {@code weight} is the latent weight
   * @return signs of the same shape and the scale that multiplies them
   */
  Binarized binarize(NDArray normalized, LayerContext layer);

  /** What the binarizer learns. */
  default List<ParameterSpec> parameters(LayerGeometry geometry) {
    return List.of();
  }
}
