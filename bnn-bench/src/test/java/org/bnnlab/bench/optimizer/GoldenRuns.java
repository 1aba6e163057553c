package org.bnnlab.bench.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.api.training.Optimizer;
import org.bnnlab.api.training.TrainedTensor;
import org.bnnlab.bench.file.Npz;
import org.bnnlab.bench.file.StoredArray;

/** What torch's optimizers made of two tensors in 50 steps: {@code golden/optimizers.npz}. */
final class GoldenRuns {

  static final int STEPS = 50;
  static final List<String> TENSORS = List.of("a", "b");

  private final Map<String, StoredArray> arrays;

  private GoldenRuns(Map<String, StoredArray> arrays) {
    this.arrays = arrays;
  }

  static GoldenRuns load() {
    try {
      var resource = GoldenRuns.class.getResource("/golden/optimizers.npz");
      return new GoldenRuns(Npz.read(Path.of(Objects.requireNonNull(resource).toURI())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  double learningRate(String run, int step) {
    return arrays.get(run + "/lr").asDoubles()[step];
  }

  /** The start values; {@code a} is a weight, {@code b} an offset of a normalization. */
  List<TrainedTensor> start(NDManager manager) {
    return TENSORS.stream()
        .map(
            name -> {
              StoredArray initial = arrays.get("init/" + name);
              Shape shape = new Shape(initial.shape());
              ParameterSpec spec =
                  ParameterSpec.learned(
                      "weight",
                      shape,
                      name.equals("a") ? ParameterRole.WEIGHT : ParameterRole.NORM_OFFSET,
                      new Initializer.Constant(0));
              NDArray value = manager.create(initial.asFloatBuffer(), shape);
              return new TrainedTensor(name, spec, value, manager.zeros(shape));
            })
        .toList();
  }

  /** Makes one step with the recorded gradient. */
  void step(Optimizer optimizer, List<TrainedTensor> tensors, String run, int step) {
    for (TrainedTensor tensor : tensors) {
      float[] all = arrays.get("grad/" + tensor.name()).asFloats();
      tensor.gradient().set(row(all, step));
    }
    optimizer.step(tensors, learningRate(run, step));
  }

  /** Largest difference to the recorded values, relative to their largest magnitude. */
  double error(TrainedTensor tensor, String run, int step) {
    float[] expected = row(arrays.get(run + "/" + tensor.name()).asFloats(), step);
    float[] found = tensor.value().toFloatArray();
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - found[i]));
    }
    return difference / largest;
  }

  private static float[] row(float[] all, int step) {
    int length = all.length / STEPS;
    return Arrays.copyOfRange(all, step * length, (step + 1) * length);
  }
}
