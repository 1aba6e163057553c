package org.bnnlab.methods.sslpruning;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.bnnlab.api.binarization.Binarized;
import org.bnnlab.api.binarization.Binarizer;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.api.tensor.Tensors;
import org.bnnlab.methods.binarizer.MeanScaledSign;

/**
 * Signs of which the pruned ones are 0, so weights are −α, 0 or α; a scale that is a mean is the
 * mean over what is kept. Ours: the paper prunes real networks.
 *
 * @param host what the method that is pruned makes of a weight
 */
record MaskedSigns(Binarizer host) implements Binarizer {

  @Override
  public List<ParameterSpec> parameters(LayerGeometry geometry) {
    return host.parameters(geometry);
  }

  @Override
  public Binarized binarize(NDArray normalized, LayerContext layer) {
    Binarized whole = host.binarize(normalized, layer);
    if (!MaskedWeight.isMasked(layer.geometry())) {
      return whole;
    }
    NDArray mask = layer.parameter(MaskedWeight.MASK);
    NDArray scale = whole.scale();
    if (scale != null && host instanceof MeanScaledSign) {
      // A mean over all entries, pruned ones counting as 0, times all / kept.
      NDArray kept = Tensors.meanPerOutput(mask);
      scale = scale.div(Tensors.atLeast(kept, 1.0 / normalized.getShape().size()));
    }
    return new Binarized(whole.signs().mul(mask), scale, whole.scaleGradient());
  }
}
