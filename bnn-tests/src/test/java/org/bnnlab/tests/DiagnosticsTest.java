package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.models.djl.Diagnostics;
import org.junit.jupiter.api.Test;

/** What a training run tells about its layers. */
class DiagnosticsTest {

  private static TrainingProgress at(int epoch, int step) {
    return new TrainingProgress(epoch, 4, step, 4 * 40, 0, 1);
  }

  private static Map<String, Double> figures(TinyTraining training, TrainingProgress progress) {
    try (NDManager owner = training.manager.newSubManager()) {
      training.executor.train(
          training.images(owner),
          progress,
          logits -> training.method.objective().loss(logits, training.targets(owner)));
    }
    return training.executor.diagnostics().drain();
  }

  @Test
  void activations_are_observed_in_the_first_and_every_32nd_batch_of_an_epoch() {
    try (TinyTraining training = new TinyTraining("bnn")) {
      assertThat(figures(training, at(0, 0))).containsKey("total.saturation");
      assertThat(figures(training, at(0, 1))).isEmpty();
      assertThat(figures(training, at(0, 32))).containsKey("total.saturation");
      assertThat(figures(training, at(1, 39))).isEmpty();
      assertThat(figures(training, at(1, 40))).containsKey("total.saturation");
    }
  }

  /** hardtanh stands before every sign of bnn, so nothing lies outside [-1, 1]: none saturates. */
  @Test
  void saturation_is_the_share_of_arguments_whose_slope_is_zero() {
    try (TinyTraining bnn = new TinyTraining("bnn");
        TinyTraining birealnet = new TinyTraining("birealnet")) {
      assertThat(figures(bnn, at(0, 0)).get("total.saturation")).isZero();
      assertThat(figures(birealnet, at(0, 0)).get("total.saturation")).isBetween(0.1, 0.9);
      Map<String, Double> found = figures(birealnet, at(0, 0));
      double weighted = 0;
      double layers = 0;
      for (Map.Entry<String, Double> entry : found.entrySet()) {
        if (entry.getKey().endsWith(".positive") && !entry.getKey().startsWith("total")) {
          assertThat(entry.getValue()).isBetween(0.2, 0.8);
          weighted += entry.getValue();
          layers++;
        }
      }
      assertThat(found.get("total.positive")).isCloseTo(weighted / layers, within(0.1));
    }
  }

  @Test
  void figures_of_an_interrupted_epoch_go_on_where_they_were() {
    try (TinyTraining calm = new TinyTraining("birealnet");
        TinyTraining killed = new TinyTraining("birealnet")) {
      calm.executor.rememberSigns(at(0, 0));
      killed.executor.rememberSigns(at(0, 0));
      observe(calm, at(0, 0));
      observe(calm, at(0, 32));
      observe(killed, at(0, 0));
      Map<String, Diagnostics.Sum> saved = killed.executor.diagnostics().sums();
      killed.executor.diagnostics().drain();
      killed.executor.diagnostics().restore(saved);
      observe(killed, at(0, 32));
      calm.executor.observeWeights(at(1, 40));
      killed.executor.observeWeights(at(1, 40));

      Map<String, Double> expected = calm.executor.diagnostics().drain();
      assertThat(killed.executor.diagnostics().drain()).isEqualTo(expected);
      assertThat(expected)
          .containsKeys(
              "total.flips",
              "total.dead",
              "total.entropy",
              "total.saturation",
              "total.positive",
              "stage1.block0.conv1.flips",
              "stage1.block0.conv1.dead",
              "stage1.block0.conv1.entropy");
      assertThat(expected.get("total.flips")).isZero();
    }
  }

  private static void observe(TinyTraining training, TrainingProgress progress) {
    try (NDManager owner = training.manager.newSubManager()) {
      training.executor.train(
          training.images(owner),
          progress,
          logits -> training.method.objective().loss(logits, training.targets(owner)));
    }
  }
}
