package org.bnnlab.api.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bnnlab.api.parameter.Initializer.Fan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class InitializerTest {

  private static final Shape CONVOLUTION = new Shape(64, 32, 3, 3);
  private static final Shape DENSE = new Shape(100, 200);

  /** Initializer, shape, standard deviation, largest magnitude (infinite for a normal). */
  static Stream<Arguments> centred() {
    double unbounded = Double.POSITIVE_INFINITY;
    return Stream.of(
        Arguments.of(new Initializer.Normal(0.01), DENSE, 0.01, unbounded),
        Arguments.of(
            new Initializer.HeNormal(Fan.IN), CONVOLUTION, Math.sqrt(2.0 / (32 * 9)), unbounded),
        Arguments.of(
            new Initializer.HeNormal(Fan.OUT), CONVOLUTION, Math.sqrt(2.0 / (64 * 9)), unbounded),
        Arguments.of(new Initializer.HeNormal(Fan.IN), DENSE, Math.sqrt(2.0 / 200), unbounded),
        Arguments.of(new Initializer.HeNormal(Fan.OUT), DENSE, Math.sqrt(2.0 / 100), unbounded),
        Arguments.of(new Initializer.Uniform(-3, 3), DENSE, Math.sqrt(3), 3.0),
        Arguments.of(
            new Initializer.InverseRootUniform(),
            CONVOLUTION,
            1 / Math.sqrt(3.0 * 32 * 9),
            1 / Math.sqrt(32.0 * 9)),
        Arguments.of(
            new Initializer.InverseRootUniform(), DENSE, 1 / Math.sqrt(600), 1 / Math.sqrt(200)),
        Arguments.of(new Initializer.RandomSign(0.5), DENSE, 0.5, 0.5));
  }

  @ParameterizedTest
  @MethodSource("centred")
  void values_have_mean_zero_and_the_named_spread(
      Initializer initializer, Shape shape, double deviation, double largest) {
    float[] values = initializer.values(shape, new SplittableRandom(3));
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
      assertThat((double) Math.abs(value)).isLessThanOrEqualTo(largest * (1 + 1e-7));
    }
    double fiveSigma = 5 / Math.sqrt(values.length);

    assertThat(values).hasSize(Math.toIntExact(shape.size()));
    assertThat(sum / values.length / deviation).isCloseTo(0, within(fiveSigma));
    assertThat(Math.sqrt(squares / values.length) / deviation).isCloseTo(1, within(fiveSigma));
  }

  @Test
  void a_normal_reaches_as_far_as_a_normal_does() {
    float[] values = new Initializer.Normal(1).values(new Shape(50_000), new SplittableRandom(1));
    long beyondTwo =
        java.util.stream.IntStream.range(0, values.length)
            .filter(i -> Math.abs(values[i]) > 2)
            .count();

    assertThat((double) beyondTwo / values.length).isCloseTo(0.0455, within(0.005));
  }

  @Test
  void a_uniform_fills_its_interval_and_stays_inside() {
    float[] values =
        new Initializer.Uniform(0, 1).values(new Shape(20_000), new SplittableRandom(9));
    int[] tenths = new int[10];
    for (float value : values) {
      assertThat(value).isBetween(0f, 1f);
      tenths[Math.min(9, (int) (value * 10))]++;
    }

    for (int tenth : tenths) {
      assertThat(tenth).isBetween(1_800, 2_200);
    }
  }

  @Test
  void a_random_sign_has_one_magnitude_and_both_signs() {
    float[] values =
        new Initializer.RandomSign(0.25).values(new Shape(10_000), new SplittableRandom(2));
    int positive = 0;
    for (float value : values) {
      assertThat(Math.abs(value)).isEqualTo(0.25f);
      positive += value > 0 ? 1 : 0;
    }

    assertThat(positive).isBetween(4_700, 5_300);
  }

  @Test
  void a_constant_fills_every_entry() {
    assertThat(new Initializer.Constant(1e-8).values(new Shape(2, 3), new SplittableRandom(0)))
        .containsOnly(1e-8f)
        .hasSize(6);
  }

  @ParameterizedTest(name = "({0}, {1}, {2}, {2}): in {3}, out {4}")
  @CsvSource({
    "64, 32, 3, 288, 576",
    "10, 64, 1, 64, 10",
    "16, 3, 7, 147, 784",
    "128, 1, 3, 9, 1152"
  })
  void fans_count_connections(int outputs, int inputs, int kernel, long in, long out) {
    Shape weight = new Shape(outputs, inputs, kernel, kernel);

    assertThat(Fan.IN.of(weight)).isEqualTo(in);
    assertThat(Fan.OUT.of(weight)).isEqualTo(out);
  }

  @Test
  void the_first_values_do_not_depend_on_how_many_follow() {
    Initializer he = new Initializer.Normal(1);

    float[] few = he.values(new Shape(4), new SplittableRandom(8));
    float[] many = he.values(new Shape(64), new SplittableRandom(8));

    assertThat(many).startsWith(few);
  }
}
