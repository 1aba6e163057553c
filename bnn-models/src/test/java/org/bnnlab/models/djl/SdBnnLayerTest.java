package org.bnnlab.models.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bnnlab.models.djl.Probed.numbers;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.SplittableRandom;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.NetworkBuilder;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.parameter.Initialization;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.methods.estimator.ErrorDecay;
import org.bnnlab.methods.sdbnn.ActivationSelfDistribution;
import org.bnnlab.models.resolve.Resolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SD-BNN as it is executed, against the numbers of the paper's card. */
class SdBnnLayerTest {

  private static final Shape SHAPE = new Shape(2, 4, 1, 1);
  private static final float[] WEIGHT = {-0.001f, 0.5f, 0.4f, 0.301f, -0.02f, 0, 0.03f, -0.5f};
  private static final float[] UPSTREAM = {1, -2, 0.5f, 0.25f, 0.4f, -0.6f, 1.5f, 3};
  private static final float[] ALPHA = {0, 0.7f};

  private static final Shape SAMPLE = new Shape(1, 2, 1, 2);
  private static final float[] ACTIVATION = {0.8f, -0.4f, -1.5f, -0.7f};
  private static final float[] SQUEEZE = {0.5f, -0.6f};
  private static final float[] EXCITE = {0.9f, -1.1f};
  private static final String W1 = "branch.squeeze.weight";
  private static final String W2 = "branch.excite.weight";

  @Test
  void a_convolution_gives_integers_within_the_number_of_its_taps() {
    var network =
        Resolver.resolve(
            new ReCuLayerTest.OneLayer(6, 3, false),
            Map.of(),
            Methods.load().create("sdbnn", Map.of(), null),
            new Shape(4, 5, 5),
            2);
    SplittableRandom random = new SplittableRandom(3);
    float[] images = new float[2 * 4 * 5 * 5];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    try (Circuit circuit = new Circuit(network)) {
      float[] output = circuit.infer(images);

      for (int i = 0; i < output.length; i++) {
        int row = i / 5 % 5;
        int column = i % 5;
        int taps = (row % 4 == 0 ? 2 : 3) * (column % 4 == 0 ? 2 : 3);
        assertThat(output[i])
            .isEqualTo((float) Math.rint(output[i]))
            .isBetween(-4f * taps, 4f * taps);
      }
    }
  }

  @Test
  void weights_are_shifted_by_a_learned_share_of_a_hundredth_of_their_mean() {
    assertThat(Probed.normalized("sdbnn", SHAPE, WEIGHT, Map.of("alpha", ALPHA)))
        .containsExactly(
            numbers("0.000500 0.501500 0.401500 0.302500 -0.020819 -0.000819 0.029181 -0.500819"),
            within(5e-7f));
    assertThat(weight(0.1, WEIGHT, ALPHA).output())
        .as("the first entry flips, the exact zero becomes -1")
        .containsExactly(1, 1, 1, 1, -1, -1, 1, -1);
  }

  @ParameterizedTest(name = "t {0}")
  @CsvSource({
    "0.1, 1.000000 -1.994978 0.499195 0.249771 0.399998 -0.600000 1.499987 2.992488,"
        + " -0.000184509 -0.001165828",
    "1, 1.000000 -1.570714 0.427331 0.228450 0.399827 -0.600000 1.498723 2.357558,"
        + " 0.000063800 -0.000992993"
  })
  void latent_weights_and_alpha_get_the_published_gradients(
      double t, String expected, String alpha) {
    Probed found = weight(t, WEIGHT, ALPHA);

    assertThat(found.gradient()).containsExactly(numbers(expected), within(1e-6f));
    assertThat(found.gradient("alpha")).containsExactly(numbers(alpha), within(1e-9f));
  }

  @Test
  void the_branch_raises_each_channel_by_an_offset_of_its_own() {
    NetworkBuilder nodes =
        new NetworkBuilder(Initialization.ofConvolutions(new Initializer.Constant(0)));
    new ActivationSelfDistribution(16)
        .contribute(nodes, "asd", nodes.add("input", new Operation.Input(2, 1, 2)));
    try (Circuit circuit =
        new Circuit(nodes.build("asd")).with("asd." + W1, SQUEEZE).with("asd." + W2, EXCITE)) {
      assertThat(circuit.infer(ACTIVATION))
          .containsExactly(numbers("1.464631 0.264631 -1.197622 -0.397622"), within(1e-6f));
    }
  }

  @Test
  void activations_and_branch_get_the_published_gradients() {
    Probed found = activation(1, Map.of(W1, SQUEEZE, W2, EXCITE));

    assertThat(found.output()).containsExactly(1, 1, -1, -1);
    assertThat(found.gradient())
        .containsExactly(numbers("-0.049382 -2.108222 0.443507 2.861938"), within(2e-6f));
    assertThat(found.gradient(W1)).containsExactly(numbers("-0.193594 1.064767"), within(1e-6f));
    assertThat(found.gradient(W2)).containsExactly(numbers("-0.283513 0.436814"), within(1e-6f));
  }

  @Test
  void without_a_share_the_sign_is_plain_and_without_a_branch_the_threshold_is_minus_one_half() {
    float[] none = {Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY};

    assertThat(weight(0.1, WEIGHT, none).output()).containsExactly(-1, 1, 1, 1, -1, 1, 1, -1);
    assertThat(
            Probed.of(
                    false,
                    "sdbnn",
                    Map.of(),
                    SAMPLE,
                    new float[] {-0.51f, -0.5f, -0.49f, 3},
                    new float[4],
                    Map.of(W1, new float[2], W2, new float[2]))
                .output())
        .containsExactly(-1, 1, 1, 1);
  }

  @Test
  void a_filter_without_a_mean_is_left_alone() {
    float[] latent = {0.25f, -0.25f, 0.5f, -0.5f, 1, -1, 2, -2};

    Probed found = weight(1, latent, ALPHA);

    assertThat(found.output()).containsExactly(1, -1, 1, -1, 1, -1, 1, -1);
    assertThat(found.gradient("alpha")).containsExactly(new float[2], within(0f));
  }

  @ParameterizedTest(name = "from {0}, epoch {1} of {2}: t {3}")
  @CsvSource({
    "0.001, 0, 600, 0.001",
    "0.001, 300, 600, 0.1",
    "0.001, 450, 600, 1",
    "0.001, 599, 600, 9.847667",
    "0.001, 499, 500, 9.817479",
    "0.1, 200, 400, 1",
    "0.1, 399, 400, 9.885531"
  })
  void the_schedule_is_the_published_one(double start, int epoch, int epochs, double t) {
    assertThat(new ErrorDecay(start, 10).t(TrainingProgress.ofEpoch(epoch, epochs)))
        .isCloseTo(t, within(5e-7));
  }

  /** The mask of the ImageNet form is the clipped identity of the plain binary network. */
  @Test
  void the_mask_of_the_imagenet_form_includes_its_bounds() {
    float[] latent = {-1.2f, -1, 0.3f, 1, 1.0001f};

    Probed found =
        Probed.of(
            true, "bnn", Map.of(), new Shape(1, 5), latent, new float[] {1, 1, 1, 1, 1}, Map.of());

    assertThat(found.gradient()).containsExactly(0, 1, 1, 1, 0);
  }

  private static Probed weight(double t, float[] latent, float[] alpha) {
    return Probed.of(
        true, "sdbnn", Map.of("tStart", t), SHAPE, latent, UPSTREAM, Map.of("alpha", alpha));
  }

  private static Probed activation(double t, Map<String, float[]> branch) {
    float[] upstream = {1, -2, 0.5f, 3};
    return Probed.of(false, "sdbnn", Map.of("tStart", t), SAMPLE, ACTIVATION, upstream, branch);
  }
}
