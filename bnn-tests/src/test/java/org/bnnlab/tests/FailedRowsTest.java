package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.ResultRow.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of which some rows fail or diverge. */
class FailedRowsTest {

  @TempDir Path folder;

  @Test
  void failed_and_diverged_rows_are_recorded_and_the_table_goes_on() throws Exception {
    Path jar = PluginJar.make("failing", "org.example.Failing", folder);
    Path table = folder.resolve("tiny.yaml");
    Files.writeString(
        table,
        """
        title: tiny
        common:
          network: { id: resnet20, widths: [4, 8, 16], blocks: 1 }
          data: { set: shapes32, images: 32, normalize: imagenet }
          train: { epochs: 1, batch: 16, optimizer: sgd(lr: 0.1), schedule: cosine }
        rows:
          - method: failing
          - { id: diverging, method: float, train: { epochs: 2, optimizer: sgd(lr: 1e30) } }
          - id: second
            method: float
            stages:
              - { name: one, train: { epochs: 2, optimizer: sgd(lr: 1e30) } }
              - { name: two }
          - method: bnn
        """);
    Bnn bnn = Bnn.in(folder).withJars(jar);
    String[] bench = {"bench", table.toString(), "--threads", "1", "--out", "results"};

    Bnn.Result first = bnn.run(bench);

    assertThat(first.status()).isEqualTo(1);
    assertThat(first.err())
        .contains(
            "tiny-failing-1 failed: java.lang.IllegalStateException: no slope today",
            "tiny-second-1-two failed: ",
            "nothing can start or learn from it");
    assertThat(rows())
        .extracting(row -> row.identity().recipe(), row -> row.outcome().status())
        .containsExactly(
            tuple("tiny/failing", Status.FAILED),
            tuple("tiny/diverging", Status.DIVERGED),
            tuple("tiny/second", Status.DIVERGED),
            tuple("tiny/bnn", Status.FINISHED));
    assertThat(rows().getFirst().outcome().failure()).contains("no slope today");
    assertThat(folder.resolve("results/leaderboard/index.html"))
        .content()
        .contains("seed 1 failed after 0 of 1 epochs");

    // What failed is tried again, what diverged is not.
    Bnn.Result second = bnn.run(bench);

    assertThat(second.err())
        .contains("tiny-diverging-1: in the ledger already", "tiny-failing-1 failed: ");
    assertThat(rows()).hasSize(5);
  }

  private List<ResultRow> rows() throws IOException {
    return new Ledger(folder.resolve("results/ledger.jsonl")).read().rows();
  }
}
