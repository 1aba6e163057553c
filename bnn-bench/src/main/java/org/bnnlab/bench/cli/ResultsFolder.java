package org.bnnlab.bench.cli;

import java.nio.file.Path;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.Records;
import picocli.CommandLine.Option;

/** Where the results are that a command makes or reads. */
final class ResultsFolder {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "results",
      description = "Folder of the results (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("results");

  Path path() {
    return out;
  }

  /** Where pages go unless somebody says otherwise. */
  Path pages() {
    return out.resolve("leaderboard");
  }

  Ledger ledger() {
    return new Ledger(out.resolve(Records.LEDGER));
  }
}
