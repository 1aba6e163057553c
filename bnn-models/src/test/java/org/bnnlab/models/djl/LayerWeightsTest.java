package org.bnnlab.models.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bnnlab.api.binarization.Binarized;
import org.bnnlab.api.binarization.Binarized.ScaleGradient;
import org.bnnlab.api.binarization.Binarizer;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.binarization.Sign;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.tensor.Tensors;
import org.bnnlab.methods.estimator.ClippedIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A dense layer 3 to 2 on x = (1, 2, -2) with the output gradient (1, -0.5). */
class LayerWeightsTest {

  private static final Initializer ZERO = new Initializer.Constant(0);
  private static final float[] WEIGHT = {0.5f, -0.25f, 0.75f, -1, 0.5f, 0.3f};
  private static final float[] X = {1, 2, -2};
  private static final float[] UPSTREAM = {1, -0.5f};

  /** Gradient of the weight that the layer computes with: upstream times input. */
  private static final float[] D = {1, 2, -2, -0.5f, -1, 1};

  private static final Normalizer.Identity PLAIN = new Normalizer.Identity();

  /** How the scale takes part, and the gradient of the latent weight worked out by hand. */
  static Stream<Arguments> scales() {
    float third = 0.5f / 3;
    return Stream.of(
        Arguments.of(ScaleGradient.DETACHED, D),
        Arguments.of(ScaleGradient.MULTIPLIES, new float[] {0.5f, 1, -1, -0.3f, -0.6f, 0.6f}),
        // Scale times D, plus the sign over 3 times Σ D · sign: -3 and 0.5.
        Arguments.of(
            ScaleGradient.DIFFERENTIATED,
            new float[] {-0.5f, 2, -2, -0.3f - third, -0.6f + third, 0.6f + third}));
  }

  @ParameterizedTest
  @MethodSource("scales")
  void a_scale_takes_part_in_the_gradient_as_its_binarizer_says(
      ScaleGradient scaleGradient, float[] expected) {
    Binarizer meanScaled =
        (weight, layer) ->
            new Binarized(Tensors.sign(weight), Tensors.meanPerOutput(weight.abs()), scaleGradient);
    try (Circuit circuit =
        dense(new Weights.Binary(PLAIN, meanScaled, new GradientEstimator.Identity(), ZERO))) {
      Circuit.Result found = circuit.train(X, UPSTREAM);

      assertThat(found.output()).containsExactly(new float[] {-1.5f, -0.6f}, within(1e-6f));
      assertThat(found.gradient("n2.weight")).containsExactly(expected, within(1e-6f));
      assertThat(found.imageGradient())
          .as("inputs see scale times sign")
          .containsExactly(new float[] {0.5f + 0.3f, -0.5f - 0.3f, 0.5f - 0.3f}, within(1e-6f));
      assertThat(circuit.infer(X)).containsExactly(found.output());
    }
  }

  @Test
  void the_estimator_sees_the_normalized_weight() {
    Normalizer tripled = (latent, layer) -> Tensors.times(latent, 3);
    try (Circuit circuit =
        dense(new Weights.Binary(tripled, new Sign(), new ClippedIdentity(), ZERO))) {
      // Only -0.25 and 0.3 stay within [-1, 1] when tripled.
      assertThat(circuit.train(X, UPSTREAM).gradient("n2.weight"))
          .containsExactly(new float[] {0, 6, 0, 0, 0, 3}, within(1e-6f));
    }
  }

  @Test
  void an_estimator_may_replace_the_product_of_slope_and_upstream() {
    List<float[]> seen = new ArrayList<>();
    GradientEstimator clipping =
        new GradientEstimator() {
          @Override
          public NDArray derivative(NDArray x, LayerContext layer) {
            return x.onesLike();
          }

          @Override
          public NDArray gradient(NDArray x, NDArray upstream, LayerContext layer) {
            seen.add(upstream.toFloatArray());
            return Tensors.clampedValue(upstream, -1, 1);
          }
        };
    try (Circuit circuit = dense(new Weights.Binary(PLAIN, new Sign(), clipping, ZERO))) {
      assertThat(circuit.train(X, UPSTREAM).gradient("n2.weight"))
          .containsExactly(1, 1, -1, -0.5f, -1, 1);
      assertThat(seen).hasSize(1);
      assertThat(seen.getFirst()).containsExactly(D);
    }
  }

  static Stream<Arguments> decaying() {
    Normalizer decaying =
        (latent, layer) -> {
          layer.addLoss(Tensors.times(latent.mul(latent).sum(), 0.5));
          return Tensors.times(latent, 1);
        };
    return Stream.of(
        Arguments.of(
            "binary",
            new Weights.Binary(decaying, new Sign(), new GradientEstimator.Identity(), ZERO)),
        Arguments.of("real", new Weights.Real(decaying, ZERO)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("decaying")
  void a_loss_of_a_normalizer_reaches_the_learned_weight(String name, Weights weights) {
    try (Circuit circuit = dense(weights)) {
      Circuit.Result found = circuit.train(X, UPSTREAM);
      float[] expected = new float[D.length];
      for (int i = 0; i < D.length; i++) {
        expected[i] = D[i] + WEIGHT[i];
      }

      assertThat(found.gradient("n2.weight")).containsExactly(expected, within(1e-6f));
      assertThat(found.loss())
          .as("the objective, without auxiliary losses")
          .isCloseTo(found.output()[0] - 0.5 * found.output()[1], within(1e-6));
    }
  }

  @Test
  void a_binary_and_a_real_weight_get_the_gradient_of_the_layer() {
    try (Circuit once =
            dense(new Weights.Binary(PLAIN, new Sign(), new GradientEstimator.Identity(), ZERO));
        Circuit real = dense(new Weights.Real(PLAIN, ZERO))) {
      assertThat(once.train(X, UPSTREAM).gradient("n2.weight")).containsExactly(D);
      assertThat(real.train(X, UPSTREAM).gradient("n2.weight")).containsExactly(D);
      assertThat(once.infer(X)).containsExactly(1 - 2 - 2, -1 + 2 - 2);
      assertThat(real.infer(X)).containsExactly(0.5f - 0.5f - 1.5f, -1 + 1 - 0.6f);
    }
  }

  private static Circuit dense(Weights weights) {
    return Circuit.chain(
            new Shape(3, 1, 1),
            new Operation.Flatten(),
            new Operation.Linear(3, 2, weights, null, Operation.Purpose.BODY))
        .with("n2.weight", WEIGHT);
  }
}
