package org.bnnlab.bench.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bnnlab.bench.evaluation.Guess;
import org.bnnlab.bench.evaluation.PredictionFile;
import org.bnnlab.bench.file.AtomicFolder;
import org.bnnlab.bench.ledger.Artefact;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.Rows;
import org.bnnlab.bench.ledger.RunFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {

  @TempDir private Path results;
  private Path run;

  /** 2,000 images, of which 1,820 are right. */
  @BeforeEach
  void writeRun() throws IOException {
    run = Files.createDirectories(results.resolve("runs/recu-1"));
    Files.writeString(run.resolve("metrics.jsonl"), "{}\n");
    List<Guess> guesses = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      boolean hit = i < 1820;
      guesses.add(new Guess(0, hit ? 0 : 1, hit ? 1 : 2, 0.9, hit ? 0.9 : 0.05, 0.1, 0.3));
    }
    PredictionFile.write(run.resolve(PredictionFile.NAME), guesses);
  }

  private ResultRow row(double top1) throws IOException {
    ResultRow row = Rows.of("recu", 1, top1).row();
    return new ResultRow(
        row.schemaVersion(),
        row.identity(),
        row.config(),
        row.code(),
        row.environment(),
        row.randomness(),
        row.outcome(),
        row.cost(),
        row.networkCost(),
        row.certainty(),
        row.ensemble(),
        row.packedCheck(),
        row.published(),
        List.of(artefact("metrics.jsonl"), artefact(PredictionFile.NAME)),
        row.protocol());
  }

  private Artefact artefact(String name) throws IOException {
    return new Artefact(name, AtomicFolder.sha256(run.resolve(name)));
  }

  @Test
  void a_true_row_passes() throws IOException {
    Audit audit = Audit.of(row(91.0), RunFiles.in(results));

    assertThat(audit.faults()).isEmpty();
    assertThat(audit.missing()).isEmpty();
    assertThat(audit.checked())
        .containsExactly("experiment", "metrics.jsonl", "predictions.csv", "top-1 91.00 %");
  }

  @Test
  void an_embellished_accuracy_is_found() throws IOException {
    assertThat(Audit.of(row(92.0), RunFiles.in(results)).faults())
        .containsExactly("top-1 computed from the predictions is 91.00 %, the row says 92.00 %");
  }

  @Test
  void a_changed_file_is_found() throws IOException {
    ResultRow row = row(91.0);
    Path file = run.resolve(PredictionFile.NAME);
    Files.writeString(file, Files.readString(file).replaceFirst("0,1,2,", "0,0,1,"));

    assertThat(Audit.of(row, RunFiles.in(results)).faults())
        .hasSize(2)
        .anyMatch(fault -> fault.startsWith("predictions.csv has the SHA-256 "));
  }

  @Test
  void a_row_without_its_files_says_what_is_missing() throws IOException {
    ResultRow row = row(91.0);
    Files.delete(run.resolve("metrics.jsonl"));

    assertThat(Audit.of(row, RunFiles.in(results)).missing())
        .containsExactly("no folder of runs holds its metrics.jsonl");
  }
}
