package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.bnnlab.bench.SharedFolder;
import org.bnnlab.bench.replay.Replay;
import org.bnnlab.bench.replay.ReplayReport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** ReCU's official code in PyTorch, eight recorded training steps, against ours. */
@TestInstance(Lifecycle.PER_CLASS)
class GoldenTrajectoryTest {

  private static final double RELATIVE = 1e-4;
  private static final double ROUNDING = 1e-5;
  private static final int STEPS = 8;
  private static final int TRAINED = 79;

  private ReplayReport report;

  @BeforeAll
  void replays() throws Exception {
    Path trajectory = SharedFolder.require("golden/recu-resnet20.npz");
    report = Replay.prepare(trajectory, names("recu-resnet20"), Map.of(), Map.of()).run();
  }

  private static Path names(String trajectory) throws URISyntaxException {
    String resource = "/golden/" + trajectory + ".names.json";
    return Path.of(
        Objects.requireNonNull(GoldenTrajectoryTest.class.getResource(resource), resource).toURI());
  }

  @Test
  void every_loss_agrees() {
    assertThat(report.steps())
        .hasSize(STEPS)
        .allSatisfy(step -> assertThat(step.lossDifference()).isLessThan(RELATIVE));
    assertThat(report.firstDivergence()).isNull();
  }

  @Test
  void the_logits_of_every_step_agree() {
    assertThat(report.steps())
        .hasSize(STEPS)
        .allSatisfy(step -> assertThat(step.logitsMaxDiff()).isLessThan(RELATIVE));
  }

  @Test
  void the_logits_in_evaluation_agree_behind_the_last_step() {
    assertThat(report.evaluationMaxDiff()).isNotNull().isLessThan(RELATIVE);
  }

  /**
   * Most gradients of the learned scales are zero but for rounding, because a batch normalization
   * follows: those are compared absolutely.
   */
  @Test
  void the_gradients_of_the_first_step_agree() {
    assertThat(report.gradients0())
        .hasSize(TRAINED)
        .allSatisfy(
            gradient ->
                assertThat(gradient.difference())
                    .as(gradient.parameter())
                    .isLessThan(
                        gradient.parameter().endsWith(".alpha")
                            ? 1e-4 + ROUNDING * gradient.largest()
                            : 1e-3 * gradient.largest()));
  }
}
