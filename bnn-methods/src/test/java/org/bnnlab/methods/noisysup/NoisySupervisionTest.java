package org.bnnlab.methods.noisysup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bnnlab.api.binarization.Binarized;
import org.bnnlab.api.binarization.Binarized.ScaleGradient;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.methods.binarizer.LayerScaledSign;
import org.bnnlab.methods.estimator.ClippedGradient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Noisy supervision: the numbers of its card (section 10) and what follows from them. */
class NoisySupervisionTest {

  private static final double RHO = 0.005;
  private static final UnbiasedLoss EQUAL = new UnbiasedLoss(RHO, RHO);
  private static final double SIX_DIGITS = 1e-6;

  private static void assertClose(NDArray found, double tolerance, double... expected) {
    float[] values = found.toFloatArray();
    assertThat(values).hasSize(expected.length);
    for (int i = 0; i < values.length; i++) {
      assertThat((double) values[i]).as("entry %d", i).isCloseTo(expected[i], within(tolerance));
    }
  }

  /** Loss and its derivative for one prediction. */
  private static double[] loss(UnbiasedLoss loss, double predicted, double label) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray q = manager.create(new float[] {(float) predicted});
      q.setRequiresGradient(true);
      NDArray value = loss.sum(q, manager.create(new float[] {(float) label}));
      collector.backward(value);
      return new double[] {value.getFloat(), q.getGradient().toFloatArray()[0]};
    }
  }

  /** Items 1 and 2. */
  @ParameterizedTest
  @CsvSource({
    "0.005, 0.005,  0.3,  1,  0.483939, -1.420202",
    "0.005, 0.005,  0.3, -1,  1.696061,  2.620202",
    "0.005, 0.005,  1,    1, -0.020202, -0.020202",
    "0.005, 0.005, -1,    1,  4.020202, -4.020202",
    "0.1,   0.2,    0.3,  1,  0.318571, -1.971429",
    "0.1,   0.2,    0.3, -1,  2.032857,  3.742857",
    "0.1,   0.2,   -0.7,  1,  3.290000, -3.971429",
    "0,     0,      0.3,  1,  0.49,     -1.4",
    "0,     0,      0.3, -1,  1.69,      2.6"
  })
  void the_loss_corrects_for_wrong_labels(
      double positive, double negative, double q, double t, double value, double gradient) {
    double[] found = loss(new UnbiasedLoss(positive, negative), q, t);

    assertThat(found[0]).isCloseTo(value, within(SIX_DIGITS));
    assertThat(found[1]).isCloseTo(gradient, within(SIX_DIGITS));
  }

  /** Item 3: the mean over wrong labels is the loss against the true one. */
  @Test
  void the_loss_is_unbiased_and_swapped_rates_are_not() {
    UnbiasedLoss loss = new UnbiasedLoss(0.1, 0.2);
    double right = loss(loss, 0.3, 1)[0];
    double wrong = loss(loss, 0.3, -1)[0];
    assertThat(0.9 * right + 0.1 * wrong).isCloseTo(0.49, within(SIX_DIGITS));
    assertThat(0.8 * wrong + 0.2 * right).isCloseTo(1.69, within(SIX_DIGITS));

    // Labels whose rates are the other way round than the loss believes.
    assertThat(0.8 * right + 0.2 * wrong).isCloseTo(0.661429, within(SIX_DIGITS));
  }

  /** Item 4: the least loss lies beyond the label. */
  @ParameterizedTest
  @CsvSource({"1", "-1"})
  void the_least_loss_lies_beyond_the_label(double label) {
    double[] least = loss(EQUAL, 1.010101 * label, label);

    assertThat(least[0]).isCloseTo(-0.020304, within(SIX_DIGITS));
    assertThat(least[1]).isCloseTo(0, within(1e-5));
  }

  @ParameterizedTest
  @CsvSource({"-0.1, 0.2", "0.5, 0.5", "0.9, 0.2"})
  void rates_that_leave_nothing_to_learn_are_refused(double positive, double negative) {
    assertThatThrownBy(() -> new UnbiasedLoss(positive, negative))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the rates of wrong labels must be at least 0 and their sum below 1, found %s and %s",
            positive, negative);
  }

  /** Item 5: a whole tensor of predictions. */
  @Test
  void a_tensor_has_its_losses_signs_scale_and_flips() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      Shape shape = new Shape(4, 1, 1, 1);
      NDArray weight = manager.create(new float[] {0.20f, -0.05f, 0.01f, -0.30f}, shape);
      NDArray predicted = manager.create(new float[] {0.9f, -0.4f, -0.1f, -1.6f}, shape);
      predicted.setRequiresGradient(true);
      NDArray labels = manager.create(new float[] {1, -1, 1, -1}, shape);
      double[] losses = {-0.008182, 0.351919, 1.212020, 0.327677};
      for (int i = 0; i < losses.length; i++) {
        assertThat(EQUAL.sum(predicted.stopGradient().get(i), labels.get(i)).getFloat())
            .isCloseTo((float) losses[i], within(1e-6f));
      }
      NDArray sum = EQUAL.sum(predicted, labels);
      collector.backward(sum);

      assertThat(sum.getFloat()).isCloseTo(1.883434f, within(1e-6f));
      assertClose(predicted.getGradient(), SIX_DIGITS, -0.220202, 1.220202, -2.220202, -1.179798);
      GivenLayer layer = GivenLayer.of(weight, Map.of());
      Binarized binarized = new LayerScaledSign(true).binarize(predicted, layer);
      assertClose(binarized.signs(), 0, 1, -1, -1, -1);
      assertThat(binarized.scale()).isNotNull();
      assertClose(binarized.scale(), SIX_DIGITS, 0.14);
      assertThat(binarized.scaleGradient()).isEqualTo(ScaleGradient.MULTIPLIES);
    }
  }

  /** A convolution of which only the centre taps act. */
  private static NDArray centred(NDManager manager, int outputs, int inputs, double... taps) {
    float[] values = new float[outputs * inputs * 9];
    for (int i = 0; i < taps.length; i++) {
      values[9 * i + 4] = (float) taps[i];
    }
    NDArray array = manager.create(values, new Shape(outputs, inputs, 3, 3));
    array.setRequiresGradient(true);
    return array;
  }

  private static Map<String, NDArray> mapping(
      NDManager manager, NDArray map1, NDArray map2, NDArray map3) {
    Map<String, NDArray> parameters = new HashMap<>();
    Shape hidden = new Shape(map1.getShape().get(0));
    parameters.put("map1", map1);
    parameters.put("map2", map2);
    parameters.put("map3", map3);
    for (String name : new String[] {"map1", "map2"}) {
      parameters.put(name + "_factor", manager.ones(hidden));
      parameters.put(name + "_offset", manager.zeros(hidden));
    }
    return parameters;
  }

  private static float[] centres(NDArray gradient) {
    float[] all = gradient.toFloatArray();
    float[] centres = new float[all.length / 9];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = all[9 * i + 4];
    }
    return centres;
  }

  /** Item 6: the whole mapping with its gradients, and the labels that come from the weight. */
  @Test
  void a_mapping_of_single_taps_is_that_of_the_card() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray weight =
          manager.create(new float[] {0.20f, -0.10f, 0.40f, -0.35f}, new Shape(4, 1, 1, 1));
      weight.setRequiresGradient(true);
      NDArray map1 = centred(manager, 2, 1, 1, -0.5);
      NDArray map2 = centred(manager, 2, 2, 1, -0.7, -0.6, 1);
      NDArray map3 = centred(manager, 1, 2, 0.8, -0.6);
      GivenLayer layer = GivenLayer.of(weight, mapping(manager, map1, map2, map3));

      NDArray predicted = new NoisySupervision(EQUAL, 1, true, false).normalize(weight, layer);
      assertClose(predicted, 2e-6, 0.406827, -0.220078, 1.067754, -0.867255);
      assertThat(layer.losses()).hasSize(1);
      NDArray loss = layer.losses().getFirst();
      assertThat(loss.getFloat()).isCloseTo(0.930589f, within(5e-6f));
      collector.backward(loss);

      float[] third = centres(map3.getGradient());
      assertThat(third[0]).isCloseTo(-0.459671f, within(1e-5f));
      assertThat(third[1]).isCloseTo(0.992502f, within(1e-5f));
      assertClose(weight.getGradient(), 2e-5, -3.409960, 3.086979, 1.471644, -1.148663);
      for (float first : centres(map1.getGradient())) {
        assertThat(first).isCloseTo(0, within(1e-5f));
      }
      assertThat(layer.figures()).containsEntry("flippedSigns", 0.0);
    }
  }

  /** Item 6: dL/dR. */
  @Test
  void the_loss_of_the_card_has_its_gradient() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray predicted =
          manager.create(new float[] {0.406827f, -0.220078f, 1.067754f, -0.867255f});
      predicted.setRequiresGradient(true);
      collector.backward(EQUAL.sum(predicted, manager.create(new float[] {1, -1, 1, -1})));

      assertClose(predicted.getGradient(), 2e-6, -1.206547, 1.580047, 0.115307, 0.285693);
    }
  }

  /** Item 7: neighbours flip signs in a convolution with a border of zeros. */
  @Test
  void a_smoothing_of_neighbours_flips_signs() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray kernel =
          manager.create(
              new float[] {0.15f, -0.05f, 0.30f, 0.05f, 0.40f, -0.10f, 0.20f, 0.10f, -0.30f},
              new Shape(1, 1, 3, 3));
      float[] taps = {0, 1, 0, 1, 2, 1, 0, 1, 0};
      for (int i = 0; i < taps.length; i++) {
        taps[i] /= 6;
      }
      Shape one = new Shape(1, 1);
      NDArray smoothed =
          Conv2d.conv2d(kernel, manager.create(taps, new Shape(1, 1, 3, 3)), null, one, one, one, 1)
              .singletonOrThrow();

      assertClose(
          smoothed,
          SIX_DIGITS,
          0.05,
          0.125,
          0.075,
          0.141667,
          0.133333,
          0.033333,
          0.091667,
          0.083333,
          -0.1);
    }
  }

  /** Item 8. */
  @ParameterizedTest
  @CsvSource({"16, 18432", "32, 73728", "64, 294912", "256, 4718592", "512, 18874368"})
  void a_mapping_network_has_72_weights_per_squared_channel(int channels, long expected) {
    LayerGeometry geometry =
        new LayerGeometry("layer", LayerGeometry.Kind.CONVOLUTION, channels, channels, 3, 3, 1);

    assertThat(MappingNetwork.parameters(geometry))
        .allMatch(spec -> spec.role() == ParameterRole.AUXILIARY)
        .filteredOn(spec -> spec.shape().dimension() == 4)
        .extracting(ParameterSpec::name)
        .containsExactly("map1", "map2", "map3");
    assertThat(
            MappingNetwork.parameters(geometry).stream()
                .filter(spec -> spec.shape().dimension() == 4)
                .mapToLong(spec -> spec.shape().size())
                .sum())
        .isEqualTo(expected);
  }

  /** Item 9. */
  @Test
  void the_gradient_of_a_sign_is_clipped_by_value_wherever_the_sign_is_taken() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray far = manager.create(new float[] {-8, 0.1f, 3});
      NDArray upstream = manager.create(new float[] {0.4f, -2.5f, 1.2f});

      assertClose(
          new ClippedGradient().gradient(far, upstream, GivenLayer.of(weight(manager), Map.of())),
          SIX_DIGITS,
          0.4,
          -1,
          1);
    }
  }

  private static NDArray weight(NDManager manager) {
    return manager.ones(new Shape(1, 1, 1, 1));
  }

  private static NDArray noise(NDManager manager, Shape shape, String name) {
    RandomGenerator random = new RandomStreams(9).stream(name, 0, 0);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.4 * random.nextGaussian());
    }
    return manager.create(values, shape);
  }

  private static Map<String, NDArray> randomMapping(NDManager manager, int channels) {
    return mapping(
        manager,
        noise(manager, new Shape(2 * channels, channels, 3, 3), "map1"),
        noise(manager, new Shape(2 * channels, 2 * channels, 3, 3), "map2"),
        noise(manager, new Shape(channels, 2 * channels, 3, 3), "map3"));
  }

  /** Item 10: filters are images of a batch. */
  @Test
  void filters_are_mapped_alike_and_meet_only_in_the_statistics() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray weight = noise(manager, new Shape(5, 2, 3, 3), "weight");
      int[] order = {3, 0, 4, 1, 2};
      NDArray permuted = weight.get(manager.create(order));
      Map<String, NDArray> mapping = randomMapping(manager, 2);
      NDArray mapped = MappingNetwork.map(weight, GivenLayer.of(weight, mapping));

      float[] expected = mapped.get(manager.create(order)).toFloatArray();
      float[] found = MappingNetwork.map(permuted, GivenLayer.of(permuted, mapping)).toFloatArray();
      assertThat(found).containsExactly(expected, within(2e-5f));

      // Each filter twice: the same statistics, so the same results.
      NDArray twice = weight.concat(weight, 0);
      float[] doubled = MappingNetwork.map(twice, GivenLayer.of(twice, mapping)).toFloatArray();
      assertThat(Arrays.copyOf(doubled, found.length))
          .containsExactly(mapped.toFloatArray(), within(2e-5f));

      // One filter changed: other statistics, so other results everywhere.
      NDArray changed = weight.get("1:").concat(weight.get("0:1").mul(manager.create(3f)), 0);
      float[] others = MappingNetwork.map(changed, GivenLayer.of(changed, mapping)).toFloatArray();
      float[] before = mapped.get("1:").toFloatArray();
      double difference = 0;
      for (int i = 0; i < before.length; i++) {
        difference = Math.max(difference, Math.abs(others[i] - before[i]));
      }
      assertThat(difference).isGreaterThan(1e-3);
    }
  }

  @Test
  void labels_follow_the_weight_unless_they_are_frozen() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray first = noise(manager, new Shape(3, 2, 3, 3), "weight");
      NDArray later = first.neg();
      for (boolean frozen : new boolean[] {false, true}) {
        NoisySupervision part = new NoisySupervision(EQUAL, 1, false, frozen);
        Map<String, NDArray> buffers = new HashMap<>();
        for (ParameterSpec spec : part.parameters(GivenLayer.of(first, Map.of()).geometry())) {
          buffers.put(spec.name(), manager.zeros(spec.shape()));
        }
        GivenLayer start = GivenLayer.of(first, buffers);
        part.normalize(first, start);
        GivenLayer end = GivenLayer.of(later, buffers);
        part.normalize(later, end);

        assertThat(start.figures()).containsEntry("flippedSigns", 0.0);
        assertThat(end.figures()).containsEntry("flippedSigns", frozen ? 1.0 : 0.0);
      }
    }
  }

  @Test
  void nothing_is_added_to_the_loss_in_evaluation_or_without_weight() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray weight = noise(manager, new Shape(3, 2, 3, 3), "weight");
      GivenLayer layer = GivenLayer.of(weight, randomMapping(manager, 2));

      new NoisySupervision(EQUAL, 0, true, false).normalize(weight, layer);
      NDArray trained = new NoisySupervision(EQUAL, 1, true, false).normalize(weight, layer);
      assertThat(layer.losses()).hasSize(1);

      GivenLayer evaluated = GivenLayer.of(weight, layer.parameters()).evaluated();
      NDArray deployed = new NoisySupervision(EQUAL, 1, true, false).normalize(weight, evaluated);
      assertThat(evaluated.losses()).isEmpty();
      assertThat(deployed.toFloatArray()).isEqualTo(trained.toFloatArray());
    }
  }
}
