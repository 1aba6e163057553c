package org.bnnlab.methods.recu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;
import org.bnnlab.api.binarization.Binarized;
import org.bnnlab.api.binarization.Binarized.ScaleGradient;
import org.bnnlab.api.binarization.Sign;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.methods.FixedLayer;
import org.bnnlab.methods.binarizer.MeanScaledSign;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers are those of the paper's card, recomputed there by hand in double precision. */
class RectifiedClampTest {

  private static final Shape SHAPE = new Shape(2, 4, 1, 1);
  private static final float[] WEIGHT = {0.10f, -0.20f, 0.30f, 0.05f, -0.02f, 0.00f, 0.03f, -0.50f};
  private static final float[] UPSTREAM = {1, -2, 0.5f, 0.25f, 0.4f, -0.6f, 1.5f, 3};

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager("PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest(name = "τ in epoch {0} of {1} is {2}")
  @CsvSource({
    "0, 600, 0.850000",
    "1, 600, 0.850136",
    "100, 600, 0.864777",
    "300, 600, 0.902856",
    "599, 600, 0.989631",
    "0, 10, 0.85",
    "10, 10, 0.99"
  })
  void tau_rises_exponentially(int epoch, int epochs, double tau) {
    RectifiedClamp clamp = new RectifiedClamp();
    TrainingProgress progress = TrainingProgress.ofEpoch(epoch, epochs);

    assertThat(clamp.tau(progress)).isCloseTo(tau, within(5e-7));
    assertThat(clamp.quantities(progress)).containsOnlyKeys("tau");
    assertThat(clamp.quantities(progress).get("tau")).isCloseTo(tau, within(5e-7));
  }

  @ParameterizedTest(name = "Q/b at τ {0} is {1}")
  @CsvSource({"0.85, 1.203973", "0.90, 1.609438", "0.95, 2.302585", "0.99, 3.912023", "0.5, 0"})
  void the_quantile_is_that_of_a_laplace_distribution(float tau, float expected) {
    assertThat(RectifiedClamp.quantile(1, tau)).isCloseTo(expected, within(2e-6f));
    assertThat(RectifiedClamp.quantile(2.5f, tau)).isCloseTo(2.5f * expected, within(5e-6f));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 1e-3f, 2})
  void tau_of_one_clamps_nothing(float scale) {
    assertThat(RectifiedClamp.quantile(scale, 1)).isEqualTo(Float.POSITIVE_INFINITY);
  }

  /** With magnitudes exponential of scale 1, the mean of (min(|w|, Q) - 1)². */
  @ParameterizedTest(name = "quantization error at τ {0} is {1}")
  @CsvSource({"0.816060, 0.264241", "0.85, 0.277616", "0.99, 0.843519", "1, 1"})
  void clamping_at_the_quantile_has_the_quantization_error_of_the_theory(
      float tau, double expected) {
    double quantile = RectifiedClamp.quantile(1, tau);
    int cells = 10_000_000;
    double error = 0;
    for (int i = 0; i < cells; i++) {
      double magnitude = Math.min(-Math.log((i + 0.5) / cells), quantile);
      error += (magnitude - 1) * (magnitude - 1) / cells;
    }

    assertThat(error).isCloseTo(expected, within(2e-6));
  }

  /** The scale is then the mean of min(|w|, Q), which is (2τ - 1)·b. */
  @Test
  void with_the_mean_of_the_clamped_weights_as_scale_the_error_rises_with_tau() {
    assertThat(errorWithComputedScale(0.85f)).isCloseTo(0.187616, within(2e-6));
    double last = 0;
    for (float tau = 0.55f; tau < 0.995f; tau += 0.05f) {
      double error = errorWithComputedScale(tau);
      assertThat(error).as("τ %s", tau).isGreaterThan(last);
      last = error;
    }
  }

  private static double errorWithComputedScale(float tau) {
    double quantile = RectifiedClamp.quantile(1, tau);
    int cells = 1_000_000;
    double mean = 0;
    double square = 0;
    for (int i = 0; i < cells; i++) {
      double magnitude = Math.min(-Math.log((i + 0.5) / cells), quantile);
      mean += magnitude / cells;
      square += magnitude * magnitude / cells;
    }
    assertThat(mean).isCloseTo(2 * tau - 1, within(2e-6));
    return square - mean * mean;
  }

  @ParameterizedTest(name = "τ {0}: {1} of Gaussian weights lie beyond the bound")
  @CsvSource({"0.85, 0.336738", "0.90, 0.199091", "0.99, 0.001800"})
  void the_share_beyond_the_bound_is_that_of_the_theory_to_six_digits(float tau, double share) {
    double bound = RectifiedClamp.quantile((float) Math.sqrt(2 / Math.PI), tau);
    int cells = 400_000;
    double inside = 0;
    for (int i = 0; i < cells; i++) {
      double x = bound * (i + 0.5) / cells;
      inside += Math.sqrt(2 / Math.PI) * Math.exp(-x * x / 2) * bound / cells;
    }

    assertThat(1 - inside).isCloseTo(share, within(1e-6));
  }

  @ParameterizedTest(name = "τ {0}: {1} of Laplace, {2} of Gaussian weights")
  @CsvSource({"0.85, 0.30, 0.336738", "0.90, 0.20, 0.199091", "0.99, 0.02, 0.001800"})
  void the_share_of_clamped_weights_is_that_of_the_theory(
      double tau, double laplace, double gaussian) {
    SplittableRandom random = new SplittableRandom(12);

    assertThat(
            clampedShare(
                tau, () -> (random.nextBoolean() ? 1 : -1) * Math.log(1 - random.nextDouble())))
        .isCloseTo(laplace, within(0.005));
    assertThat(clampedShare(tau, random::nextGaussian)).isCloseTo(gaussian, within(0.005));
  }

  private double clampedShare(double tau, DoubleSupplier weights) {
    float[] values = new float[4 * 25_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.01 * weights.getAsDouble());
    }
    float[] clamped =
        new RectifiedClamp(tau, tau)
            .normalize(manager.create(values, new Shape(4, 1000, 5, 5)), new FixedLayer())
            .toFloatArray();
    float largest = 0;
    for (float value : clamped) {
      largest = Math.max(largest, Math.abs(value));
    }
    int atBound = 0;
    for (float value : clamped) {
      atBound += Math.abs(value) == largest ? 1 : 0;
    }
    return (double) atBound / clamped.length;
  }

  @Test
  void weights_are_centred_standardized_and_clamped() {
    NDArray clamped =
        new RectifiedClamp().normalize(manager.create(WEIGHT, SHAPE), new FixedLayer());

    assertThat(clamped.toFloatArray())
        .containsExactly(
            new float[] {
              0.515700f,
              -2.410968f,
              2.410968f,
              -0.171900f,
              1.148065f,
              1.372077f,
              1.708096f,
              -2.410968f
            },
            within(2e-6f));
    assertThat(new Sign().binarize(clamped, new FixedLayer()).signs().toFloatArray())
        .as("raw weights of -0.02 and 0 become +1: the sign is that of the centred weight")
        .containsExactly(1, -1, 1, -1, 1, 1, 1, -1);
  }

  @Test
  void without_a_clamp_weights_have_a_deviation_of_the_square_root_of_eight() {
    NDArray standardized =
        new RectifiedClamp(1, 1).normalize(manager.create(WEIGHT, SHAPE), new FixedLayer());

    assertThat(standardized.toFloatArray())
        .containsExactly(
            new float[] {
              0.515700f,
              -3.609903f,
              3.266103f,
              -0.171900f,
              1.148065f,
              1.372077f,
              1.708096f,
              -4.228238f
            },
            within(4e-6f));
  }

  @ParameterizedTest(name = "τ {0}")
  @CsvSource({
    "0.85, 9.314820 -3.319682 -5.182199 -0.812938 -0.337693 -11.768127 11.408492 0.697328",
    "1, 11.855835 -7.354775 -9.717123 5.216063 -1.941777 -12.046086 13.119720 0.868143"
  })
  void the_gradient_passes_the_clamp_and_the_statistics(double tau, String expected) {
    float[] gradient = gradient(new RectifiedClamp(tau, tau), WEIGHT);

    assertThat(gradient).containsExactly(numbers(expected), within(2e-5f));
    assertThat(gradient[0] + gradient[1] + gradient[2] + gradient[3])
        .as("centring takes the mean away")
        .isCloseTo(0, within(1e-5f));
    assertThat(gradient[4] + gradient[5] + gradient[6] + gradient[7]).isCloseTo(0, within(1e-5f));
    if (tau < 1) {
      assertThat(alongTheWeight(gradient, 0, 0.0625))
          .as("only epsilon leaves a gradient along the centred weight")
          .isCloseTo(1.1e-4, within(6e-6));
      assertThat(alongTheWeight(gradient, 4, -0.1225)).isCloseTo(3.5e-4, within(6e-6));
    }
  }

  private static double alongTheWeight(float[] gradient, int first, double mean) {
    double product = 0;
    for (int i = first; i < first + 4; i++) {
      product += gradient[i] * (WEIGHT[i] - mean);
    }
    return product;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.85, 0.9, 0.99, 0.999999, 1})
  void the_sign_depends_on_nothing_but_the_centred_weight(double tau) {
    float[] scaledAndShifted = WEIGHT.clone();
    for (int i = 0; i < WEIGHT.length; i++) {
      scaledAndShifted[i] = 3 * WEIGHT[i] + (i < 4 ? 7 : -2);
    }
    RectifiedClamp clamp = new RectifiedClamp(tau, tau);

    for (float[] weight : new float[][] {WEIGHT, scaledAndShifted}) {
      NDArray normalized = clamp.normalize(manager.create(weight, SHAPE), new FixedLayer());
      if (tau > 0.5) {
        assertThat(new Sign().binarize(normalized, new FixedLayer()).signs().toFloatArray())
            .containsExactly(1, -1, 1, -1, 1, 1, 1, -1);
      } else {
        assertThat(normalized.toFloatArray()).as("Q is 0").containsOnly(0f);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.85, 1})
  void weights_that_are_all_equal_give_numbers(double tau) {
    float[] weight = {0.5f, 0.5f, 0.5f, 0.5f, -2, -2, -2, -2};
    RectifiedClamp clamp = new RectifiedClamp(tau, tau);

    assertThat(clamp.normalize(manager.create(weight, SHAPE), new FixedLayer()).toFloatArray())
        .containsOnly(0f);
    for (float slope : gradient(clamp, weight)) {
      assertThat(slope).isFinite();
    }
  }

  @ParameterizedTest(name = "standard deviation at fan-in {0} falls to {1}")
  @CsvSource({"576, 0.998563", "4608, 0.988675"})
  void epsilon_lowers_the_deviation_of_wide_layers(int fanIn, double ratio) {
    // Entries of ±d have the unbiased variance d²·N/(N-1); He's variance is 2/N.
    double size = Math.sqrt(2.0 / fanIn * (fanIn - 1) / fanIn);
    float[] weight = new float[fanIn];
    for (int i = 0; i < fanIn; i++) {
      weight[i] = (float) (i % 2 == 0 ? size : -size);
    }

    float[] standardized =
        new RectifiedClamp(1, 1)
            .normalize(manager.create(weight, new Shape(1, fanIn)), new FixedLayer())
            .toFloatArray();

    double unbiased = Math.sqrt((double) fanIn / (fanIn - 1));
    assertThat(standardized[0] * unbiased / Math.sqrt(8)).isCloseTo(ratio, within(1e-6));
    assertThat(standardized[1]).isEqualTo(-standardized[0]);
  }

  @ParameterizedTest
  @CsvSource({"0.3, 0.99", "0.85, 1.2", "NaN, 0.99"})
  void a_tau_outside_its_range_is_refused(double start, double end) {
    assertThatThrownBy(() -> new RectifiedClamp(start, end))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("τ must lie in 0.5..1, found tauStart %s and tauEnd %s", start, end);
  }

  @Test
  void a_computed_scale_is_the_mean_magnitude_of_each_output_channel() {
    Binarized binarized =
        new MeanScaledSign(ScaleGradient.MULTIPLIES)
            .binarize(
                manager.create(
                    new float[] {0.10f, -0.20f, 0.30f, 0.05f, -0.02f, 1.20f, 0.03f, -0.50f}, SHAPE),
                new FixedLayer());

    assertThat(binarized.scale().getShape()).isEqualTo(new Shape(2, 1, 1, 1));
    assertThat(binarized.scale().toFloatArray())
        .containsExactly(new float[] {0.1625f, 0.4375f}, within(1e-7f));
    assertThat(binarized.signs().toFloatArray()).containsExactly(1, -1, 1, 1, -1, 1, 1, -1);
    assertThat(binarized.scaleGradient()).isEqualTo(ScaleGradient.MULTIPLIES);
  }

  private float[] gradient(RectifiedClamp clamp, float[] weight) {
    NDArray latent = manager.create(weight, SHAPE);
    latent.setRequiresGradient(true);
    NDArray upstream = manager.create(UPSTREAM, SHAPE);
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      collector.backward(clamp.normalize(latent, new FixedLayer()).mul(upstream).sum());
    }
    return latent.getGradient().toFloatArray();
  }

  private static float[] numbers(String text) {
    double[] words =
        Pattern.compile(" ").splitAsStream(text).mapToDouble(Double::parseDouble).toArray();
    float[] numbers = new float[words.length];
    for (int i = 0; i < words.length; i++) {
      numbers[i] = (float) words[i];
    }
    return numbers;
  }
}
