package org.bnnlab.bench.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Results as a repository keeps them: the ledger's rows, and of each run the small files that its
 * page needs. Weights and predictions stay behind; rows name them with their hashes.
 */
public final class Records {

  /** Name of the ledger's file in a folder of results or records. */
  public static final String LEDGER = "ledger.jsonl";

  private static final List<String> SMALL_FILES = List.of(RunFiles.METRICS, RunFiles.EVALUATION);

  private final Path folder;
  private final Ledger ledger;

  /** The records in {@code folder}, which need not exist yet. */
  public Records(Path folder) {
    this.folder = folder;
    this.ledger = new Ledger(folder.resolve(LEDGER));
  }

  /**
   * Adds what results have and the records do not. Failed runs are left out: they are tried again.
   *
   * @param results folder of results
   * @return how many rows were added
   * @throws IOException if something cannot be read or written
   */
  public int add(Path results) throws IOException {
    Set<ResultRow> known = new HashSet<>(ledger.read().rows());
    RunFiles files = RunFiles.in(results);
    int added = 0;
    for (ResultRow row : new Ledger(results.resolve(LEDGER)).read().rows()) {
      if (row.outcome().status() != ResultRow.Status.FAILED && known.add(row)) {
        copy(files.folder(row), folder.resolve("runs").resolve(row.identity().runId()));
        ledger.append(row);
        added++;
      }
    }
    return added;
  }

  private static void copy(Optional<Path> from, Path to) throws IOException {
    if (from.isEmpty()) {
      return;
    }
    Files.createDirectories(to);
    for (String name : SMALL_FILES) {
      Path file = from.get().resolve(name);
      if (Files.isRegularFile(file)) {
        Files.copy(file, to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
