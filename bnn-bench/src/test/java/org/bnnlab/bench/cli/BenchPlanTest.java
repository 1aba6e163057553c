package org.bnnlab.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchPlanTest {

  @TempDir Path folder;

  @Test
  void a_plan_names_runs_time_and_disk_and_writes_nothing() {
    CommandLineRun run =
        CommandLineRun.of(
            "bench", "quickstart", "--plan", "--rows", "bnn", "--out", folder.toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("quickstart-bnn-1 +5 +\\d+.* (s|min|h|days)")
        .containsPattern("1 runs: .* and \\d+\\.\\d MB here, measured on first batches");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_row_whose_images_are_not_there_is_planned_without_a_time() {
    CommandLineRun run =
        CommandLineRun.of("bench", "xnornet-imagenet", "--plan", "--out", folder.toString());

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("xnornet-imagenet-resnet18-1", "data set imagenet is read from files")
        .contains("1 could not be measured");
  }
}
