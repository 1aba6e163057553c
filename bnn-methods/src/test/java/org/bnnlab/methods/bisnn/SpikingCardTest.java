package org.bnnlab.methods.bisnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.SpikeCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a right implementation of BiSNN satisfies: the worked examples of its neurons and rules. */
class SpikingCardTest {

  private static final NeuronConstants USUAL = NeuronConstants.of(10, 6, 2);
  private static final double[] NONE = new double[0];

  private static SpikingLayer layer(Synapses synapses, Readout readout) {
    return new SpikingLayer(synapses, USUAL, null, readout);
  }

  private static Readout ones(int inputs) {
    double[] weights = new double[inputs];
    Arrays.fill(weights, 1);
    return new Readout(weights, NONE, 1);
  }

  @Test
  void the_time_constants_are_the_cards() {
    assertThat(USUAL.alpha()).isCloseTo(0.904837, within(1e-6));
    assertThat(USUAL.beta()).isCloseTo(0.846482, within(1e-6));
    assertThat(USUAL.gamma()).isCloseTo(0.606531, within(1e-6));
  }

  @Test
  void a_spike_reaches_the_membrane_as_an_unnormalized_kernel_one_step_late() {
    SpikingLayer layer = layer(new DenseSynapses(1, 1), ones(1));
    layer.reset(1);
    double[] kernel = new double[10];
    double refractory = 0;
    for (int t = 0; t < kernel.length; t++) {
      double fired = t == 0 ? 0 : layer.sent()[0];
      refractory = USUAL.gamma() * refractory + fired;
      layer.step(new double[] {t == 0 ? 1 : 0}, new double[] {1}, NONE);
      kernel[t] = layer.membrane()[0] + refractory;
    }

    double[] expected = {0, 1.000000, 1.751319, 2.301190, 2.688734, 2.946284, 3.100506};
    for (int t = 0; t < expected.length; t++) {
      assertThat(kernel[t]).isCloseTo(expected[t], within(1e-6));
    }
    assertThat(kernel[8]).isCloseTo(3.182754, within(1e-6)).isGreaterThan(kernel[7]);
    assertThat(kernel[9]).isLessThan(kernel[8]);
  }

  @Test
  void a_neuron_fires_as_on_the_card() {
    SpikingLayer layer = layer(new DenseSynapses(4, 1), ones(1));
    layer.reset(1);
    double[] membrane = new double[6];
    double[] spikes = new double[6];
    double[] slopes = new double[6];
    for (int t = 0; t < 6; t++) {
      boolean first = t == 0 || t == 1 || t == 3;
      double[] input = first ? new double[] {1, 0, 1, 1} : new double[] {0, 1, 0, 0};
      layer.step(input, new double[] {1, 1, -1, 1}, NONE);
      membrane[t] = layer.membrane()[0];
      spikes[t] = layer.sent()[0];
      slopes[t] = SpikingLayer.surrogate(membrane[t]);
    }

    assertThat(membrane)
        .containsExactly(
            new double[] {0, -0.5, 0.769129, 1.158375, 2.040961, 3.234018}, within(1e-6));
    assertThat(spikes).containsExactly(1, 0, 1, 1, 1, 1);
    assertThat(slopes).as("-½ lies outside the window").containsExactly(1, 0, 0, 0, 0, 0);
    assertThat(SpikingLayer.surrogate(0.5)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.5, 0.677051, 0.632980, 0.384156",
    "1, 0.75, 0.677051, 0.632980, 0.384183",
    "0.1, 0.5, 0.99999986, 3.279e-6, 0.399980",
    "0.1, 0.75, 0.99999986, 3.279e-6, 0.400007",
  })
  void a_bayesian_step_is_the_cards(
      double temperature, double prior, double weight, double factor, double updated) {
    WeightRule.Bayesian rule = new WeightRule.Bayesian(temperature, 5e-4, prior);
    double drawn = rule.weight(0.4, 0.7);

    assertThat(drawn).isCloseTo(weight, within(1e-6));
    assertThat(rule.factor(0.4, drawn)).isCloseTo(factor, within(1e-6 * Math.max(factor, 1e-3)));
    assertThat(rule.updated(0.4, drawn, 0.25, 0.1)).isCloseTo(updated, within(1e-6));
  }

  @Test
  void saturated_weights_follow_double_precision() {
    WeightRule.Bayesian warm = new WeightRule.Bayesian(1, 0, 0.5);
    WeightRule.Bayesian cold = new WeightRule.Bayesian(1e-10, 0, 0.5);

    assertThat(warm.factor(10, warm.weight(10, 0.7))).isCloseTo(0.435419, within(1e-5));
    assertThat(cold.factor(10, 1) / 1.198378e8).isCloseTo(1, within(1e-6));
    assertThat(cold.factor(0.5, 1)).isCloseTo(1.271540, within(1e-6));
    assertThat(cold.factor(2, 1)).isCloseTo(14.154116, within(1e-6));
  }

  @Test
  void one_rule_is_the_other_with_its_settings_renamed() {
    // BayesBiNN with N = 1000, rate 1e-3 and no momentum is this rule with rate 1 and rho 1/1000.
    WeightRule.Bayesian rule = new WeightRule.Bayesian(0.5, 1e-3, 0.5);
    double weight = rule.weight(0.3, 0.4);

    assertThat(rule.factor(0.3, weight)).isCloseTo(2.104802, within(1e-6));
    assertThat(rule.updated(0.3, weight, -0.02, 1)).isCloseTo(0.341796, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"1, 0.261105, 0.731124", "0.5, 0.331380, 0.900891", "0.1, 0.377322, 0.995354"})
  void means_over_the_noise_are_the_cards(double temperature, double weight, double factor) {
    WeightRule.Bayesian rule = new WeightRule.Bayesian(temperature, 0, 0.5);
    int points = 200_000;
    double weights = 0;
    double factors = 0;
    int positive = 0;
    for (int i = 0; i < points; i++) {
      double drawn = rule.weight(0.4, (i + 0.5) / points);
      weights += drawn / points;
      factors += rule.factor(0.4, drawn) / points;
      positive += drawn > 0 ? 1 : 0;
    }

    assertThat(weights).isCloseTo(weight, within(1e-5));
    assertThat(factors).isCloseTo(factor, within(1e-4));
    assertThat((double) positive / points).as("σ(2λ)").isCloseTo(0.689974, within(1e-5));
  }

  @Test
  void without_a_gradient_a_latent_weight_goes_to_its_prior_geometrically() {
    WeightRule.Bayesian rule = new WeightRule.Bayesian(1, 0.1, 0.75);
    double latent = 0.4;
    double distance = latent - rule.naturalPrior();
    for (int step = 1; step <= 20; step++) {
      latent = rule.updated(latent, rule.weight(latent, 0.3), 0, 0.5);
      assertThat(latent - rule.naturalPrior())
          .isCloseTo(distance * Math.pow(1 - 0.5 * 0.1, step), within(1e-12));
    }
    // The gradient of KL(λ ‖ λ₀) over the Fisher information is λ − λ₀: by differences.
    double h = 1e-5;
    double slope = (divergence(0.4 + h, 0.549306) - divergence(0.4 - h, 0.549306)) / (2 * h);
    assertThat(divergence(0.4, 0)).isCloseTo(0.074026, within(1e-6));
    assertThat(divergence(0.4, 0.549306)).isCloseTo(0.009159, within(1e-6));
    assertThat(slope).isCloseTo(-0.127752, within(1e-6));
    assertThat(slope / (1 - Math.pow(Math.tanh(0.4), 2)))
        .isCloseTo(0.4 - rule.naturalPrior(), within(1e-5));
  }

  private static double divergence(double latent, double prior) {
    return (latent - prior) * Math.tanh(latent)
        - Math.log(Math.cosh(latent))
        + Math.log(Math.cosh(prior));
  }

  /** The second step of a layer at rest, with given P and R: all neurons fire in the first. */
  private static void stepFrom(
      SpikingLayer layer, double[] weights, double[] traces, double... refractories) {
    layer.step(traces, weights, NONE);
    for (int i = 0; i < refractories.length; i++) {
      layer.refractory()[i] = (refractories[i] - 1) / USUAL.gamma();
    }
    layer.step(new double[traces.length], weights, NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "false, 1.631835, -0.643544, -1.045759",
    "true, 1.043217, -0.163032, -0.264926",
  })
  void the_local_gradient_is_the_cards(boolean softmax, double loss, double first, double second) {
    SpikingLayer layer =
        layer(new DenseSynapses(2, 2), new Readout(new double[] {1, -1, -1, 1}, NONE, 2));
    layer.reset(1);
    double[] weights = new DenseSynapses(2, 2).toOwn(new double[] {1, -1, -1, 1});
    stepFrom(layer, weights, new double[] {0.8, 1.3}, 0.1, 0.2);
    assertThat(layer.membrane()).containsExactly(new double[] {-0.453553, 0.153553}, within(1e-6));

    double[] readout = layer.readout().of(layer.sent());
    double[] errors = new double[2];
    double found =
        new LocalLoss(LocalLoss.Kind.CROSS_ENTROPY, softmax)
            .evaluate(readout, new int[] {0}, 2, errors);
    double[] gradient = new double[4];
    layer.gradient(errors, gradient, NONE);

    assertThat(readout).containsExactly(new double[] {-0.707107, 0.707107}, within(1e-6));
    assertThat(found).isCloseTo(loss, within(1e-6));
    assertThat(new DenseSynapses(2, 2).fromOwn(gradient))
        .containsExactly(new double[] {first, second, -first, -second}, within(1e-6));
  }

  @Test
  void the_population_code_has_the_rates_of_the_card() {
    double[] moons = SpikeCoding.populationRates(0.37, 10, 100.0 / 9);
    assertThat(moons[3]).isCloseTo(0.754521, within(1e-6));
    assertThat(moons[4]).isCloseTo(0.245479, within(1e-6));
    assertThat(moons[2]).isCloseTo(0, within(1e-12));

    double[] line = SpikeCoding.populationRates(0.37, 20, 400.0 / 19);
    double[] expected = {
      0.138215, 0.488220, 0.845126, 0.999861, 0.861785, 0.511780, 0.154874, 0.000139
    };
    for (int k = 0; k < expected.length; k++) {
      assertThat(line[4 + k]).isCloseTo(expected[k], within(1e-6));
    }
  }

  @Test
  void spikes_are_drawn_with_the_rates_and_events_come_step_by_step() {
    int steps = 4000;
    SpikeEncoder rate = encoder(new SpikeCode.Rate(), steps, 0, 0.25f, 1);
    double[] found = new double[3];
    for (int t = 0; t < steps; t++) {
      double[] spikes = rate.next();
      for (int i = 0; i < 3; i++) {
        found[i] += spikes[i] / steps;
      }
    }
    assertThat(found[0]).isZero();
    assertThat(found[1]).isCloseTo(0.25, within(0.03));
    assertThat(found[2]).isCloseTo(1, within(1e-9));

    SpikeEncoder events = encoder(new SpikeCode.Events(), 2, 1, 0, 0, 1);
    assertThat(events.next()).containsExactly(1, 0);
    assertThat(events.next()).containsExactly(0, 1);

    SpikeEncoder point = encoder(new SpikeCode.Population(2, -1, 1), 1, -1, 1);
    assertThat(point.next()).containsExactly(1, 0, 0, 1);
  }

  private static SpikeEncoder encoder(SpikeCode code, int steps, float... values) {
    return new SpikeEncoder(
        new Operation.SpikeEncoding(code, steps), values, 1, new SplittableRandom(9));
  }

  @Test
  void values_that_are_no_rates_are_refused() {
    assertThatThrownBy(() -> encoder(new SpikeCode.Rate(), 3, 0.5f, 1.5f))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("in [0, 1], found 1.5");
  }

  @ParameterizedTest
  @CsvSource({"20, 0.223607", "256, 0.062500", "1352, 0.027196"})
  void dense_layers_are_scaled_by_their_fan_in(int inputs, double scale) {
    assertThat(1 / Math.sqrt(new DenseSynapses(inputs, 3).fanIn())).isCloseTo(scale, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"2, 0.101015", "64, 0.017857"})
  void convolutions_are_scaled_by_their_fan_in(int channels, double scale) {
    Synapses synapses = new ConvolutionSynapses(channels, 26, 26, 64, 7, 3);

    assertThat(1 / Math.sqrt(synapses.fanIn())).isCloseTo(scale, within(1e-6));
  }

  @Test
  void a_convolution_is_what_its_definition_says() {
    ConvolutionSynapses synapses = new ConvolutionSynapses(2, 4, 3, 3, 3, 1);
    SplittableRandom random = new SplittableRandom(5);
    double[] weights = random.doubles(synapses.weights(), -1, 1).toArray();
    double[] trace = random.doubles(synapses.inputs(), -1, 1).toArray();
    double[] sums = new double[synapses.outputs()];
    synapses.apply(weights, trace, 0, sums, 0);

    for (int i = 0; i < sums.length; i++) {
      int x = i % 3;
      int y = i / 3 % 4;
      int o = i / 12;
      double expected = 0;
      for (int tap = 0; tap < synapses.fanIn(); tap++) {
        int column = x + tap % 3 - 1;
        int row = y + tap / 3 % 3 - 1;
        if (column >= 0 && column < 3 && row >= 0 && row < 4) {
          expected += weights[o * synapses.fanIn() + tap] * trace[(tap / 9 * 4 + row) * 3 + column];
        }
      }
      assertThat(sums[i]).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void gradients_are_the_transpose_of_the_map() {
    for (Synapses synapses :
        List.of(new DenseSynapses(5, 4), new ConvolutionSynapses(2, 5, 4, 3, 3, 1))) {
      SplittableRandom random = new SplittableRandom(6);
      double[] weights = random.doubles(synapses.weights(), -1, 1).toArray();
      double[] trace = random.doubles(synapses.inputs(), -1, 1).toArray();
      double[] upstream = random.doubles(synapses.outputs(), -1, 1).toArray();
      double[] sums = new double[synapses.outputs()];
      double[] gradient = new double[synapses.weights()];
      synapses.apply(weights, trace, 0, sums, 0);
      synapses.gradient(trace, 0, upstream, 0, gradient);

      double forward = 0;
      for (int i = 0; i < sums.length; i++) {
        forward += sums[i] * upstream[i];
      }
      double backward = 0;
      for (int i = 0; i < gradient.length; i++) {
        backward += gradient[i] * weights[i];
      }
      assertThat(backward).isCloseTo(forward, within(1e-12));
      assertThat(synapses.toOwn(synapses.fromOwn(weights))).containsExactly(weights);
    }
  }

  @Test
  void pooled_neurons_send_one_spike_and_take_the_gradient_of_their_window() {
    Synapses synapses = new ConvolutionSynapses(1, 2, 2, 1, 1, 0);
    SpikingLayer layer = new SpikingLayer(synapses, USUAL, new Pooling(1, 2, 2, 2), ones(1));
    layer.reset(1);
    stepFrom(layer, new double[] {1}, new double[] {-0.4, 0.3, 0.2, -0.9}, 0, 0, 0, 0);

    double[] gradient = new double[1];
    layer.gradient(new double[] {2}, gradient, NONE);

    assertThat(layer.sent()).containsExactly(1);
    assertThat(gradient).containsExactly(new double[] {2 * 0.3}, within(1e-12));
  }

  @Test
  void a_layers_gradient_knows_nothing_of_later_layers() {
    double[] left = firstGradient(1);
    double[] right = firstGradient(2);

    assertThat(left).containsExactly(right);
    assertThat(Arrays.stream(left).filter(value -> value != 0).count()).isPositive();
  }

  /** The first layer's gradient at its second step, before a second layer of some seed. */
  private static double[] firstGradient(long seedOfSecond) {
    SplittableRandom random = new SplittableRandom(seedOfSecond);
    Readout read = new Readout(new double[] {1, -1, 1, -1, 1, 1}, NONE, 2);
    List<SpikingLayer> layers = new ArrayList<>();
    layers.add(layer(new DenseSynapses(4, 3), read));
    layers.add(
        layer(
            new DenseSynapses(3, 3),
            new Readout(random.doubles(6, -1, 1).map(Math::signum).toArray(), NONE, 2)));
    SpikingNetwork network = new SpikingNetwork(layers, false);
    // Three synapses of +1 and one of -1: behind the first step U = (3 - 1)/2 - 1 = 0.
    Arrays.fill(network.latents().get(0), 1);
    Arrays.fill(network.latents().get(0), 9, 12, -1);
    double[] second = network.latents().get(1);
    for (int i = 0; i < second.length; i++) {
      second[i] = random.nextDouble(-1, 1);
    }
    WeightRule rule = new WeightRule.StraightThrough();
    network.reset(1);
    network.draw(rule, (uniform, tensor) -> {});
    network.step(new double[] {1, 1, 1, 1});
    network.step(new double[4]);
    network.learn(rule, new LocalLoss(LocalLoss.Kind.CROSS_ENTROPY, false), new int[] {1}, 0);
    return network.gradients().get(0);
  }

  @Test
  void synaptic_operations_are_spikes_times_fan_out() {
    SpikingNetwork network =
        new SpikingNetwork(List.of(layer(new DenseSynapses(4, 3), ones(3))), false);
    network.reset(2);
    network.step(new double[] {1, 0, 1, 1, 0, 0, 0, 0});

    // Without input before, all three neurons of both samples fire at the first step.
    assertThat(network.synapticOperations()).isEqualTo(3 * 3 + 6 * 1);
  }
}
