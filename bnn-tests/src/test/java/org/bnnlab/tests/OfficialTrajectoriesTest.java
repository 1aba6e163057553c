package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.bnnlab.bench.SharedFolder;
import org.bnnlab.bench.replay.Replay;
import org.bnnlab.bench.replay.ReplayReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded training steps of the papers' official code against ours. */
class OfficialTrajectoriesTest {

  private static final double RELATIVE = 1e-4;
  private static final int CLIPPED = 25;
  private static final int TRAINED = 58;

  @ParameterizedTest
  @ValueSource(strings = {"irnet-resnet20", "sdbnn-resnet20", "bnfree-reactnet18-cifarstem-adam"})
  void losses_logits_and_evaluation_agree_with_the_official_code(String name) throws Exception {
    ReplayReport report = replayed(name);

    assertThat(report.firstDivergence()).isNull();
    assertThat(report.steps())
        .isNotEmpty()
        .allSatisfy(step -> assertThat(step.lossDifference()).isLessThan(RELATIVE))
        .allSatisfy(step -> assertThat(step.logitsMaxDiff()).isLessThan(RELATIVE));
    assertThat(report.evaluationMaxDiff()).isNotNull().isLessThan(RELATIVE);
    assertThat(report.gradients0())
        .isNotEmpty()
        .allSatisfy(
            gradient ->
                assertThat(gradient.difference())
                    .as(gradient.parameter())
                    .isLessThan(1e-3 * gradient.largest() + 1e-6));
  }

  /**
   * Clipping acts before the optimizer, and on the right units: Adam would hide a constant factor.
   * A gradient near Adam's epsilon decides by its last bits, hence the wider bound on parameters.
   */
  @Test
  void clipped_gradients_and_the_last_parameters_agree_with_the_official_code() throws Exception {
    ReplayReport report = replayed("bnfree-reactnet18-cifarstem-adam");

    assertThat(report.clipped0())
        .hasSize(CLIPPED)
        .allSatisfy(
            clipped -> assertThat(clipped.relative()).as(clipped.parameter()).isLessThan(1e-5));
    assertThat(report.parameters())
        .hasSize(TRAINED)
        .allSatisfy(
            trained -> assertThat(trained.relative()).as(trained.parameter()).isLessThan(2e-3));
  }

  private static ReplayReport replayed(String name) throws Exception {
    Path trajectory = SharedFolder.require("golden/" + name + ".npz");
    String names = "/golden/" + name + ".names.json";
    Path map =
        Path.of(
            Objects.requireNonNull(OfficialTrajectoriesTest.class.getResource(names), names)
                .toURI());

    return Replay.prepare(trajectory, map, Map.of(), Map.of()).run();
  }
}
