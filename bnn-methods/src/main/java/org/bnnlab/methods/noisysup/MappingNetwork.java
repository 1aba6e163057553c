package org.bnnlab.methods.noisysup;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import java.util.ArrayList;
import java.util.List;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.parameter.ParameterSpec;

/**
 * f, which maps all weights of a layer jointly: convolution 3×3 (c → 2c), BN, ReLU, convolution (2c
 * → 2c), BN, ReLU, convolution (2c → c), padded with 1, without biases. Each filter (c, k, k) is
 * one image of the batch (Han et al., ICML 2020, arXiv 2010.04871, section 4.1).
 *
 * <p>Reconstructed: the statistics of the batch are always those of the complete weight tensor,
 * also in evaluation (biased variance, ε 1e-5); torch's default start of convolutions.
 */
final class MappingNetwork {

  private static final float EPSILON = 1e-5f;
  private static final int HIDDEN = 2;

  private MappingNetwork() {}

  /** The weights of the convolutions, and factor and offset of the two normalizations. */
  static List<ParameterSpec> parameters(LayerGeometry geometry) {
    int channels = geometry.inputs() / geometry.groups();
    int hidden = HIDDEN * channels;
    List<ParameterSpec> specs = new ArrayList<>();
    specs.add(convolution("map1", hidden, channels));
    normalization(specs, "map1", hidden);
    specs.add(convolution("map2", hidden, hidden));
    normalization(specs, "map2", hidden);
    specs.add(convolution("map3", channels, hidden));
    return specs;
  }

  private static ParameterSpec convolution(String name, int outputs, int inputs) {
    return ParameterSpec.learned(
        name,
        new Shape(outputs, inputs, 3, 3),
        ParameterRole.AUXILIARY,
        new Initializer.InverseRootUniform());
  }

  private static void normalization(List<ParameterSpec> specs, String name, int channels) {
    Shape shape = new Shape(channels);
    specs.add(vector(name + "_factor", shape, 1));
    specs.add(vector(name + "_offset", shape, 0));
  }

  private static ParameterSpec vector(String name, Shape shape, double initial) {
    return ParameterSpec.learned(
        name, shape, ParameterRole.AUXILIARY, new Initializer.Constant(initial));
  }

  /**
   * f(W).
   *
   * @param latent latent weight (O, c, k, k), or (O, c) of a dense layer
   * @return the same shape
   */
  static NDArray map(NDArray latent, LayerContext layer) {
    Shape shape = latent.getShape();
    NDArray filters =
        shape.dimension() == 4 ? latent : latent.reshape(shape.get(0), shape.get(1), 1, 1);
    NDArray first = rectified(convolved(filters, "map1", layer), "map1", layer);
    NDArray second = rectified(convolved(first, "map2", layer), "map2", layer);
    return convolved(second, "map3", layer).reshape(shape);
  }

  private static NDArray convolved(NDArray x, String name, LayerContext layer) {
    Shape one = new Shape(1, 1);
    return Conv2d.conv2d(x, layer.parameter(name), null, one, one, one, 1).singletonOrThrow();
  }

  private static NDArray rectified(NDArray x, String name, LayerContext layer) {
    NDArray factor = layer.parameter(name + "_factor");
    // Running statistics that nobody reads: the batch is always the whole tensor.
    NDArray mean = factor.stopGradient().zerosLike();
    NDArray variance = mean.onesLike();
    return Activation.relu(
        BatchNorm.batchNorm(
                x,
                mean,
                variance,
                factor,
                layer.parameter(name + "_offset"),
                -1,
                0.9f,
                EPSILON,
                true)
            .singletonOrThrow());
  }
}
