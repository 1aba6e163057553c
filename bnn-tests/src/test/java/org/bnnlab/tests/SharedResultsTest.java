package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bnnlab.bench.ledger.Ledger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes that write the same results. */
class SharedResultsTest {

  @TempDir Path folder;

  @Test
  void two_benches_that_write_one_ledger_lose_no_row() throws Exception {
    Path table = TinyRecipe.of("float", "bnn").table(folder.resolve("tiny.yaml"));
    List<Bnn.Running> benches = new ArrayList<>();
    for (String seeds : List.of("1", "2")) {
      benches.add(
          Bnn.in(folder)
              .start(
                  "bench",
                  table.toString(),
                  "--threads",
                  "1",
                  "--seeds",
                  seeds,
                  "--out",
                  "results"));
    }
    for (Bnn.Running bench : benches) {
      Bnn.Result result = bench.result();
      assertThat(result.status()).as(result.err()).isZero();
    }

    Ledger.Reading reading = new Ledger(folder.resolve("results/ledger.jsonl")).read();
    assertThat(reading.notes()).isEmpty();
    assertThat(reading.rows())
        .extracting(row -> row.identity().method() + row.randomness().seed())
        .containsExactlyInAnyOrder("float1", "bnn1", "float2", "bnn2");
  }

  @Test
  void a_run_that_another_process_trains_is_left_to_it() throws Exception {
    Path recipe = TinyRecipe.of("float").withImages(10_000).recipe(folder.resolve("tiny.yaml"));
    String[] train = {"train", recipe.toString(), "--threads", "1", "--out", "results"};
    Bnn.Running first = Bnn.in(folder).start(train);
    Path run = folder.resolve("results/runs/tiny-1");
    try {
      while (!Files.exists(run.resolve("metrics.jsonl"))) {
        assertThat(first.process().isAlive()).as(first.err()).isTrue();
        TimeUnit.MILLISECONDS.sleep(5);
      }
      Map<String, String> before = FolderHashes.of(run);

      Bnn.Result second = Bnn.in(folder).run(train);

      assertThat(first.process().isAlive()).isTrue();
      assertThat(FolderHashes.of(run)).isEqualTo(before);
      assertThat(second.status()).isEqualTo(1);
      assertThat(second.err())
          .isEqualToIgnoringNewLines(
              "another bnn trains in results/runs/tiny-1; wait for its end, or name other results"
                  + " with --out");
    } finally {
      first.kill();
    }
  }
}
