package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.ResultRow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that is killed, or stopped with Ctrl-C, and started again. */
class KilledTableTest {

  private static final int KILLS = 10;

  @TempDir Path folder;

  private Bnn bnn;
  private Path table;

  @BeforeEach
  void write() throws IOException {
    bnn = Bnn.in(folder);
    table =
        TinyRecipe.of("float", "bnn", "recu")
            .withImages(96)
            .withEpochs(2)
            .table(folder.resolve("tiny.yaml"));
  }

  private Bnn.Running bench(Path out) throws IOException {
    return bnn.start(
        "bench",
        table.toString(),
        "--threads",
        "1",
        "--checkpoint-seconds",
        "0",
        "--out",
        out.toString());
  }

  @Test
  void a_table_killed_at_ten_moments_ends_with_the_ledger_of_an_undisturbed_one() throws Exception {
    Path calm = folder.resolve("calm");
    Path killed = folder.resolve("killed");
    Bnn.Running undisturbed = bench(calm);
    awaitProgress(undisturbed, calm, Map.of());
    long began = System.nanoTime();
    assertThat(undisturbed.result().status()).isZero();
    // A quarter of the table's time in all: a machine that speeds up does not end it before.
    long longest = (System.nanoTime() - began) / (4 * KILLS);

    Random random = new Random(20261121);
    for (int kill = 0; kill < KILLS; kill++) {
      Map<String, Long> before = progress(killed);
      Bnn.Running run = bench(killed);
      awaitProgress(run, killed, before);
      TimeUnit.NANOSECONDS.sleep(random.nextLong(longest));
      assertThat(run.process().isAlive()).as("alive before kill %d: %s", kill, run.err()).isTrue();
      run.kill();
    }
    Bnn.Result last = bench(killed).result();

    assertThat(last.status()).as(last.err()).isZero();
    assertThat(rows(killed)).hasSize(3).isEqualTo(rows(calm));
    Bnn.Result again = bench(killed).result();
    assertThat(again.err()).contains("tiny-recu-1: in the ledger already, not run again");
    assertThat(rows(killed)).hasSize(3);
  }

  @Test
  void ctrl_c_leaves_a_table_that_goes_on() throws Exception {
    Path out = folder.resolve("stopped");
    Bnn.Running run = bench(out);
    awaitProgress(run, out, Map.of());
    // SIGTERM, which ends a JVM by the same way as SIGINT.
    run.process().destroy();
    assertThat(run.process().waitFor()).isNotZero();
    Map<String, Long> stopped = progress(out);
    assertThat(stopped).isNotEmpty();

    assertThat(bench(out).result().status()).isZero();

    assertThat(rows(out)).hasSize(3);
  }

  private static List<JsonNode> rows(Path out) throws IOException {
    Ledger.Reading reading = new Ledger(out.resolve("ledger.jsonl")).read();
    assertThat(reading.notes()).isEmpty();
    List<JsonNode> rows = new ArrayList<>();
    for (ResultRow row : reading.rows()) {
      rows.add(LastingPart.of(row));
    }
    return rows;
  }

  /** Waits until a checkpoint or a row is written that was not there before. */
  private static void awaitProgress(Bnn.Running run, Path out, Map<String, Long> before)
      throws Exception {
    while (progress(out).equals(before)) {
      assertThat(run.process().isAlive()).as("ended early: %s", run.err()).isTrue();
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** When each checkpoint was written; a checkpoint that is being replaced may be missing. */
  private static Map<String, Long> progress(Path out) throws IOException {
    Map<String, Long> written = new TreeMap<>();
    Path runs = out.resolve("runs");
    if (Files.isDirectory(runs)) {
      try (Stream<Path> list = Files.list(runs)) {
        for (Path run : list.toList()) {
          long time = run.resolve("checkpoint/state.json").toFile().lastModified();
          if (time > 0) {
            written.put(run.getFileName().toString(), time);
          }
        }
      }
    }
    return written;
  }
}
