package org.bnnlab.api.binarization;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.tensor.Tensors;

/** The plain sign with sign(0) = +1 and no scale (Courbariaux et al., 2016, arXiv 1602.02830). */
public record Sign() implements Binarizer {
  @Override
  public Binarized binarize(NDArray normalized, LayerContext layer) {
    return Binarized.unscaled(Tensors.sign(normalized));
  }
}
