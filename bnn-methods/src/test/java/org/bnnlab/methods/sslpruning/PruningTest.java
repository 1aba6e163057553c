package org.bnnlab.methods.sslpruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bnnlab.api.binarization.Binarized;
import org.bnnlab.api.binarization.Binarized.ScaleGradient;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.layer.NoiseSource;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.Objective;
import org.bnnlab.api.training.Targets;
import org.bnnlab.methods.binarizer.MeanScaledSign;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 10 of the paper's card. */
class PruningTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  private static Map<String, float[]> tensors(float[] a, float[] b) {
    Map<String, float[]> tensors = new LinkedHashMap<>();
    tensors.put("a.weight", a);
    tensors.put("b.weight", b);
    return tensors;
  }

  private static final Map<String, float[]> ROUND_1 =
      tensors(
          new float[] {0.6f, -0.1f, 0.3f, -0.8f, 0.04f},
          new float[] {0.2f, -0.5f, 0.9f, -0.03f, 0.12f});
  private static final Map<String, float[]> ROUND_2 =
      tensors(
          new float[] {0.7f, -0.15f, 0.35f, -0.85f, 0},
          new float[] {0.25f, -0.45f, 0.95f, 0, 0.10f});
  private static final Map<String, float[]> DENSE =
      tensors(new float[] {1, 1, 1, 1, 1}, new float[] {1, 1, 1, 1, 1});

  private static void assertMasks(Map<String, float[]> masks, String a, String b) {
    assertThat(digits(masks.get("a.weight"))).isEqualTo(a);
    assertThat(digits(masks.get("b.weight"))).isEqualTo(b);
  }

  private static String digits(float[] mask) {
    StringBuilder digits = new StringBuilder();
    for (float entry : mask) {
      digits.append((int) entry);
    }
    return digits.toString();
  }

  /** Items 2, 3, 4, 6 and 10. */
  @Test
  void rounds_prune_by_rank_over_all_tensors_together() {
    Map<String, float[]> first = Pruning.byMagnitude(ROUND_1, DENSE, 0.2);
    Map<String, float[]> second = Pruning.byMagnitude(ROUND_2, first, 0.2);

    assertMasks(first, "11110", "11101");
    assertMasks(second, "10110", "11100");
    assertMasks(Pruning.byMagnitude(ROUND_1, DENSE, 0.4), "10110", "11100");
    second.forEach(
        (name, mask) -> {
          for (int i = 0; i < mask.length; i++) {
            assertThat(mask[i]).isLessThanOrEqualTo(first.get(name)[i]);
          }
        });
    assertThat(Pruning.overlap(first, second)).isCloseTo(0.75, within(1e-12));
  }

  /** Item 5: equal or unequal, as many go as are asked for. */
  @Test
  void ties_do_not_change_the_count() {
    Map<String, float[]> row = Map.of("w", new float[] {0.1f, 0.2f, 0.3f, 0.4f, 0.5f});
    Map<String, float[]> ties = Map.of("w", new float[] {0.3f, -0.3f, 0.3f, -0.3f, 0.3f});
    Map<String, float[]> all = Map.of("w", new float[] {1, 1, 1, 1, 1});

    assertThat(digits(Pruning.byMagnitude(row, all, 0.2).get("w"))).isEqualTo("01111");
    assertThat(digits(Pruning.byMagnitude(ties, all, 0.4).get("w"))).isEqualTo("00111");
    assertThat(digits(Pruning.byMagnitude(row, all, 0).get("w"))).isEqualTo("11111");
  }

  /** Item 1. */
  @Test
  void the_remaining_weights_are_counted_to_the_unit() {
    RandomGenerator random = new RandomStreams(1).stream("weights", 0, 0);
    float[] weights = new float[1000];
    float[] ones = new float[1000];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
      ones[i] = 1;
    }
    Map<String, float[]> masks = Map.of("w", ones);
    Map<String, float[]> scattered = Map.of("w", ones);
    for (int expected : List.of(800, 640, 512, 409, 327, 261, 208, 166, 132, 105)) {
      masks = Pruning.byMagnitude(Map.of("w", weights), masks, 0.2);
      scattered = Pruning.atRandom(scattered, 0.2, random);
      assertThat(count(masks.get("w"))).isEqualTo(expected);
      assertThat(count(scattered.get("w"))).isEqualTo(expected);
    }
    assertThat(Pruning.overlap(masks, scattered)).isBetween(0.0, 0.15);
  }

  private static int count(float[] mask) {
    int kept = 0;
    for (float entry : mask) {
      kept += (int) entry;
    }
    return kept;
  }

  @Test
  void a_shuffled_mask_keeps_as_many_in_each_tensor() {
    float[] half = new float[200];
    java.util.Arrays.fill(half, 0, 100, 1);
    Map<String, float[]> masks = tensors(half, new float[] {1, 0, 0});
    Map<String, float[]> mixed = Pruning.shuffled(masks, new RandomStreams(1).stream("mask", 0, 0));

    assertThat(count(mixed.get("a.weight"))).isEqualTo(100);
    assertThat(count(mixed.get("b.weight"))).isEqualTo(1);
    assertThat(mixed.get("a.weight")).isNotEqualTo(half);
  }

  /** Item 8. */
  @Test
  void images_are_turned_counter_clockwise() {
    NDArray image = manager.create(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, new Shape(1, 1, 3, 3));

    assertThat(Rotations.of(image).toFloatArray())
        .containsExactly(
            1, 2, 3, 4, 5, 6, 7, 8, 9, //
            3, 6, 9, 2, 5, 8, 1, 4, 7, //
            9, 8, 7, 6, 5, 4, 3, 2, 1, //
            7, 4, 1, 8, 5, 2, 9, 6, 3);
    NDArray two = manager.ones(new Shape(2, 1, 3, 3));
    assertThat(Rotations.labels(two).argMax(1).toLongArray())
        .containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
  }

  /** Item 9. */
  @Test
  void the_rotation_loss_of_the_card() {
    NDArray logits =
        manager.create(
            new float[] {2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0, 1, 0, 0, 0}, new Shape(4, 4));
    Targets targets = new Targets(manager.eye(4), null);

    assertThat(new Objective.CrossEntropy().loss(logits, targets).getFloat())
        .isCloseTo(0.741824f, within(1e-6f));
    assertThat(new Objective.CrossEntropy().loss(logits.zerosLike(), targets).getFloat())
        .isCloseTo(1.386294f, within(1e-6f));
  }

  private record MaskedLayer(NDArray mask, LayerGeometry geometry) implements LayerContext {
    @Override
    public NDArray parameter(String name) {
      assertThat(name).isEqualTo("mask");
      return mask;
    }

    @Override
    public boolean training() {
      return true;
    }

    @Override
    public TrainingProgress progress() {
      return TrainingProgress.ofEpoch(0, 1);
    }

    @Override
    public Evaluation evaluation() {
      return Evaluation.MODE;
    }

    @Override
    public NoiseSource noise() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void addLoss(NDArray scalar) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void report(String quantity, double value) {
      throw new UnsupportedOperationException();
    }
  }

  @ParameterizedTest
  @CsvSource({"1 1 1 0, 0.2", "1 0 0 0, 0.1", "0 0 0 0, 0"})
  void a_pruned_binary_weight_is_ternary_with_the_mean_of_what_is_kept(String bits, float scale) {
    float[] kept = new float[4];
    for (int i = 0; i < 4; i++) {
      kept[i] = bits.charAt(2 * i) - '0';
    }
    NDArray mask = manager.create(kept, new Shape(1, 1, 2, 2));
    MaskedLayer layer =
        new MaskedLayer(
            mask, new LayerGeometry("conv", LayerGeometry.Kind.CONVOLUTION, 1, 1, 2, 2, 1));
    NDArray latent = manager.create(new float[] {0.1f, -0.2f, 0.3f, -0.9f}, new Shape(1, 1, 2, 2));

    NDArray normalized = new MaskedWeight(new Normalizer.Identity()).normalize(latent, layer);
    Binarized weight =
        new MaskedSigns(new MeanScaledSign(ScaleGradient.DETACHED)).binarize(normalized, layer);

    assertThat(weight.signs().abs().toFloatArray()).containsExactly(kept);
    assertThat(weight.scale().toFloatArray()).containsExactly(new float[] {scale}, within(1e-6f));
  }
}
