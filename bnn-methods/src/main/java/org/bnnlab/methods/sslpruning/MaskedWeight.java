package org.bnnlab.methods.sslpruning;

import static org.bnnlab.api.check.Checks.requireArgument;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.parameter.ParameterSpec;

/**
 * W ⊙ m in place of W, and the same behind the host's normalizer: a pruned entry is 0 and has no
 * gradient. The mask m of zeros and ones is a buffer beside the weight of every convolution; dense
 * layers have none.
 *
 * @param host what the method that is pruned does to a weight
 */
record MaskedWeight(Normalizer host) implements Normalizer {

  /** Name of the mask. */
  static final String MASK = "mask";

  static boolean isMasked(LayerGeometry geometry) {
    return geometry.kind() == LayerGeometry.Kind.CONVOLUTION;
  }

  @Override
  public List<ParameterSpec> parameters(LayerGeometry geometry) {
    List<ParameterSpec> specs = new ArrayList<>(host.parameters(geometry));
    if (isMasked(geometry)) {
      requireArgument(
          host.latentShape(geometry).equals(geometry.weightShape()),
          "%s: the weight is made of a tensor of another shape, which has no mask",
          geometry.path());
      specs.add(ParameterSpec.buffer(MASK, geometry.weightShape(), 1));
    }
    return specs;
  }

  @Override
  public NDArray normalize(NDArray latent, LayerContext layer) {
    if (!isMasked(layer.geometry())) {
      return host.normalize(latent, layer);
    }
    NDArray mask = layer.parameter(MASK);
    return host.normalize(latent.mul(mask), layer).mul(mask);
  }
}
