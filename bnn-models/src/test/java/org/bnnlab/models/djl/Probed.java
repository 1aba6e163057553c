package org.bnnlab.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.random.RandomStreams;

/** One part of a method on numbers of a paper's card. */
final class Probed {

  private final float[] output;
  private final float[] gradient;
  private final Map<String, float[]> parameters;

  private Probed(PartProbe.Result result) {
    output = result.output().toFloatArray();
    gradient = result.gradient().toFloatArray();
    parameters = new LinkedHashMap<>();
    result.parameters().forEach((name, value) -> parameters.put(name, value.toFloatArray()));
  }

  /** Binary weight, or signs. */
  float[] output() {
    return output;
  }

  /** Gradient of the input. */
  float[] gradient() {
    return gradient;
  }

  /** Gradient of a learned parameter. */
  float[] gradient(String parameter) {
    return parameters.get(parameter);
  }

  /** A part in the first epoch. */
  static Probed of(
      boolean weight,
      String method,
      Map<String, ?> options,
      Shape shape,
      float[] input,
      float[] upstream,
      Map<String, float[]> given) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Map<String, NDArray> parameters = new LinkedHashMap<>();
      given.forEach((name, values) -> parameters.put(name, manager.create(values)));
      PartProbe probe =
          new PartProbe(
              manager,
              Methods.load().create(method, options, null),
              TrainingProgress.ofEpoch(0, 10),
              parameters);
      NDArray x = manager.create(input, shape);
      NDArray above = manager.create(upstream, shape);
      return new Probed(weight ? probe.weight(x, above) : probe.activation(x, above));
    }
  }

  /** The argument of the sign of a weight (O, I, k, k). */
  static float[] normalized(
      String method, Shape shape, float[] latent, Map<String, float[]> given) {
    LayerGeometry layer =
        new LayerGeometry(
            "layer",
            LayerGeometry.Kind.CONVOLUTION,
            (int) shape.get(1),
            (int) shape.get(0),
            (int) shape.get(2),
            (int) shape.get(3),
            1);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Map<String, NDArray> parameters = new LinkedHashMap<>();
      given.forEach((name, values) -> parameters.put(name, manager.create(values)));
      Pass pass =
          Pass.training(
              manager, TrainingProgress.ofEpoch(0, 10), 0, LayerNoise.of(new RandomStreams(0)));
      return Methods.load()
          .create(method, Map.of(), null)
          .weightNormalizer()
          .normalize(
              manager.create(latent, shape),
              new NodeContext(layer, pass, parameters, new Diagnostics()))
          .toFloatArray();
    }
  }

  /** Numbers between blanks. */
  static float[] numbers(String text) {
    double[] words =
        Pattern.compile(" ").splitAsStream(text).mapToDouble(Double::parseDouble).toArray();
    float[] numbers = new float[words.length];
    for (int i = 0; i < words.length; i++) {
      numbers[i] = (float) words[i];
    }
    return numbers;
  }
}
