package org.bnnlab.models.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Random;
import org.bnnlab.api.training.StateStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures of weights against what their definitions give. */
class WeightObserverTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 23, 24, 25, 97})
  void a_flipped_sign_counts_once_wherever_it_stands(int size) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      for (int flipped = 0; flipped < size; flipped++) {
        try (StateStore state = new StateStore(manager)) {
          Diagnostics diagnostics = new Diagnostics();
          WeightObserver observer = new WeightObserver(state, diagnostics);
          float[] weights = signs(size);
          observer.remember("layer", weights);
          weights[flipped] = -weights[flipped];

          observer.report("layer", weights, weights, 1);

          Map<String, Double> found = diagnostics.drain();
          assertThat(found.get("layer.flips")).isCloseTo(1.0 / size, within(1e-12));
          assertThat(found.get("total.flips")).isCloseTo(1.0 / size, within(1e-12));
        }
      }
    }
  }

  private static float[] signs(int size) {
    Random random = new Random(size);
    float[] signs = new float[size];
    for (int i = 0; i < size; i++) {
      signs[i] = random.nextBoolean() ? 0.25f : -0.25f;
    }
    return signs;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7})
  void the_whole_network_counts_every_weight_the_same(int size) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        StateStore state = new StateStore(manager)) {
      Diagnostics diagnostics = new Diagnostics();
      WeightObserver observer = new WeightObserver(state, diagnostics);
      float[] small = {1, -1};
      float[] large = new float[size];
      java.util.Arrays.fill(large, 1);
      observer.remember("small", small);
      observer.remember("large", large);
      observer.report("small", new float[] {-1, -1}, small, 1);
      observer.report("large", large, large, 1);
      observer.reportTotal();

      Map<String, Double> found = diagnostics.drain();
      assertThat(found)
          .containsEntry("small.flips", 0.5)
          .containsEntry("large.flips", 0.0)
          .containsEntry("small.entropy", 0.0)
          .containsEntry("large.entropy", 0.0);
      double positive = (double) size / (size + 2);
      assertThat(found.get("total.flips")).isCloseTo(1.0 / (size + 2), within(1e-12));
      assertThat(found.get("total.entropy"))
          .isCloseTo(
              -(positive * Math.log(positive) + (1 - positive) * Math.log(1 - positive))
                  / Math.log(2),
              within(1e-12));
    }
  }

  /** 2 % of Laplacian weights lie beyond the quantile of 0.99; of normal ones 0.18 %. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void dead_weights_are_the_tail_of_a_laplace_distribution(long seed) {
    Random random = new Random(seed);
    float[] laplacian = new float[200_000];
    float[] normal = new float[200_000];
    float[] shifted = new float[200_000];
    for (int i = 0; i < laplacian.length; i++) {
      double uniform = random.nextDouble() - 0.5;
      laplacian[i] = (float) (-Math.signum(uniform) * Math.log(1 - 2 * Math.abs(uniform)));
      normal[i] = (float) random.nextGaussian();
      // Each output has its own mean and spread, which standardization takes away.
      int output = i / 50_000;
      shifted[i] = 10 * output + (1 + output) * laplacian[i];
    }

    assertThat(WeightObserver.dead(laplacian, 1)).isCloseTo(0.02, within(0.001));
    assertThat(WeightObserver.dead(normal, 1)).isCloseTo(0.0018, within(0.0004));
    assertThat(WeightObserver.dead(shifted, 4)).isCloseTo(0.02, within(0.001));
  }
}
