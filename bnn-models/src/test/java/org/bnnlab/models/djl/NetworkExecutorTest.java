package org.bnnlab.models.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.models.resolve.Resolver;
import org.bnnlab.models.zoo.ResNet20;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkExecutorTest {

  @Test
  void learned_parameters_have_the_gradients_of_central_differences() {
    try (Circuit circuit = new Circuit(resnet("float", List.of(2, 2, 4)), 3)) {
      float[] images = numbers(new SplittableRandom(1), 4 * 3 * 8 * 8);
      float[] upstream = numbers(new SplittableRandom(2), 4 * 3);
      Map<String, float[]> gradients = circuit.train(images, upstream).gradients();
      int compared = 0;
      int drawn = 0;
      SplittableRandom random = new SplittableRandom(5);
      for (var gradient : gradients.entrySet()) {
        float[] values = circuit.values().get(gradient.getKey());
        for (int draw = 0; draw < Math.min(4, values.length); draw++) {
          int i = random.nextInt(values.length);
          double[] sides = slopes(circuit, gradient.getKey(), values, i, images, upstream);
          double slope = (sides[0] + sides[1]) / 2;
          drawn++;
          // At a kink of a ReLU, or where rounding decides, the sides disagree: no statement.
          if (Math.abs(sides[0] - sides[1]) <= 2e-2 * Math.abs(slope) && Math.abs(slope) > 0.02) {
            compared++;
            assertThat((double) gradient.getValue()[i])
                .as("%s, entry %d", gradient.getKey(), i)
                .isCloseTo(slope, within(2e-2 * Math.abs(slope)));
          }
        }
      }

      assertThat(gradients).hasSizeGreaterThan(20);
      assertThat(compared).as("well-conditioned entries of %d", drawn).isGreaterThan(drawn / 3);
    }
  }

  /** Difference quotients to the left and to the right of one entry. */
  private static double[] slopes(
      Circuit circuit, String name, float[] values, int i, float[] images, float[] upstream) {
    float value = values[i];
    float above = value + 2e-3f;
    float below = value - 2e-3f;
    double here = loss(circuit, images, upstream);
    values[i] = above;
    double higher = loss(circuit.with(name, values), images, upstream);
    values[i] = below;
    double lower = loss(circuit.with(name, values), images, upstream);
    values[i] = value;
    circuit.with(name, values);
    return new double[] {
      (here - lower) / ((double) value - below), (higher - here) / ((double) above - value)
    };
  }

  private static double loss(Circuit circuit, float[] images, float[] upstream) {
    float[] output = circuit.train(images, upstream).output();
    double loss = 0;
    for (int i = 0; i < output.length; i++) {
      loss += (double) output[i] * upstream[i];
    }
    return loss;
  }

  @Test
  void batch_norm_normalizes_by_the_biased_and_remembers_the_unbiased_variance() {
    float[] images = {1, 2, 10, 20, 3, 6, -10, 0};
    try (Circuit circuit =
        Circuit.chain(
            new Shape(2, 1, 2), new Operation.BatchNormalization(2, 1e-5, 0.9, true, 1))) {
      float[] found = circuit.train(images, new float[8]).output();

      // Channel 0: 1, 2, 3, 6, mean 3, Σ(x - mean)² = 14. Channel 1: 10, 20, -10, 0: 5 and 500.
      assertThat(found[0]).isCloseTo((float) (-2 / Math.sqrt(14 / 4.0 + 1e-5)), within(1e-6f));
      assertThat(found[3]).isCloseTo((float) (15 / Math.sqrt(500 / 4.0 + 1e-5)), within(1e-6f));
      assertStatistics(circuit, new float[] {0.3f, 0.5f}, new double[] {14 / 3.0, 500 / 3.0}, 1);

      circuit.train(images, new float[8]);
      assertStatistics(circuit, new float[] {0.57f, 0.95f}, new double[] {14 / 3.0, 500 / 3.0}, 2);
    }
  }

  @Test
  void batch_norm_of_vectors_counts_samples() {
    float[] images = {1, 10, 2, 20, 6, -30};
    try (Circuit circuit =
        Circuit.chain(
            new Shape(2, 1, 1),
            new Operation.Flatten(),
            new Operation.BatchNormalization(2, 1e-5, 0.9, true, 1))) {
      float[] found = circuit.train(images, new float[6]).output();

      // Means 3 and 0, Σ(x - mean)² = 14 and 1400, three samples.
      assertThat(found[0]).isCloseTo((float) (-2 / Math.sqrt(14 / 3.0 + 1e-5)), within(1e-6f));
      assertThat(found[5]).isCloseTo((float) (-30 / Math.sqrt(1400 / 3.0)), within(1e-6f));
      assertThat(circuit.values().get("n2.running_mean"))
          .containsExactly(new float[] {0.3f, 0}, within(1e-6f));
      assertThat(circuit.values().get("n2.running_var"))
          .containsExactly(new float[] {0.9f + 0.7f, 0.9f + 70}, within(1e-4f));
    }
  }

  /** Running statistics after some steps on one batch, started at mean 0 and variance 1. */
  private static void assertStatistics(
      Circuit circuit, float[] mean, double[] unbiased, int steps) {
    assertThat(circuit.values().get("n1.running_mean")).containsExactly(mean, within(1e-6f));
    double kept = Math.pow(0.9, steps);
    assertThat(circuit.values().get("n1.running_var"))
        .containsExactly(
            new float[] {
              (float) (kept + (1 - kept) * unbiased[0]), (float) (kept + (1 - kept) * unbiased[1])
            },
            within(1e-4f));
  }

  @Test
  void batch_norm_evaluates_by_its_running_statistics() {
    try (Circuit circuit =
        Circuit.chain(new Shape(2, 1, 1), new Operation.BatchNormalization(2, 1e-5, 0.9, true, 1))
            .with("n1.weight", 2, -1)
            .with("n1.bias", 0.5f, 0)
            .with("n1.running_mean", 1, -3)
            .with("n1.running_var", 4, 0.25f)) {
      assertThat(circuit.infer(new float[] {5, -2, 1, -3}))
          .containsExactly(new float[] {4.5f, -2, 0.5f, 0}, within(1e-4f));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"float", "bnn", "recu"})
  void evaluation_changes_no_state_and_repeats_itself(String method) {
    try (Circuit circuit = new Circuit(resnet(method, List.of(4, 8, 16)))) {
      float[] images = numbers(new SplittableRandom(1), 2 * 3 * 8 * 8);
      circuit.train(images, new float[6]);
      Map<String, float[]> before = circuit.values();
      float[] first = circuit.infer(images);

      assertThat(circuit.infer(images)).containsExactly(first);
      assertThat(circuit.values().keySet()).isEqualTo(before.keySet());
      circuit
          .values()
          .forEach((name, values) -> assertThat(values).containsExactly(before.get(name)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"float", "bnn", "recu"})
  void a_training_pass_changes_running_statistics_and_nothing_else(String method) {
    try (Circuit circuit = new Circuit(resnet(method, List.of(4, 8, 16)))) {
      Map<String, float[]> before = circuit.values();
      circuit.train(
          numbers(new SplittableRandom(1), 2 * 3 * 8 * 8), new float[] {1, 2, 3, 4, 5, 6});

      circuit
          .values()
          .forEach(
              (name, values) -> {
                if (name.contains("running")) {
                  assertThat(values).as(name).isNotEqualTo(before.get(name));
                } else {
                  assertThat(values).as(name).containsExactly(before.get(name));
                }
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"float", "bnn", "recu"})
  void steps_leave_no_array_behind(String method) {
    try (Circuit circuit = new Circuit(resnet(method, List.of(4, 4, 8)))) {
      float[] images = numbers(new SplittableRandom(1), 2 * 3 * 8 * 8);
      int start = circuit.managedArrays();
      int afterTwo = 0;
      for (int step = 1; step <= 20; step++) {
        circuit.train(images, new float[6]);
        circuit.infer(images);
        if (step == 2) {
          afterTwo = circuit.managedArrays();
        }
      }

      assertThat(afterTwo).isEqualTo(start);
      assertThat(circuit.managedArrays()).isEqualTo(start);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"float", "bnn", "recu"})
  void two_passes_in_one_place_give_the_same_bits(String method) {
    float[] images = numbers(new SplittableRandom(1), 2 * 3 * 8 * 8);
    float[] upstream = numbers(new SplittableRandom(2), 2 * 3);
    try (Circuit one = new Circuit(resnet(method, List.of(4, 4, 8)), 7);
        Circuit other = new Circuit(resnet(method, List.of(4, 4, 8)), 7)) {
      Map<String, float[]> gradients = one.train(images, upstream).gradients();
      other
          .train(images, upstream)
          .gradients()
          .forEach(
              (name, values) -> assertThat(values).as(name).containsExactly(gradients.get(name)));
    }
  }

  @Test
  void start_values_depend_on_seed_and_name_and_not_on_the_order_of_nodes() {
    Node input = new Node("input", new Operation.Input(2, 4, 4), List.of());
    Node left = new Node("left", convolution(), List.of("input"));
    Node right = new Node("right", convolution(), List.of("input"));
    Node sum = new Node("sum", new Operation.Add(), List.of("left", "right"));
    try (Circuit one = new Circuit(new Network("a", List.of(input, left, right, sum)), 9);
        Circuit turned = new Circuit(new Network("b", List.of(input, right, left, sum)), 9);
        Circuit other = new Circuit(new Network("a", List.of(input, left, right, sum)), 10)) {
      assertThat(turned.values().get("left.weight"))
          .containsExactly(one.values().get("left.weight"));
      assertThat(turned.values().get("right.weight"))
          .containsExactly(one.values().get("right.weight"));
      assertThat(one.values().get("left.weight")).isNotEqualTo(one.values().get("right.weight"));
      assertThat(other.values().get("left.weight")).isNotEqualTo(one.values().get("left.weight"));
    }
  }

  @Test
  void a_node_that_two_others_take_gets_both_gradients() {
    Network network =
        new Network(
            "fork",
            List.of(
                new Node("input", new Operation.Input(1, 1, 2), List.of()),
                new Node("double", new Operation.Affine(2, 0), List.of("input")),
                new Node("left", new Operation.Affine(3, 1), List.of("double")),
                new Node("self", new Operation.Multiply(), List.of("double", "double")),
                new Node("out", new Operation.Add(), List.of("left", "self"))));
    try (Circuit circuit = new Circuit(network)) {
      Circuit.Result found = circuit.train(new float[] {1, -2}, new float[] {1, 10});

      assertThat(found.output()).containsExactly(6 + 1 + 4, -12 + 1 + 16);
      assertThat(found.imageGradient()).containsExactly(6 + 8, 10 * (6 - 16));
    }
  }

  private static Operation convolution() {
    return new Operation.Convolution(
        2,
        3,
        3,
        1,
        Padding.zeros(1),
        1,
        1,
        Weights.real(new Initializer.HeNormal(Initializer.Fan.IN)),
        Operation.Purpose.BODY);
  }

  private static Network resnet(String method, List<Integer> widths) {
    return Resolver.resolve(
        new ResNet20(),
        Map.of("widths", widths, "blocks", 1),
        Methods.load().create(method, Map.of(), null),
        new Shape(3, 8, 8),
        3);
  }

  private static float[] numbers(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
