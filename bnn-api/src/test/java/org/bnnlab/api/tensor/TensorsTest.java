package org.bnnlab.api.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorsTest {

  private static final float BELOW_ONE = Math.nextDown(1f);
  private static final float ABOVE_ONE = Math.nextUp(1f);

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager("PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest(name = "sign({0}) = {1}")
  @CsvSource({
    "0, 1",
    "-0.0, 1",
    "1.4E-45, 1",
    "-1.4E-45, -1",
    "1E-40, 1",
    "-1E-40, -1",
    "1.17549435E-38, 1",
    "-1.17549435E-38, -1",
    "0.5, 1",
    "-0.5, -1",
    "-1, -1",
    "1E30, 1",
    "-1E30, -1",
    "3.4028235E38, 1",
    "-3.4028235E38, -1",
    "Infinity, 1",
    "-Infinity, -1"
  })
  void the_sign_of_every_number_is_plus_or_minus_one(float x, float expected) {
    for (int length : new int[] {1, 7, 8, 63, 64, 65}) {
      float[] values = new float[length];
      java.util.Arrays.fill(values, x);

      assertThat(Tensors.sign(manager.create(values)).toFloatArray())
          .hasSize(length)
          .containsOnly(expected);
    }
  }

  @Test
  void the_sign_keeps_the_shape_and_its_argument() {
    NDArray x = manager.create(new float[] {-3, 0, 2, -1}, new Shape(1, 2, 2));

    assertThat(Tensors.sign(x).getShape()).isEqualTo(new Shape(1, 2, 2));
    assertThat(x.toFloatArray()).containsExactly(-3, 0, 2, -1);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 1e-38f, 0.1f, 1, 3.1415927f, 16_777_216, 1e10f, 1e30f})
  void straight_through_is_exactly_the_hard_value(float size) {
    float[] proxies = {size, -size, size, -size};
    NDArray hard = manager.create(new float[] {1, 1, -1, -1});

    assertThat(Tensors.straightThrough(hard, manager.create(proxies)).toFloatArray())
        .containsExactly(1, 1, -1, -1);
  }

  @Test
  void straight_through_has_the_gradient_of_the_proxy() {
    NDArray x = manager.create(new float[] {-2, 0.5f, 1e20f});
    NDArray slopes = manager.create(new float[] {3, -0.25f, 7});
    NDArray upstream = manager.create(new float[] {1, 2, -1});

    float[] gradient =
        gradient(x, in -> Tensors.straightThrough(Tensors.sign(in), in.mul(slopes)).mul(upstream));

    assertThat(gradient).containsExactly(3, -0.5f, -7);
  }

  static Stream<Arguments> hardTanh() {
    return Stream.of(
        Arguments.of(-1.5f, -1f, 0f),
        Arguments.of(-ABOVE_ONE, -1f, 0f),
        Arguments.of(-1f, -1f, 0f),
        Arguments.of(-BELOW_ONE, -BELOW_ONE, 1f),
        Arguments.of(-0.5f, -0.5f, 1f),
        Arguments.of(-1e-40f, -1e-40f, 1f),
        Arguments.of(0f, 0f, 1f),
        Arguments.of(1.4e-45f, 1.4e-45f, 1f),
        Arguments.of(0.5f, 0.5f, 1f),
        Arguments.of(BELOW_ONE, BELOW_ONE, 1f),
        Arguments.of(1f, 1f, 0f),
        Arguments.of(ABOVE_ONE, 1f, 0f),
        Arguments.of(1.5f, 1f, 0f),
        Arguments.of(1e30f, 1f, 0f),
        Arguments.of(-3.4028235e38f, -1f, 0f));
  }

  @ParameterizedTest(name = "hardtanh({0}) = {1}, slope {2}")
  @MethodSource("hardTanh")
  void hardtanh_has_its_exact_value_and_slope(float x, float value, float slope) {
    NDArray in = manager.create(new float[] {x});

    assertThat(Tensors.hardTanh(in).toFloatArray()).containsExactly(value);
    assertThat(gradient(in, argument -> Tensors.times(Tensors.hardTanh(argument), 3)))
        .containsExactly(3 * slope);
  }

  @Test
  void hardtanh_leaves_one_array_behind() {
    NDArray x = manager.create(new float[] {-2, 0.5f, 2});
    int before = manager.getManagedArrays().size();

    NDArray y = Tensors.hardTanh(x);

    assertThat(manager.getManagedArrays()).hasSize(before + 1);
    y.close();
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  @Test
  void clamping_leaves_no_array_behind_but_its_result() {
    NDArray x = manager.create(new float[] {-9, -0.25f, 0.5f, 9});
    int before = manager.getManagedArrays().size();

    try (NDArray clamped = Tensors.clampedValue(x, -0.5f, 2)) {
      assertThat(clamped.toFloatArray()).containsExactly(-0.5f, -0.25f, 0.5f, 2);
      assertThat(manager.getManagedArrays()).hasSize(before + 1);
    }

    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  @Test
  void a_clamped_value_belongs_to_the_scope_around_it() {
    NDArray x = manager.create(new float[] {-9, 9});
    NDArray clamped;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      clamped = Tensors.clampedValue(x, -1, 1);
      assertThat(clamped.isReleased()).isFalse();
    }

    assertThat(clamped.isReleased()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1", "0.5", "1.3", "2.410968"})
  void the_inside_mask_contains_its_bounds(float bound) {
    NDArray x =
        manager.create(
            new float[] {
              -Math.nextUp(bound),
              -bound,
              -Math.nextDown(bound),
              0,
              bound,
              Math.nextUp(bound),
              Float.POSITIVE_INFINITY
            });

    assertThat(Tensors.insideMask(x, bound).toFloatArray()).containsExactly(0, 1, 1, 1, 1, 0, 0);
  }

  static Stream<Arguments> channelFactors() {
    return Stream.of(
        Arguments.of(new Shape(3, 2, 4, 5), new Shape(2, 1, 1)),
        Arguments.of(new Shape(3, 2, 4, 5), new Shape(2, 1, 1, 1)),
        Arguments.of(new Shape(1, 5, 1, 1), new Shape(5)),
        Arguments.of(new Shape(4, 3), new Shape(3)),
        Arguments.of(new Shape(2, 3, 7), new Shape(1, 3, 1)));
  }

  @ParameterizedTest
  @MethodSource("channelFactors")
  void scaled_channels_have_the_gradients_of_a_product(Shape shape, Shape factorShape) {
    SplittableRandom random = new SplittableRandom(4);
    float[] x = numbers(random, shape);
    float[] factor = numbers(random, factorShape);
    float[] upstream = numbers(random, shape);
    NDArray xs = manager.create(x, shape);
    NDArray factors = manager.create(factor, factorShape);
    NDArray weights = manager.create(upstream, shape);

    float[] ofX = gradient(xs, in -> Tensors.scaleChannels(in, factors).mul(weights));
    float[] ofFactor = gradient(factors, in -> Tensors.scaleChannels(xs, in).mul(weights));

    assertThat(Tensors.scaleChannels(xs, factors).getShape()).isEqualTo(shape);
    for (int i = 0; i < x.length; i++) {
      assertThat(ofX[i]).isCloseTo((float) slope(x, i, x, factor, upstream, shape), within(1e-4f));
    }
    for (int i = 0; i < factor.length; i++) {
      assertThat(ofFactor[i])
          .isCloseTo((float) slope(factor, i, x, factor, upstream, shape), within(1e-4f));
    }
  }

  /** Central difference of Σ upstream · x · factor in the i-th entry of one of the arguments. */
  private static double slope(
      float[] argument, int i, float[] x, float[] factor, float[] upstream, Shape shape) {
    float value = argument[i];
    argument[i] = value + 0.5f;
    double above = weightedProduct(x, factor, upstream, shape);
    argument[i] = value - 0.5f;
    double below = weightedProduct(x, factor, upstream, shape);
    argument[i] = value;
    return above - below;
  }

  private static double weightedProduct(float[] x, float[] factor, float[] upstream, Shape shape) {
    int channels = (int) shape.get(1);
    int inner = x.length / (int) shape.get(0) / channels;
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (double) x[i] * factor[i / inner % channels] * upstream[i];
    }
    return sum;
  }

  @Test
  void numbers_inside_a_graph_have_their_values_and_gradients() {
    NDArray x = manager.create(new float[] {-2, 0.5f, 3});
    int before = manager.getManagedArrays().size();

    assertThat(Tensors.times(x, -1.5).toFloatArray()).containsExactly(3, -0.75f, -4.5f);
    assertThat(Tensors.over(x, 4).toFloatArray()).containsExactly(-0.5f, 0.125f, 0.75f);
    assertThat(Tensors.atLeast(x, 1).toFloatArray()).containsExactly(1, 1, 3);
    assertThat(manager.getManagedArrays()).as("three results").hasSize(before + 3);
    assertThat(gradient(x, in -> Tensors.times(in, -1.5))).containsOnly(-1.5f);
    assertThat(gradient(x, in -> Tensors.over(in, 4))).containsOnly(0.25f);
    assertThat(gradient(x, in -> Tensors.atLeast(in, 1))).containsExactly(0, 0, 1);
  }

  @Test
  void a_kept_array_outlives_its_scope_in_the_other_manager() {
    NDManager other = manager.newSubManager();
    NDArray kept;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      kept = Tensors.keep(manager.create(new float[] {4}), other);
    }

    assertThat(kept.getFloat()).isEqualTo(4);
    other.close();
    assertThat(kept.isReleased()).isTrue();
  }

  @Test
  void an_assignment_is_seen_by_every_alias() {
    NDArray target = manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 2));
    NDArray alias = target.stopGradient();

    Tensors.assign(target, manager.create(new float[] {5, 6, 7, 8}, new Shape(2, 2)));

    assertThat(target.toFloatArray()).containsExactly(5, 6, 7, 8);
    assertThat(alias.toFloatArray()).containsExactly(5, 6, 7, 8);
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 2, 2", "3, 4, 1, 1", "1, 2, 3, 3"})
  void statistics_per_output_channel_are_those_of_its_entries(
      int outputs, int inputs, int height, int width) {
    Shape shape = new Shape(outputs, inputs, height, width);
    int count = inputs * height * width;
    float[] values = numbers(new SplittableRandom(6), shape);
    NDArray weight = manager.create(values, shape);
    NDArray mean = Tensors.meanPerOutput(weight);
    NDArray variance = Tensors.varianceOfCentredPerOutput(weight.sub(mean));

    assertThat(mean.getShape()).isEqualTo(new Shape(outputs, 1, 1, 1));
    assertThat(variance.getShape()).isEqualTo(new Shape(outputs, 1, 1, 1));
    for (int o = 0; o < outputs; o++) {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += values[o * count + i];
      }
      double squares = 0;
      for (int i = 0; i < count; i++) {
        double distance = values[o * count + i] - sum / count;
        squares += distance * distance;
      }
      assertThat(mean.toFloatArray()[o]).isCloseTo((float) (sum / count), within(1e-6f));
      assertThat(variance.toFloatArray()[o])
          .isCloseTo((float) (squares / (count - 1)), within(1e-6f));
    }
  }

  @Test
  void broadcast_shapes_keep_one_axis() {
    assertThat(Tensors.perOutput(new Shape(8, 4, 3, 3))).isEqualTo(new Shape(8, 1, 1, 1));
    assertThat(Tensors.perOutput(new Shape(8, 4))).isEqualTo(new Shape(8, 1));
    assertThat(Tensors.perChannel(new Shape(2, 4, 3, 3))).isEqualTo(new Shape(1, 4, 1, 1));
    assertThat(Tensors.perChannel(new Shape(2, 4))).isEqualTo(new Shape(1, 4));
  }

  private static float[] numbers(SplittableRandom random, Shape shape) {
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  /** Gradient of the sum of {@code function} at {@code x}. */
  private static float[] gradient(NDArray x, UnaryOperator<NDArray> function) {
    NDArray leaf = x.duplicate();
    leaf.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      collector.backward(function.apply(leaf).sum());
    }
    return leaf.getGradient().toFloatArray();
  }
}
