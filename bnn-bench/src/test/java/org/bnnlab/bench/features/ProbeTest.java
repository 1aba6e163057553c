package org.bnnlab.bench.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProbeTest {

  private static final List<String> CLASSES = List.of("a", "b", "c");

  /** Three clouds around three axes, and a coordinate that is always 4. */
  private static FeatureSet clouds(int size, long seed) {
    RandomGenerator random = new RandomStreams(seed).stream("clouds", 0, 0);
    float[] values = new float[4 * size];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = i % 3;
      for (int c = 0; c < 3; c++) {
        values[4 * i + c] = (float) ((c == labels[i] ? 6 : 0) + random.nextGaussian());
      }
      values[4 * i + 3] = 4;
    }
    return new FeatureSet("clouds", CLASSES, values, labels);
  }

  /** The same with labels that have nothing to do with them. */
  private static FeatureSet noise(int size, long seed) {
    FeatureSet clouds = clouds(size, seed);
    float[] values = new float[4 * size];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      System.arraycopy(clouds.feature(i), 0, values, 4 * i, 4);
      labels[i] = i / 3 % 3;
    }
    return new FeatureSet("noise", CLASSES, values, labels);
  }

  @ParameterizedTest
  @EnumSource(Probe.Protocol.class)
  void a_probe_tells_classes_apart_where_features_do(Probe.Protocol protocol) {
    ProbeResult apart = protocol.probe().run(epoch -> clouds(150, 1), clouds(90, 2), 1);
    ProbeResult mixed = protocol.probe().run(epoch -> noise(150, 1), noise(90, 2), 1);

    assertThat(apart.top1()).isGreaterThan(95);
    assertThat(mixed.top1()).isBetween(15.0, 55.0);
    assertThat(apart.bestTop1()).isGreaterThanOrEqualTo(apart.top1());
    assertThat(protocol.probe().run(epoch -> noise(150, 1), noise(90, 2), 1).top1())
        .as("the same seed")
        .isEqualTo(mixed.top1());
  }

  @Test
  void the_probe_by_sgd_asks_for_the_features_of_each_of_its_hundred_epochs() {
    List<Integer> epochs = new ArrayList<>();
    Probe.Protocol.SGD_PROBE
        .probe()
        .run(
            epoch -> {
              epochs.add(epoch);
              return clouds(9, epoch);
            },
            clouds(9, 200),
            1);

    assertThat(epochs).isEqualTo(IntStream.range(0, 100).boxed().toList());
  }

  @Test
  void tribuos_probes_say_where_their_figures_come_from() {
    assertThat(
            Probe.Protocol.TRIBUO_LINEAR
                .probe()
                .run(epoch -> clouds(30, 1), clouds(30, 2), 7)
                .provenance())
        .contains("LinearSGDTrainer", "AdaGrad", "clouds, standardized by the training images");
    assertThat(
            Probe.Protocol.TRIBUO_KNN
                .probe()
                .run(epoch -> clouds(30, 1), clouds(30, 2), 7)
                .provenance())
        .contains("KNNTrainer", "clouds, each divided by its length");
  }

  @Test
  void coordinates_are_standardized_by_the_training_images_and_constant_ones_vanish() {
    FeatureSet training = new FeatureSet("x", CLASSES, new float[] {1, 5, 3, 5}, new int[] {0, 1});
    FeatureSet test = new FeatureSet("y", CLASSES, new float[] {4, 9}, new int[] {2});

    assertThat(training.standardizedBy(training).feature(0)).containsExactly(-1, 0);
    assertThat(test.standardizedBy(training).feature(0)).containsExactly(2, 0);
    assertThat(test.standardizedBy(training).label(0)).isEqualTo(2);
  }

  @Test
  void features_of_length_one_keep_their_direction_and_zeros_stay() {
    FeatureSet set =
        new FeatureSet("x", CLASSES, new float[] {3, 4, 0, 0}, new int[] {0, 1}).normalized();

    assertThat(set.feature(0)).containsExactly(new float[] {0.6f, 0.8f}, within(1e-6f));
    assertThat(set.feature(1)).containsExactly(0, 0);
  }

  @Test
  void an_unknown_protocol_is_refused_with_the_nearest_name() {
    assertThatThrownBy(() -> Probe.Protocol.of("tribuo-kn"))
        .isInstanceOf(FaultException.class)
        .hasMessage(
            "unknown protocol \"tribuo-kn\"; did you mean \"tribuo-knn\"?; one of: sgd-probe,"
                + " sgd-probe-once, tribuo-linear, tribuo-knn");
  }
}
