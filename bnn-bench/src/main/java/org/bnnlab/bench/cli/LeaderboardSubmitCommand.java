package org.bnnlab.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.bnnlab.bench.leaderboard.Leaderboard;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.Records;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.RunFiles;
import org.bnnlab.bench.recipe.RecipeBook;
import org.bnnlab.bench.recipe.Vocabulary;
import org.bnnlab.bench.site.Site;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bnn leaderboard submit}: results into the records that the repository keeps. */
@Command(
    name = "submit",
    description = {
      "Add results (rows and small files, no weights) to the records that the repository keeps.",
      "Then make the leaderboard's pages of all records anew. What is there already stays."
    })
final class LeaderboardSubmitCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private final ResultsFolder results = new ResultsFolder();

  @Option(
      names = "--records",
      paramLabel = "DIR",
      defaultValue = "records",
      description = "Folder of the records (default: ${DEFAULT-VALUE}).")
  private Path records = Path.of("records");

  @Option(
      names = "--pages",
      paramLabel = "DIR",
      defaultValue = "docs/leaderboard",
      description = "Folder of the pages (default: ${DEFAULT-VALUE}).")
  private Path pages = Path.of("docs/leaderboard");

  LeaderboardSubmitCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    int added = new Records(records).add(results.path());
    List<ResultRow> rows = new Ledger(records.resolve(Records.LEDGER)).read().rows();
    Path page =
        Site.write(
            Leaderboard.among(rows, RecipeBook.installed(Vocabulary.installed()).tables()),
            RunFiles.in(records),
            pages);
    console
        .out()
        .println(
            "%d rows added, %d in %s   ·   Page: %s".formatted(added, rows.size(), records, page));
    return 0;
  }
}
