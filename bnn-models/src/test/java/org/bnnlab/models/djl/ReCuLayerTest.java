package org.bnnlab.models.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.ConvolutionShape;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.option.Options;
import org.bnnlab.api.parameter.Initialization;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.methods.estimator.Polynomial;
import org.bnnlab.models.resolve.Resolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One layer of ReCU as it is executed, against the numbers of the paper's card. */
class ReCuLayerTest {

  /** One body convolution, with a normalization behind it or without. */
  record OneLayer(int outputs, int kernel, boolean normalized) implements Architecture {
    @Override
    public String id() {
      return "onelayer";
    }

    @Override
    public String title() {
      return "one layer";
    }

    @Override
    public Shape defaultInput() {
      return new Shape(1, 3, 3);
    }

    @Override
    public int defaultClasses() {
      return 2;
    }

    @Override
    public Initialization initialization() {
      return Initialization.ofConvolutions(new Initializer.HeNormal(Initializer.Fan.IN));
    }

    @Override
    public void build(Slots slots, Options options) {
      Edge out =
          slots.binaryConvolution("conv", slots.input(), ConvolutionShape.of(outputs, kernel, 1));
      if (normalized) {
        slots.normalization("bn", out);
      }
    }
  }

  @Test
  void activations_get_their_gradient_through_the_standard_deviation() {
    try (Circuit circuit =
        Circuit.chain(
            new Shape(1, 2, 2),
            new Operation.SampleStandardization(1e-5),
            new Operation.Sign(1, new Polynomial()))) {
      Circuit.Result found =
          circuit.train(new float[] {0.8f, -0.4f, 0.1f, -1.5f}, new float[] {1, 1, -2, 0.5f});

      assertThat(found.output()).containsExactly(1, -1, 1, -1);
      assertThat(found.imageGradient())
          .containsExactly(
              new float[] {0.570907f, 1.182048f, -3.635098f, -0.253065f}, within(2e-6f));
    }
  }

  static Stream<Arguments> clamps() {
    return Stream.of(
        Arguments.of(
            0.85,
            new float[] {
              9.314820f,
              -3.319682f,
              -5.182199f,
              -0.812938f,
              -0.337693f,
              -11.768127f,
              11.408492f,
              0.697328f
            }),
        Arguments.of(
            1.0,
            new float[] {
              11.855835f,
              -7.354775f,
              -9.717123f,
              5.216063f,
              -1.941777f,
              -12.046086f,
              13.119720f,
              0.868143f
            }));
  }

  /** Four images whose signs are a Hadamard matrix turn every weight gradient into outputs'. */
  @ParameterizedTest(name = "τ {0}")
  @MethodSource("clamps")
  void latent_weights_get_their_gradient_through_clamp_and_statistics(
      double tau, float[] expected) {
    int[][] signs = {{1, 1, 1, 1}, {1, -1, 1, -1}, {1, 1, -1, -1}, {1, -1, -1, 1}};
    float[] wanted = {1, -2, 0.5f, 0.25f, 0.4f, -0.6f, 1.5f, 3};
    float[] images = new float[16];
    float[] upstream = new float[8];
    for (int n = 0; n < 4; n++) {
      for (int i = 0; i < 4; i++) {
        images[4 * n + i] = signs[n][i];
        upstream[2 * n] += signs[n][i] * wanted[i] / 4;
        upstream[2 * n + 1] += signs[n][i] * wanted[4 + i] / 4;
      }
    }
    try (Circuit circuit =
        layer(new OneLayer(2, 1, false), new Shape(4, 1, 1), tau)
            .with("conv.weight", 0.10f, -0.20f, 0.30f, 0.05f, -0.02f, 0.00f, 0.03f, -0.50f)
            .with("conv.scale.alpha", 1, 1)) {
      Circuit.Result found = circuit.train(images, upstream);

      assertThat(found.gradient("conv.weight")).containsExactly(expected, within(2e-5f));
      assertThat(found.output()).containsExactly(0, 2, 4, 2, 0, 2, 0, -2);
    }
  }

  @Test
  void a_whole_convolution_has_the_published_values_and_gradients() {
    float[] x = {0.2f, -0.3f, 0.5f, -0.1f, 0.4f, -0.6f, 0.7f, -0.8f, 0.9f};
    float[] upstream = {0.1f, -0.2f, 0.3f, 0.4f, 0.5f, -0.6f, -0.7f, 0.8f, 0.9f};
    try (Circuit circuit =
        layer(new OneLayer(1, 3, false), new Shape(1, 3, 3), 0.9)
            .with("conv.weight", 0.1f, -0.2f, 0.3f, 0.05f, -0.02f, 0, 0.03f, -0.5f, 0.25f)
            .with("conv.scale.alpha", 0.37f)) {
      Circuit.Result found = circuit.train(x, upstream);

      assertThat(found.output())
          .containsExactly(
              new float[] {0.74f, -0.74f, 0, -1.48f, 1.85f, -0.74f, 0.74f, -0.74f, 0},
              within(1e-6f));
      assertThat(found.gradient("conv.scale.alpha")[0]).isCloseTo(-0.3f, within(1e-6f));
      assertThat(found.gradient("conv.weight"))
          .containsExactly(
              new float[] {
                3.523959f,
                -1.637997f,
                -2.090065f,
                -9.093687f,
                1.546809f,
                3.263843f,
                5.401235f,
                -0.665699f,
                -0.248398f
              },
              within(1e-5f));
      assertThat(found.imageGradient())
          .containsExactly(
              new float[] {
                -0.156714f,
                -0.222752f,
                0.225247f,
                1.340042f,
                -0.574464f,
                -0.066216f,
                0.056757f,
                -0.085135f,
                0.075676f
              },
              within(2e-6f));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.85, 0.9, 0.99, 1})
  void the_forward_pass_depends_on_nothing_but_the_sign_of_the_centred_weight(double tau) {
    float[] images = numbers(3, 2 * 4 * 5 * 5);
    float[] upstream = new float[2 * 6 * 5 * 5];
    OneLayer architecture = new OneLayer(6, 3, false);
    try (Circuit published = layer(architecture, new Shape(4, 5, 5), 0.85);
        Circuit changed = layer(architecture, new Shape(4, 5, 5), tau)) {
      float[] expected = published.train(images, upstream).output();
      float[] weight = published.values().get("conv.weight");

      assertThat(changed.train(images, upstream).output()).as("tau").containsExactly(expected);
      assertThat(changed.infer(images)).as("evaluation").containsExactly(expected);
      for (float factor : new float[] {1e-2f, 3, 1024}) {
        float[] scaled = weight.clone();
        for (int i = 0; i < weight.length; i++) {
          int output = i / 36;
          scaled[i] = factor * (weight[i] + (output - 2.5f) / 4);
        }
        changed.with("conv.weight", scaled);
        assertThat(changed.train(images, upstream).output())
            .as("scaled by %s and shifted per output channel", factor)
            .containsExactly(expected);
      }
    }
  }

  @Test
  void tau_follows_the_epochs_and_changes_the_gradient_only() {
    float[] images = numbers(3, 2 * 4 * 5 * 5);
    float[] upstream = numbers(4, 2 * 6 * 5 * 5);
    Method method = Methods.load().create("recu", Map.of(), null);
    try (Circuit circuit =
        new Circuit(
            Resolver.resolve(new OneLayer(6, 3, false), Map.of(), method, new Shape(4, 5, 5), 2))) {
      Circuit.Result first = circuit.at(TrainingProgress.ofEpoch(0, 600)).train(images, upstream);
      Circuit.Result last = circuit.at(TrainingProgress.ofEpoch(599, 600)).train(images, upstream);

      assertThat(last.output()).containsExactly(first.output());
      assertThat(last.gradient("conv.weight")).isNotEqualTo(first.gradient("conv.weight"));
      assertThat(last.gradient("conv.scale.alpha"))
          .containsExactly(first.gradient("conv.scale.alpha"));
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0.5f, 2, 10})
  void only_the_sign_of_alpha_matters_before_a_batch_norm(float factor) {
    float[] images = numbers(5, 4 * 3 * 6 * 6);
    float[] upstream = numbers(6, 4 * 2 * 6 * 6);
    try (Circuit circuit =
        layer(new OneLayer(2, 3, true), new Shape(3, 6, 6), 0.85)
            .with("conv.scale.alpha", 0.6f, 0.9f)) {
      Circuit.Result found = circuit.train(images, upstream);
      Circuit.Result scaled =
          circuit.with("conv.scale.alpha", 0.6f * factor, 0.9f * factor).train(images, upstream);
      Circuit.Result turned = circuit.with("conv.scale.alpha", -0.6f, 0.9f).train(images, upstream);

      assertThat(scaled.output()).containsExactly(found.output(), within(1e-5f));
      assertThat(scaled.gradient("conv.scale.alpha"))
          .as("the rest of a cancellation of sums of some hundreds")
          .containsExactly(new float[2], within(1e-3f));
      assertThat(turned.output()[0]).isCloseTo(-found.output()[0], within(1e-6f));
      assertThat(turned.output()[36]).isEqualTo(found.output()[36]);
    }
  }

  @Test
  void a_computed_scale_is_the_mean_of_the_clamped_weight() {
    Method method =
        Methods.load()
            .create("recu", Map.of("scale", "computed", "tauStart", 0.85, "tauEnd", 0.85), null);
    try (Circuit circuit =
        new Circuit(
                Resolver.resolve(
                    new OneLayer(2, 1, false), Map.of(), method, new Shape(4, 1, 1), 2))
            .with("conv.weight", 0.10f, -0.20f, 0.30f, 0.05f, -0.02f, 0.00f, 0.03f, -0.50f)) {
      assertThat(circuit.values()).containsOnlyKeys("conv.weight");
      // mean of 0.515700, 2.410968, 2.410968, 0.171900 and 1.148065, 1.372077, 1.708096, 2.410968
      assertThat(circuit.infer(new float[] {1, -1, 1, -1}))
          .containsExactly(new float[] {4 * 1.377384f, 2 * 1.659802f}, within(1e-5f));
    }
  }

  private static Circuit layer(OneLayer architecture, Shape input, double tau) {
    Method method = Methods.load().create("recu", Map.of("tauStart", tau, "tauEnd", tau), null);
    return new Circuit(Resolver.resolve(architecture, Map.of(), method, input, 2));
  }

  private static float[] numbers(int seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
