package org.bnnlab.bench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bnnlab.bench.audit.Audit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsTest {

  private static final Path COMMITTED = Path.of("..", "records");

  @TempDir Path folder;

  @Test
  void rows_are_added_once_with_their_small_files_and_without_failed_ones() throws IOException {
    Path results = folder.resolve("results");
    Ledger ledger = new Ledger(results.resolve(Records.LEDGER));
    ledger.append(Rows.of("bnn", 1, 80).row());
    ledger.append(Rows.of("recu", 1, 90).ended(ResultRow.Status.FAILED, 2).row());
    Records records = new Records(folder.resolve("records"));

    assertThat(records.add(results)).isEqualTo(1);
    assertThat(records.add(results)).isZero();
    ledger.append(Rows.of("recu", 1, 90).row());
    assertThat(records.add(results)).isEqualTo(1);

    assertThat(new Ledger(folder.resolve("records/ledger.jsonl")).read().rows())
        .extracting(row -> row.identity().method())
        .containsExactly("bnn", "recu");
  }

  @Test
  void committed_records_are_right_and_name_no_place_of_a_machine() throws IOException {
    List<ResultRow> rows = new Ledger(COMMITTED.resolve(Records.LEDGER)).read().rows();
    RunFiles files = RunFiles.in(COMMITTED);

    assertThat(rows).isNotEmpty();
    for (ResultRow row : rows) {
      assertThat(Audit.of(row, files).faults()).as(row.identity().runId()).isEmpty();
      assertThat(files.epochs(row)).as(row.identity().runId()).hasSize(row.outcome().epochsRun());
      assertThat(row.toJson()).doesNotContain("\"/", "=/", ":\\\\");
    }
    assertThat(Files.readString(COMMITTED.resolve(Records.LEDGER))).endsWith("\n");
  }
}
