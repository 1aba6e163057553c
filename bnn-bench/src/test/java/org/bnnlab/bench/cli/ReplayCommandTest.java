package org.bnnlab.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bnnlab.bench.SharedFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {

  private static final String RECORDED = "golden/recu-resnet20.npz";
  private static final Path NAMES =
      Path.of("../bnn-tests/src/test/resources/golden/recu-resnet20.names.json");

  @TempDir Path folder;

  @Test
  void the_recorded_training_of_recu_comes_out_the_same() {
    CommandLineRun run = replay("--json");

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    JsonNode report = run.json();
    assertThat(report.path("steps")).hasSize(8);
    for (JsonNode step : report.path("steps")) {
      assertThat(step.path("lossDifference").asDouble()).isLessThan(1e-5);
      assertThat(step.path("logitsMaxDiff").asDouble()).isLessThan(1e-5);
    }
    assertThat(report.path("steps").path(0).path("there").asDouble()).isBetween(2.41158, 2.41159);
    assertThat(report.path("logits0MaxDiff").asDouble()).isLessThan(1e-5);
    assertThat(report.path("evaluationMaxDiff").asDouble()).isLessThan(1e-5);
    assertThat(report.has("firstDivergence")).isTrue();
    assertThat(report.path("firstDivergence").isNull()).isTrue();
    for (JsonNode gradient : report.path("gradients0")) {
      double scale =
          gradient.path("role").asText().equals("SCALE") ? 1 : gradient.path("largest").asDouble();
      assertThat(gradient.path("difference").asDouble()).isLessThan(1e-3 * scale);
    }
  }

  @Test
  void another_setting_of_the_method_diverges_with_status_1() {
    CommandLineRun run = replay("--option", "tauStart=0.6");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("diverged from step 1 on");
  }

  @Test
  void a_network_of_another_size_is_refused_with_the_parameters_that_do_not_fit() {
    CommandLineRun run = replay("--network", "widths=8,16,32");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("parameter stem.conv.weight has shape (8, 3, 3, 3), recorded");
  }

  @Test
  void a_trajectory_of_another_name_uses_the_map_of_its_method_and_network() throws IOException {
    Path original = SharedFolder.require(RECORDED);
    Files.copy(original, folder.resolve("other.npz"));
    Files.copy(original.resolveSibling("recu-resnet20.json"), folder.resolve("other.json"));
    Path maps =
        Files.createDirectories(
            folder.resolve("home").resolve("bnn-tests/src/test/resources/golden"));

    CommandLineRun without = inProject(folder.resolve("home"));
    Files.copy(NAMES, maps.resolve("recu-resnet20.names.json"));
    CommandLineRun with = inProject(folder.resolve("home"));

    assertThat(without.status()).isEqualTo(2);
    assertThat(without.err())
        .contains("tried:", folder.resolve("other.names.json").toString())
        .contains("golden/other.names.json", "golden/recu-resnet20.names.json", "--names");
    assertThat(with.status()).isZero();
  }

  @Test
  void a_missing_trajectory_is_one_line() {
    CommandLineRun run = CommandLineRun.of("replay", folder.resolve("none.npz").toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).isEqualToIgnoringNewLines("there is no " + folder.resolve("none.npz"));
  }

  private CommandLineRun inProject(Path home) {
    String before = System.setProperty("bnn.home", home.toString());
    try {
      return CommandLineRun.of("replay", folder.resolve("other.npz").toString(), "--threads", "1");
    } finally {
      if (before == null) {
        System.clearProperty("bnn.home");
      } else {
        System.setProperty("bnn.home", before);
      }
    }
  }

  private static CommandLineRun replay(String... more) {
    String trajectory = SharedFolder.require(RECORDED).toString();
    String[] all = new String[5 + more.length];
    System.arraycopy(
        new String[] {"replay", trajectory, "--names", NAMES.toString(), "--threads=1"},
        0,
        all,
        0,
        5);
    System.arraycopy(more, 0, all, 5, more.length);
    return CommandLineRun.of(all);
  }
}
