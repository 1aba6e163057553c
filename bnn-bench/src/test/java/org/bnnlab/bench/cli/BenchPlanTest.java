package org.bnnlab.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
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

  /** Two views of each image, two stages, a teacher that is planned too. */
  @Test
  void runs_that_learn_without_labels_are_measured_with_their_views_and_teacher()
      throws IOException {
    Path table =
        Files.writeString(
            folder.resolve("unlabelled.yaml"),
            """
            title: two views
            common:
              network: { id: resnet20, widths: [4, 8, 16], blocks: 1 }
              data: { set: shapes32, images: 64, train: [mocov2-lite(32)], views: 2, normalize: imagenet }
              train: { epochs: 2, batch: 8, dropLast: true, schedule: linear, optimizer: adam(lr: 1e-3) }
              seeds: [1]
            rows:
              - id: both
                method: { id: s2bnn, options: { variant: both, queue: 16 } }
                train: { teacher: { recipe: cifar10/moco-resnet20 } }
                stages:
                  - { name: first, bits: 32/1 }
                  - { name: second, bits: 1/1 }
            """);
    Path results = folder.resolve("results");

    CommandLineRun run =
        CommandLineRun.of("bench", table.toString(), "--plan", "--out", results.toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("unlabelled-both-1-first +2 +\\d+.* (s|min|h|days)")
        .containsPattern("unlabelled-both-1-second +2 +\\d+.* (s|min|h|days)");
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
