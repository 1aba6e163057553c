package org.bnnlab.api.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.parameter.ParameterSpec;

/**
 * A differentiable function that no operation of the project expresses. A network with one trains
 * and is evaluated like any other; it cannot be exported to packed form.
 */
public interface TensorFunction {

  /** Applies the function to activations (N, C, H, W) or (N, C), one for each input. */
  NDArray apply(List<NDArray> inputs, LayerContext layer);

  /** Shape of one sample's output for one sample's inputs. */
  Shape outputShape(List<Shape> inputs);

  /** What the function learns. */
  default List<ParameterSpec> parameters(LayerGeometry geometry) {
    return List.of();
  }
}
