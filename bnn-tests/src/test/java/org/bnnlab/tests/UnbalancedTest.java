package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.method.Slot;
import org.bnnlab.api.network.Contributions;
import org.bnnlab.api.network.NodeContribution;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.TrainedTensor;
import org.bnnlab.api.training.TrainingPass;
import org.bnnlab.methods.estimator.ClippedIdentity;
import org.bnnlab.methods.unbalanced.ThresholdShift;
import org.bnnlab.models.djl.PartProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The threshold shift: the numbers of its card (section 10), its surrogate, its effect. */
class UnbalancedTest {

  private static final Methods METHODS = Methods.load();
  private static final float[] X = {-1.2f, -0.7f, -0.2f, 0, 0.3f, 0.5f, 0.9f, 1.4f, 1.6f};
  private static final float[] G = {0.1f, -0.2f, 0.3f, -0.4f, 0.5f, -0.6f, 0.7f, -0.8f, 0.9f};

  private static Method shifted(String host, double threshold, String shift) {
    return METHODS.create(
        "unbalanced", Map.of("host", host, "threshold", threshold, "shift", shift), null);
  }

  /** Output, gradient of x, gradient of the learned shift (empty if there is none). */
  private static List<float[]> probe(Method method, float[] x, float[] upstream) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Shape shape = new Shape(1, 1, 1, x.length);
      PartProbe.Result result =
          new PartProbe(manager, method, TrainingProgress.ofEpoch(0, 10), Map.of())
              .activation(manager.create(x, shape), manager.create(upstream, shape));
      NDArray learned = result.parameters().get("bias");
      return List.of(
          result.output().toFloatArray(),
          result.gradient().toFloatArray(),
          learned == null ? new float[0] : learned.toFloatArray());
    }
  }

  private static void assertClose(float[] found, double... expected) {
    assertThat(found).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i]).as("entry %d", i).isCloseTo(expected[i], within(1e-6));
    }
  }

  private static double density(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  /** Item 1: shares, moments and mass of the window for standard normal activations. */
  @ParameterizedTest
  @CsvSource({
    "0,    0.500000,  0,        1,        1,        0.682689",
    "0.10, 0.460172, -0.079656, 0.993655, 0.995418, 0.680274",
    "0.25, 0.401294, -0.197413, 0.961028, 0.971702, 0.667723",
    "0.35, 0.363169, -0.273661, 0.925109, 0.945283, 0.653646",
    "0.50, 0.308538, -0.382925, 0.853369, 0.891478, 0.624655",
    "0.75, 0.226627, -0.546745, 0.701070, 0.772086, 0.558647",
    "1.00, 0.158655, -0.682689, 0.533935, 0.631083, 0.477250"
  })
  void the_shift_moves_the_balance_as_the_normal_distribution_says(
      double threshold, double share, double mean, double variance, double entropy, double mass) {
    // A fine grid whose cells end at every threshold, each cell with its probability.
    double width = 0.0005;
    float[] x = new float[32_000];
    float[] ones = new float[x.length];
    Arrays.fill(ones, 1);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (-8 + (i + 0.5) * width);
    }
    List<float[]> probed = probe(shifted("bnn", threshold, "fixed"), x, ones);
    double positive = 0;
    double sum = 0;
    double inside = 0;
    for (int i = 0; i < x.length; i++) {
      double probability = density(-8 + (i + 0.5) * width) * width;
      positive += probed.get(0)[i] > 0 ? probability : 0;
      sum += probed.get(0)[i] * probability;
      inside += probed.get(1)[i] * probability;
    }
    double bits =
        -(positive * Math.log(positive) + (1 - positive) * Math.log(1 - positive)) / Math.log(2);

    assertThat(positive).isCloseTo(share, within(1e-6));
    assertThat(sum).isCloseTo(mean, within(1e-6));
    assertThat(1 - sum * sum).isCloseTo(variance, within(1e-6));
    assertThat(bits).isCloseTo(entropy, within(1e-6));
    assertThat(inside).isCloseTo(mass, within(1e-6));
  }

  /** Items 2 and 9. */
  @ParameterizedTest
  @CsvSource({
    "bnn,       fixed,   0 0 0.3 -0.4 0.5 -0.6 0.7 -0.8 0",
    "bnn,       learned, 0 0 0.3 -0.4 0.5 -0.6 0.7 -0.8 0",
    "birealnet, fixed,   0 0 0.18 -0.40 0.80 -1.20 0.84 -0.16 0",
    "birealnet, learned, 0 0 0.18 -0.40 0.80 -1.20 0.84 -0.16 0"
  })
  void the_window_moves_with_the_threshold(String host, String shift, String expected) {
    List<float[]> probed = probe(shifted(host, 0.5, shift), X, G);

    assertClose(probed.get(0), -1, -1, -1, -1, -1, 1, 1, 1, 1);
    double[] gradient =
        Arrays.stream(expected.split(" ")).mapToDouble(Double::parseDouble).toArray();
    assertClose(probed.get(1), gradient);
    if (shift.equals("learned")) {
      // The parameter is -th, so dL/dth = -dL/dbias; and dL/dth = -Σ dL/dx.
      assertClose(probed.get(2), Arrays.stream(gradient).sum());
    }
    if (host.equals("bnn") && shift.equals("learned")) {
      assertThat(-probed.get(2)[0]).isCloseTo(0.3f, within(1e-6f));
    }
  }

  /** Item 3. */
  @ParameterizedTest
  @CsvSource({"bnn", "birealnet", "recu", "reactnet"})
  void a_threshold_of_0_is_the_host_bit_for_bit(String host) {
    List<float[]> plain = new ArrayList<>();
    List<float[]> shifted = new ArrayList<>();
    train(METHODS.create(host, Map.of(), null), plain);
    train(shifted(host, 0, "fixed"), shifted);

    assertThat(shifted).hasSameSizeAs(plain).hasSizeGreaterThan(20);
    for (int i = 0; i < plain.size(); i++) {
      assertThat(shifted.get(i)).isEqualTo(plain.get(i));
    }
  }

  private static void train(Method method, List<float[]> losses) {
    Map<String, Object> small = Map.of("widths", List.of(4, 8, 16), "blocks", 1);
    try (TinyTraining training = new TinyTraining(method, small, 4)) {
      for (int step = 0; step < 2; step++) {
        try (NDManager owner = training.manager.newSubManager()) {
          TrainingPass pass = training.step(owner, new TrainingProgress(0, 1, step, 2, 0, 1));
          losses.add(new float[] {(float) pass.loss()});
          for (TrainedTensor tensor : pass.tensors()) {
            losses.add(tensor.gradient().toFloatArray());
          }
        }
      }
    }
  }

  private static NodeContribution normalizedBefore(NodeContribution shift) {
    return Contributions.batchNormalization().then(shift);
  }

  private static SmallNetwork signs(NodeContribution before) {
    return new SmallNetwork(
        new Shape(1, 1, 1),
        (net, input) ->
            net.add(
                "sign",
                new Operation.Sign(1, new ClippedIdentity()),
                before.contribute(net, "bn", input)));
  }

  /** Item 4: behind a batch normalization the shift is another start of its offset. */
  @Test
  void behind_a_batch_normalization_the_shift_is_part_of_its_offset() {
    float[] y = {0.2f, -1, 0.7f, 1.5f, -0.4f};
    float[] upstream = {0.3f, -0.2f, 0.5f, 0.1f, -0.4f};
    try (SmallNetwork shifted = signs(normalizedBefore(new ThresholdShift(0.3, false)));
        SmallNetwork offset = signs(Contributions.batchNormalization());
        SmallNetwork plain =
            new SmallNetwork(
                new Shape(1, 1, 1),
                (net, input) -> Contributions.batchNormalization().contribute(net, "bn", input))) {
      shifted.with("bn.weight", 0.8f).with("bn.bias", 0.1f);
      offset.with("bn.weight", 0.8f).with("bn.bias", 0.1f - 0.3f);
      plain.with("bn.weight", 0.8f).with("bn.bias", 0.1f);

      assertClose(plain.train(y, upstream).output(), 0.1, -1.009986, 0.562494, 1.302485, -0.454993);
      SmallNetwork.Result of = shifted.train(y, upstream);
      SmallNetwork.Result other = offset.train(y, upstream);
      assertClose(of.output(), -1, -1, 1, 1, -1);
      assertThat(other.output()).isEqualTo(of.output());
      assertThat(other.gradient("bn.bias")).isEqualTo(of.gradient("bn.bias"));
      assertThat(other.gradient("bn.weight")).isEqualTo(of.gradient("bn.weight"));
      assertThat(other.gradient()).isEqualTo(of.gradient());

      // The folded threshold on y, 0.416219, in evaluation with the same statistics.
      shifted.with("bn.running_mean", 0.2f).with("bn.running_var", 0.748f);
      assertThat(shifted.infer(0.416218f, 0.416221f)).containsExactly(-1, 1);
    }
  }

  private static Operation convolution(int channels, int kernel, int padding) {
    return new Operation.Convolution(
        channels,
        1,
        kernel,
        1,
        Padding.zeros(padding),
        1,
        1,
        Weights.real(new Initializer.Constant(0)),
        Operation.Purpose.BODY);
  }

  /** Item 5: what a y shift adds, a normalization takes away. */
  @ParameterizedTest
  @CsvSource({"0, 3 1 1 -3 1", "0.5, 3.5 1.5 1.5 -2.5 1.5"})
  void a_shift_of_values_is_invisible_behind_a_normalization(double offset, String sums) {
    float[] patches = {1, -1, 1, -1, -1, 1, 1, 1, 1, -1, 1, -1, 1, -1, -1};
    float[] upstream = {0.3f, -0.2f, 0.5f, 0.1f, -0.4f};
    try (SmallNetwork bare =
            new SmallNetwork(
                new Shape(3, 1, 1),
                (net, input) ->
                    net.add(
                        "conv",
                        convolution(3, 1, 0),
                        net.add("shift", new Operation.Affine(1, offset), input)));
        SmallNetwork normalized =
            new SmallNetwork(
                new Shape(3, 1, 1),
                (net, input) ->
                    Contributions.batchNormalization()
                        .contribute(
                            net,
                            "bn",
                            net.add(
                                "conv",
                                convolution(3, 1, 0),
                                net.add("shift", new Operation.Affine(1, offset), input))))) {
      bare.with("conv.weight", 1, -1, 1);
      normalized.with("conv.weight", 1, -1, 1);

      assertClose(
          bare.infer(patches),
          Arrays.stream(sums.split(" ")).mapToDouble(Double::parseDouble).toArray());
      SmallNetwork.Result result = normalized.train(patches, upstream);
      assertClose(result.output(), 1.224743, 0.204124, 0.204124, -1.837115, 0.204124);
      assertClose(result.gradient("conv.weight"), 0.170103, 0.544330, 0.374227);
    }
  }

  /** Item 6: a border of zeros makes it visible again. */
  @Test
  void a_border_of_zeros_makes_a_shift_of_values_visible() {
    float[] row = {0, 0, 0, 1, -1, 1, 0, 0, 0};
    float[] taps = {0, 0, 0, 1, 1, 1, 0, 0, 0};
    try (SmallNetwork zeros =
            new SmallNetwork(
                new Shape(1, 3, 3),
                (net, input) ->
                    net.add(
                        "conv",
                        convolution(1, 3, 1),
                        net.add("shift", new Operation.Affine(1, 0), input)));
        SmallNetwork shifted =
            new SmallNetwork(
                new Shape(1, 3, 3),
                (net, input) ->
                    net.add(
                        "conv",
                        convolution(1, 3, 1),
                        net.add("shift", new Operation.Affine(1, 0.5), input)));
        SmallNetwork borderToo =
            new SmallNetwork(
                new Shape(1, 3, 5),
                (net, input) ->
                    net.add(
                        "conv",
                        convolution(1, 3, 0),
                        net.add("shift", new Operation.Affine(1, 0.5), input)))) {
      assertClose(middle(zeros.with("conv.weight", taps).infer(row)), 0, 1, 0);
      assertClose(middle(shifted.with("conv.weight", taps).infer(row)), 1, 2.5, 1);
      float[] bordered = {0, 0, 0, 0, 0, 0, 1, -1, 1, 0, 0, 0, 0, 0, 0};
      assertClose(borderToo.with("conv.weight", taps).infer(bordered), 1.5, 2.5, 1.5);
    }
  }

  private static float[] middle(float[] image) {
    return Arrays.copyOfRange(image, 3, 6);
  }

  /** Item 7: PReLU unbalances through a shortcut only. */
  @Test
  void prelu_unbalances_through_a_shortcut_and_not_before_a_sign() {
    try (SmallNetwork prelu =
        new SmallNetwork(
            new Shape(1, 1, 1),
            (net, input) -> net.add("prelu", new Operation.PRelu(1, 0.25), input))) {
      double width = 0.002;
      float[] x = new float[8000];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) (-8 + (i + 0.5) * width);
      }
      float[] bent = prelu.infer(x);
      double mean = 0;
      double square = 0;
      double positive = 0;
      double[] below = new double[x.length + 1];
      for (int i = 0; i < x.length; i++) {
        below[i + 1] = below[i] + density(x[i]) * width;
      }
      for (int i = 0; i < x.length; i++) {
        assertThat(Math.signum(bent[i])).isEqualTo(Math.signum(x[i]));
        double probability = density(x[i]) * width;
        mean += bent[i] * probability;
        square += bent[i] * (double) bent[i] * probability;
        // P(bent + y > 0) for y of the standard normal distribution.
        double at = (bent[i] + 8) / width;
        int cell = Math.min(x.length - 1, (int) at);
        positive += probability * (below[cell] + (at - cell) * (below[cell + 1] - below[cell]));
      }

      assertThat(mean).isCloseTo(0.299207, within(1e-6));
      assertThat(square - mean * mean).isCloseTo(0.441725, within(1e-6));
      assertThat(positive).isCloseTo(0.586010, within(1e-6));
    }
  }

  /** Item 8: the functions that the paper analyses. */
  @Test
  void hardtanh_is_shifted_along_either_axis() {
    try (SmallNetwork along =
            new SmallNetwork(
                new Shape(1, 1, 1),
                (net, input) ->
                    net.add(
                        "tanh",
                        new Operation.HardTanh(),
                        new ThresholdShift(0.5, false).contribute(net, "x", input)));
        SmallNetwork up =
            new SmallNetwork(
                new Shape(1, 1, 1),
                (net, input) ->
                    net.add(
                        "shift",
                        new Operation.Affine(1, 0.5),
                        net.add("tanh", new Operation.HardTanh(), input)))) {
      assertClose(along.infer(X), -1, -1, -0.7, -0.5, -0.2, 0, 0.4, 0.9, 1);
      assertClose(up.infer(X), -0.5, -0.2, 0.3, 0.5, 0.8, 1, 1.4, 1.5, 1.5);
    }
  }

  private static double hardTanh(double v) {
    return Math.max(-1, Math.min(1, v));
  }

  /** The function whose derivative the polynomial estimator is. */
  private static double polynomial(double v) {
    double inside = hardTanh(v);
    return inside < 0 ? 2 * inside + inside * inside : 2 * inside - inside * inside;
  }

  /** The stated surrogate, Σ upstream · F(x - th), against central differences. */
  @ParameterizedTest
  @CsvSource({"bnn, 0.25", "bnn, -0.6", "birealnet, 0.25", "birealnet, -0.6"})
  void the_gradient_is_that_of_the_shifted_surrogate(String host, double threshold) {
    DoubleUnaryOperator surrogate =
        host.equals("bnn") ? UnbalancedTest::hardTanh : UnbalancedTest::polynomial;
    RandomGenerator random = new RandomStreams(5).stream("points", 0, 0);
    float[] x = new float[200];
    float[] upstream = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (1.5 * random.nextGaussian());
      upstream[i] = (float) random.nextGaussian();
    }
    List<float[]> probed = probe(shifted(host, threshold, "learned"), x, upstream);

    double step = 1e-6;
    double ofThreshold = 0;
    for (int i = 0; i < x.length; i++) {
      double above = surrogate.applyAsDouble(x[i] + step - threshold);
      double below = surrogate.applyAsDouble(x[i] - step - threshold);
      double slope = upstream[i] * (above - below) / (2 * step);
      assertThat((double) probed.get(1)[i]).isCloseTo(slope, within(1e-5));
      ofThreshold -= slope;
    }
    assertThat(-(double) probed.get(2)[0]).isCloseTo(ofThreshold, within(1e-4));
  }

  /** The mechanism: behind conv and batch norm the share of +1 falls as 1 - Φ(th) says. */
  @ParameterizedTest
  @CsvSource({"0, 0.5", "0.25, 0.401294", "-0.25, 0.598706", "0.5, 0.308538", "1, 0.158655"})
  void a_shifted_threshold_moves_the_balance_of_activations(double threshold, double share) {
    RandomGenerator random = new RandomStreams(3).stream("images", 0, 0);
    float[] images = new float[64 * 3 * 12 * 12];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    Operation stem =
        new Operation.Convolution(
            3,
            8,
            3,
            1,
            Padding.NONE,
            1,
            1,
            Weights.real(new Initializer.Normal(0.3)),
            Operation.Purpose.STEM);
    Method method = shifted("bnn", threshold, "fixed");
    try (SmallNetwork network =
        new SmallNetwork(
            new Shape(3, 12, 12),
            (net, input) ->
                net.add(
                    "sign",
                    new Operation.Sign(8, method.activationEstimator()),
                    Contributions.batchNormalization()
                        .then(method.nodes(Slot.BEFORE_SIGN))
                        .contribute(net, "bn", net.add("conv", stem, input))))) {
      float[] signs = network.train(images, new float[64 * 8 * 10 * 10]).output();
      double positive = 0;
      for (float sign : signs) {
        positive += sign > 0 ? 1 : 0;
      }
      assertThat(positive / signs.length).isCloseTo(share, within(0.01));
    }
  }

  @Test
  void a_host_is_named_and_sensible() {
    assertThatThrownBy(() -> shifted("recuu", 0.1, "fixed"))
        .isInstanceOf(FaultException.class)
        .hasMessageStartingWith(
            "method unbalanced: unknown method \"recuu\"; did you mean \"recu\"?");
    assertThatThrownBy(() -> shifted("unbalanced", 0.1, "fixed"))
        .hasMessage("method unbalanced: unbalanced cannot be its own host; name another method");
    assertThatThrownBy(() -> shifted("float", 0.1, "fixed"))
        .hasMessageContaining("it binarizes nothing");
    assertThatThrownBy(() -> METHODS.create("unbalanced", Map.of(), new Bits(1, 32)))
        .hasMessage(
            "method unbalanced: bits 1/32 leave no sign whose threshold could be shifted; take"
                + " method birealnet itself");
  }
}
