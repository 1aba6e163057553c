package org.bnnlab.models.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bnnlab.models.djl.Probed.numbers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Map;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.training.Objective;
import org.bnnlab.api.training.Targets;
import org.bnnlab.methods.estimator.ErrorDecay;
import org.bnnlab.models.resolve.Resolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IR-Net as it is executed, against the numbers of the paper's card. */
class IrNetLayerTest {

  private static final Shape SHAPE = new Shape(2, 4, 1, 1);
  private static final float[] WEIGHT = {0.10f, -0.20f, 0.30f, 0.05f, -0.02f, 0.00f, 0.03f, -0.50f};
  private static final float[] UPSTREAM = {1, -2, 0.5f, 0.25f, 0.4f, -0.6f, 1.5f, 3};

  private static final float[] CONVOLUTION_WEIGHT = {
    0.1f, -0.2f, 0.3f, 0.05f, -0.02f, 0, 0.03f, -0.5f, 0.25f
  };

  @ParameterizedTest(name = "from {0}, epoch {1} of 400: t {2}, k {3}")
  @CsvSource({
    "0.1, 0, 0.100000, 10",
    "0.1, 100, 0.316228, 3.162278",
    "0.1, 200, 1, 1",
    "0.1, 300, 3.162278, 1",
    "0.1, 399, 9.885531, 1",
    "0.001, 0, 0.001, 1000",
    "0.001, 200, 0.1, 10",
    "0.001, 300, 1, 1",
    "0.001, 399, 9.772372, 1"
  })
  void the_schedule_is_the_published_one(double start, int epoch, double t, double k) {
    Map<String, Double> quantities =
        new ErrorDecay(start, 10).quantities(TrainingProgress.ofEpoch(epoch, 400));

    assertThat(quantities.get("t")).isCloseTo(t, within(5e-7));
    assertThat(quantities.get("k")).isCloseTo(k, within(5e-7));
  }

  @Test
  void the_slope_at_the_origin_is_one_until_t_is_one() {
    for (int epoch = 0; epoch <= 300; epoch++) {
      Map<String, Double> quantities =
          new ErrorDecay(0.001, 10).quantities(TrainingProgress.ofEpoch(epoch, 400));
      assertThat(quantities.get("t") * quantities.get("k")).isCloseTo(1, within(1e-12));
    }
  }

  @ParameterizedTest(name = "t {0}")
  @CsvSource({
    "0.1, 1 0.997504 0.990066 0.961043",
    "1, 1 0.786448 0.419974 0.070651",
    "10, 10 0.001816 0 0"
  })
  void the_slope_is_the_derivative_of_a_scaled_tanh(double t, String expected) {
    Probed found = activation(t, new float[] {0, 0.5f, 1, 2}, new float[] {1, 1, 1, 1});

    assertThat(found.gradient()).containsExactly(numbers(expected), within(1e-6f));
  }

  @Test
  void activations_get_slope_times_upstream() {
    float[] a = {0.8f, -0.4f, 0.1f, -1.5f};
    float[] upstream = {1, 1, -2, 0.5f};

    assertThat(activation(0.1, a, upstream).output()).containsExactly(1, -1, 1, -1);
    assertThat(activation(0.1, a, upstream).gradient())
        .containsExactly(numbers("0.993627 0.998402 -1.999800 0.488917"), within(1e-6f));
    assertThat(activation(1, a, upstream).gradient())
        .containsExactly(numbers("0.559055 0.855639 -1.980133 0.090353"), within(1e-6f));
    assertThat(activation(10, a, upstream).gradient())
        .containsExactly(numbers("0.000005 0.013410 -8.399487 0"), within(3e-6f));
  }

  @Test
  void filters_are_centred_and_divided_by_their_unbiased_deviation() {
    float[] filters = Probed.normalized("irnet", SHAPE, WEIGHT, Map.of());

    assertThat(filters)
        .containsExactly(
            numbers("0.182349 -1.276444 1.154878 -0.060783 0.405934 0.485141 0.603951 -1.495025"),
            within(2e-6f));
    assertThat(meanMagnitude(filters, 0, 4)).isCloseTo(0.668614, within(1e-6));
    assertThat(meanMagnitude(filters, 4, 8)).isCloseTo(0.747513, within(1e-6));
    float[] oneHot =
        Probed.normalized(
            "irnet", new Shape(1, 1, 3, 3), new float[] {0, 0, 0, 0, 1, 0, 0, 0, 0}, Map.of());
    assertThat(oneHot[0]).isCloseTo(-0.333333f, within(1e-6f));
    assertThat(oneHot[4]).isCloseTo(2.666667f, within(1e-6f));
    assertThat(meanMagnitude(oneHot, 0, 9)).isCloseTo(0.592593, within(1e-6));
    assertThat(
            meanMagnitude(
                Probed.normalized("irnet", new Shape(1, 1, 3, 3), CONVOLUTION_WEIGHT, Map.of()),
                0,
                9))
        .isCloseTo(0.674090, within(1e-6));
  }

  private static double meanMagnitude(float[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.abs(values[i]);
    }
    return sum / (to - from);
  }

  @Test
  void weights_are_signs_of_the_centred_filter_times_a_power_of_two() {
    assertThat(weight(0.1, WEIGHT).output()).containsExactly(0.5f, -0.5f, 0.5f, -0.5f, 1, 1, 1, -1);
  }

  @ParameterizedTest(name = "t {0}")
  @CsvSource({
    "0.1, 2.087009 -1.287018 -1.704420 0.904429 -0.670187 -4.244654 4.611352 0.303489",
    "1, 1.685760 -0.745868 -1.083020 0.143128 0.036157 -3.179221 2.966520 0.176545",
    "10, 0.723074 -1.598309 -1.742924 2.618159 0.014499 -0.010324 -0.003392 -0.000783"
  })
  void the_weight_gradient_passes_scale_slope_and_statistics(double t, String expected) {
    float[] gradient = weight(t, WEIGHT).gradient();

    assertThat(gradient).containsExactly(numbers(expected), within(4e-6f));
    double[] means = {0.0625, -0.1225};
    for (int filter = 0; filter < 2; filter++) {
      double sum = 0;
      double inner = 0;
      for (int i = 4 * filter; i < 4 * filter + 4; i++) {
        sum += gradient[i];
        inner += gradient[i] * (WEIGHT[i] - means[filter]);
      }
      assertThat(sum).as("the mean stays").isCloseTo(0, within(4e-6));
      assertThat(inner).as("the norm stays, to first order").isCloseTo(0, within(2e-6));
    }
  }

  @Test
  void a_filter_of_a_single_one_has_the_scale_one_half() {
    float[] oneHot = {1, 0, 0, 0, 0, 0, 0, 0, 0};

    Probed found =
        Probed.of(true, "irnet", Map.of(), new Shape(1, 1, 3, 3), oneHot, new float[9], Map.of());

    assertThat(found.output())
        .containsExactly(0.5f, -0.5f, -0.5f, -0.5f, -0.5f, -0.5f, -0.5f, -0.5f, -0.5f);
  }

  @ParameterizedTest
  @ValueSource(floats = {0.01f, 3, 1000})
  void sign_and_scale_do_not_see_a_factor_or_an_offset_of_a_filter(float factor) {
    float[] changed = WEIGHT.clone();
    for (int i = 0; i < changed.length; i++) {
      changed[i] = factor * (WEIGHT[i] + (i < 4 ? 0.7f : -0.2f));
    }

    assertThat(weight(0.1, changed).output()).containsExactly(weight(0.1, WEIGHT).output());
  }

  @Test
  void a_whole_convolution_has_the_published_values_and_gradients() {
    float[] x = {0.2f, -0.3f, 0.5f, -0.1f, 0.4f, -0.6f, 0.7f, -0.8f, 0.9f};
    float[] upstream = {0.1f, -0.2f, 0.3f, 0.4f, 0.5f, -0.6f, -0.7f, 0.8f, 0.9f};
    var network =
        Resolver.resolve(
            new ReCuLayerTest.OneLayer(1, 3, false),
            Map.of(),
            Methods.load().create("irnet", Map.of("tStart", 0.1), null),
            new Shape(1, 3, 3),
            2);
    try (Circuit circuit = new Circuit(network).with("conv.weight", CONVOLUTION_WEIGHT)) {
      Circuit.Result found = circuit.train(x, upstream);

      assertThat(found.output()).containsExactly(1, -1, 0, -2, 2.5f, -1, 1, -1, 0);
      assertThat(found.gradient("conv.weight"))
          .containsExactly(
              numbers(
                  "2.195417 0.024164 -3.561328 -3.779472 1.370664 2.171910 3.163758 -1.828589"
                      + " 0.243476"),
              within(4e-6f));
      assertThat(found.imageGradient())
          .containsExactly(
              numbers(
                  "-0.099960 -0.149865 0.498752 0.649935 -0.748801 -0.249102 0.796093 0.049681"
                      + " -0.297583"),
              within(1e-6f));
    }
  }

  @Test
  void a_log_softmax_before_the_loss_changes_nothing() {
    Shape shape = new Shape(2, 3);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Targets targets = new Targets(manager.create(new float[] {0, 1, 0, 1, 0, 0}, shape), null);
      NDArray plain = manager.create(new float[] {1, 2, 0.5f, 0, -1, 3}, shape);
      NDArray logged = plain.duplicate();
      plain.setRequiresGradient(true);
      logged.setRequiresGradient(true);
      float loss;
      float loggedLoss;
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray first = new Objective.CrossEntropy().loss(plain, targets);
        NDArray second = new Objective.CrossEntropy().loss(logged.logSoftmax(1), targets);
        collector.backward(first.add(second));
        loss = first.getFloat();
        loggedLoss = second.getFloat();
      }

      assertThat(loggedLoss).isCloseTo(loss, within(1e-6f)).isGreaterThan(1);
      assertThat(logged.getGradient().toFloatArray())
          .containsExactly(plain.getGradient().toFloatArray(), within(1e-6f));
    }
  }

  private static Probed weight(double t, float[] latent) {
    return Probed.of(true, "irnet", Map.of("tStart", t), SHAPE, latent, UPSTREAM, Map.of());
  }

  private static Probed activation(double t, float[] a, float[] upstream) {
    Shape shape = new Shape(1, 1, 1, a.length);
    return Probed.of(false, "irnet", Map.of("tStart", t), shape, a, upstream, Map.of());
  }
}
