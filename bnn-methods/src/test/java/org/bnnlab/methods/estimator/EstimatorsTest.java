package org.bnnlab.methods.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.methods.FixedLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EstimatorsTest {

  private static final float JUST_BEYOND_ONE = Math.nextUp(1f);

  static Stream<Arguments> slopes() {
    float[] points = {-1.5f, -1, -0.5f, -0.2f, 0, 0.3f, 1, 1.2f};
    float[] dense = {-1.5f, -1.3f, -0.4f, 0, 0.7f, 1.3f, 1.31f};
    return Stream.of(
        Arguments.of(new Polynomial(), points, new float[] {0, 0, 1, 1.6f, 2, 1.4f, 0, 0}),
        Arguments.of(new ClippedIdentity(), points, new float[] {0, 1, 1, 1, 1, 1, 1, 0}),
        Arguments.of(
            new ClippedIdentity(),
            new float[] {-JUST_BEYOND_ONE, -1, -0f, 1, JUST_BEYOND_ONE},
            new float[] {0, 1, 1, 1, 0}),
        Arguments.of(new ClippedIdentity(0.25), points, new float[] {0, 0, 0, 1, 1, 0, 0, 0}),
        Arguments.of(
            new GradientEstimator.Identity(), points, new float[] {1, 1, 1, 1, 1, 1, 1, 1}),
        Arguments.of(new Polynomial(), new float[] {-1e30f, 1e30f, -0f}, new float[] {0, 0, 2}),
        Arguments.of(new ApproximateSign(1), dense, new float[] {0, 0, 1.2f, 2, 0.6f, 0, 0}),
        Arguments.of(
            new ApproximateSign(1.3), dense, new float[] {0, -0.6f, 1.2f, 2, 0.6f, -0.6f, 0}),
        Arguments.of(
            new HyperbolicTangent(2),
            new float[] {-1e30f, -0.5f, 0, 1e30f},
            new float[] {0, 0.839949f, 2, 0}),
        Arguments.of(new SwishSign(5), new float[] {-1e30f, 0, 1e30f}, new float[] {0, 5, 0}),
        Arguments.of(new ClippedGradient(), new float[] {-9, 0, 9}, new float[] {1, 1, 1}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("slopes")
  void an_estimator_has_its_published_slope(
      GradientEstimator estimator, float[] x, float[] expected) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      assertClose(
          estimator.derivative(manager.create(x), new FixedLayer()), expected, within(1e-6f));
    }
  }

  /** SS(x) = 2σ(βx)(1 + βx(1 - σ(βx))) - 1, from the paper. */
  private static double swish(double x, double beta) {
    double rise = 1 / (1 + Math.exp(-beta * x));
    return 2 * rise * (1 + beta * x * (1 - rise)) - 1;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 5, 10})
  void the_slope_of_swish_sign_is_its_derivative(double beta) {
    double step = 1e-5;
    float[] points = {-3, -0.9f, -0.5f, -0.13f, 0, 0.2f, 0.48f, 0.7f, 2};
    float[] expected = new float[points.length];
    for (int i = 0; i < points.length; i++) {
      double above = swish(points[i] + step, beta);
      double below = swish(points[i] - step, beta);
      expected[i] = (float) ((above - below) / (2 * step));
    }
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      assertClose(
          new SwishSign(beta).derivative(manager.create(points), new FixedLayer()),
          expected,
          within(2e-5f));
    }
  }

  /** Arguments, upstream gradients and what comes out, from the papers' cards. */
  static Stream<Arguments> gradients() {
    float[] shifted = {-1.7f, -1.2f, -0.7f, -0.5f, -0.2f, 0, 0.4f, 0.9f, 1.1f};
    float[] upstream = {0.1f, -0.2f, 0.3f, -0.4f, 0.5f, -0.6f, 0.7f, -0.8f, 0.9f};
    return Stream.of(
        Arguments.of(
            "MeliusNet, window 1.3",
            new ClippedIdentity(1.3),
            new float[] {-1.5f, -1.3f, -0.4f, 0, 0.7f, 1.3f, 1.31f},
            new float[] {1, 2, 3, 4, 5, 6, 7},
            new float[] {0, 2, 3, 4, 5, 6, 0}),
        Arguments.of(
            "BinaryDenseNet, window 1",
            new ClippedIdentity(),
            new float[] {-1.5f, -1.3f, -0.4f, 0, 0.7f, 1.3f, 1.31f},
            new float[] {1, 2, 3, 4, 5, 6, 7},
            new float[] {0, 0, 3, 4, 5, 0, 0}),
        Arguments.of(
            "threshold 0.5, hardtanh window",
            new ClippedIdentity(),
            shifted,
            upstream,
            new float[] {0, 0, 0.3f, -0.4f, 0.5f, -0.6f, 0.7f, -0.8f, 0}),
        Arguments.of(
            "threshold 0.5, polynomial",
            new Polynomial(),
            shifted,
            upstream,
            new float[] {0, 0, 0.18f, -0.40f, 0.80f, -1.20f, 0.84f, -0.16f, 0}),
        Arguments.of(
            "noisy supervision, values clipped",
            new ClippedGradient(),
            new float[] {-3, 0, 3},
            new float[] {0.4f, -2.5f, 1.2f},
            new float[] {0.4f, -1, 1}),
        Arguments.of("identity", new GradientEstimator.Identity(), shifted, upstream, upstream));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("gradients")
  void the_gradient_of_a_sign_is_slope_times_upstream(
      String name, GradientEstimator estimator, float[] x, float[] upstream, float[] expected) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      assertClose(
          estimator.gradient(manager.create(x), manager.create(upstream), new FixedLayer()),
          expected,
          within(1e-6f));
    }
  }

  @Test
  void an_estimator_leaves_its_argument_alone() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      for (GradientEstimator estimator :
          new GradientEstimator[] {
            new Polynomial(),
            new ClippedIdentity(),
            new GradientEstimator.Identity(),
            new ApproximateSign(1.3),
            new SwishSign(5),
            new HyperbolicTangent(1),
            new ErrorDecay(0.1, 10),
            new ClippedGradient()
          }) {
        NDArray x = manager.create(new float[] {-0.5f, 0.25f});
        NDArray slope = estimator.derivative(x, new FixedLayer());

        assertThat(x.toFloatArray()).containsExactly(-0.5f, 0.25f);
        assertThat(slope.getShape()).isEqualTo(x.getShape());
      }
    }
  }

  private static void assertClose(NDArray found, float[] expected, Offset<Float> tolerance) {
    assertThat(found.toFloatArray()).hasSize(expected.length).containsExactly(expected, tolerance);
  }
}
