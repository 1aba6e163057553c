package org.bnnlab.models.djl;

import ai.djl.ndarray.NDArray;
import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;
import org.bnnlab.api.layer.NoiseSource;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.random.RandomStreams;

/** The random tensors of a network's layers; recorded ones may stand in for those of a run. */
@FunctionalInterface
public interface LayerNoise {

  /**
   * The random tensors of one layer in one pass.
   *
   * @param path path of the layer
   * @param progress where the run stands
   * @param draw number of the draw, so that several at one place of a run differ
   */
  NoiseSource of(String path, TrainingProgress progress, int draw);

  /** Those of a run, which depend on nothing but its seed, the layer, the step and the draw. */
  static LayerNoise of(RandomStreams streams) {
    return (path, progress, draw) ->
        (manager, shape) -> {
          RandomGenerator random =
              streams.stream("noise." + path + "." + draw, progress.stage(), progress.step());
          float[] values = new float[Math.toIntExact(shape.size())];
          for (int i = 0; i < values.length; i++) {
            values[i] = ((random.nextInt() >>> 9) + 0.5f) * 0x1p-23f;
          }
          // A copy in the engine's memory: a graph may need the numbers after the scope has closed.
          try (NDArray drawn = manager.create(FloatBuffer.wrap(values), shape)) {
            return drawn.duplicate();
          }
        };
  }
}
