package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.ResultRow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table that is killed, or stopped with Ctrl-C, and started again. The moments are counted in
 * checkpoints, not in time, so that they fall into the training on any machine.
 */
class KilledTableTest {

  /** Checkpoints that may pass before an end, with {@code --checkpoint-seconds 0} one a step. */
  private static final int STEPS = 3;

  private static final long LONGEST_MILLIS = 20;

  @TempDir Path folder;

  private Bnn bnn;
  private Path table;

  private void write(int images) throws IOException {
    bnn = Bnn.in(folder);
    table =
        TinyRecipe.of("float", "bnn", "recu")
            .withImages(images)
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

  private enum End {
    SIGKILL,
    /** Ends a JVM by the same way as SIGINT, which Ctrl-C sends. */
    SIGTERM
  }

  @Test
  void a_table_killed_and_stopped_ends_with_the_ledger_of_an_undisturbed_one() throws Exception {
    write(48);
    endAndGoOn(List.of(End.SIGKILL, End.SIGTERM));
  }

  @Tag("slow")
  @Test
  void a_table_killed_at_ten_moments_ends_with_the_ledger_of_an_undisturbed_one() throws Exception {
    write(96);
    Path out = endAndGoOn(Collections.nCopies(10, End.SIGKILL));

    Bnn.Result again = bench(out).result();
    assertThat(again.err()).contains("tiny-recu-1: in the ledger already, not run again");
    assertThat(rows(out)).hasSize(3);
  }

  /** Gives the folder of the results that were interrupted. */
  private Path endAndGoOn(List<End> ends) throws Exception {
    Path calm = folder.resolve("calm");
    assertThat(bench(calm).result().status()).isZero();
    List<JsonNode> expected = rows(calm);
    assertThat(expected).hasSize(3);

    Random random = new Random(20261121);
    Path out = folder.resolve("0");
    int ended = 0;
    while (ended < ends.size()) {
      if (endsAtAMoment(ends.get(ended), out, random)) {
        ended++;
      } else {
        // The table was over before its moment came: it has to be right, and the next one is ended.
        assertThat(rows(out)).isEqualTo(expected);
        out = folder.resolve(out.getFileName() + "0");
      }
    }
    Bnn.Result last = bench(out).result();

    assertThat(last.status()).as(last.err()).isZero();
    assertThat(rows(out)).isEqualTo(expected);
    return out;
  }

  /** Starts the table and ends it a few checkpoints later; false if it came to its own end. */
  private boolean endsAtAMoment(End how, Path out, Random random) throws Exception {
    Bnn.Running run = bench(out);
    int steps = 1 + random.nextInt(STEPS);
    for (int step = 0; step < steps; step++) {
      Map<String, Long> before = progress(out);
      while (run.process().isAlive() && progress(out).equals(before)) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
    TimeUnit.MILLISECONDS.sleep(random.nextLong(LONGEST_MILLIS));
    if (how == End.SIGKILL) {
      run.process().destroyForcibly();
    } else {
      run.process().destroy();
    }
    Bnn.Result result = run.result();
    if (result.status() == 0) {
      return false;
    }
    // 128 and the number of the signal: not an error of its own.
    assertThat(result.status()).as(result.err()).isEqualTo(how == End.SIGKILL ? 137 : 143);
    return true;
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
