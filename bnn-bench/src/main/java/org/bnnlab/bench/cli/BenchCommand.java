package org.bnnlab.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.bnnlab.bench.leaderboard.Leaderboard;
import org.bnnlab.bench.leaderboard.LeaderboardText;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.RunFiles;
import org.bnnlab.bench.recipe.RecipeBook;
import org.bnnlab.bench.recipe.Table;
import org.bnnlab.bench.recipe.Vocabulary;
import org.bnnlab.bench.run.TableRun;
import org.bnnlab.bench.site.Site;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bnn bench [TABLE]}: runs a table's rows and ends with the leaderboard. */
@Command(
    name = "bench",
    description = {
      "Run the rows of a table, then show the leaderboard.",
      "Without a table: quickstart, on generated images, in minutes. What was interrupted goes on"
          + " where it stopped."
    })
final class BenchCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "TABLE",
      defaultValue = "quickstart",
      description = "Id or file of a table (default: ${DEFAULT-VALUE}; bnn tables lists all).")
  private String table = "quickstart";

  @Option(
      names = "--rows",
      paramLabel = "NAME",
      split = ",",
      description = "Rows to run, by name or method (default: all).")
  private List<String> names = new ArrayList<>();

  @Mixin private final TableOptions options = new TableOptions();

  BenchCommand(Console console) {
    this.console = console;
  }

  /** What a newcomer may do with it. */
  private String next() {
    return table.equals("quickstart")
        ? "Next: bnn tables (the papers' tables)   ·   bnn methods recu (what a method is made of)"
        : "Next: bnn leaderboard (all results)   ·   bnn eval RUN (classes of one run)";
  }

  @Override
  public Integer call() throws IOException {
    Table chosen = RecipeBook.installed(Vocabulary.installed()).table(table).withRows(names);
    List<TableRun.Task> tasks = options.tasks(chosen.recipes());
    List<ResultRow> rows = options.run(tasks, console);
    Ledger ledger = new Ledger(options.out().resolve(TableRun.LEDGER));
    List<ResultRow> all = ledger.read().rows();
    Path page =
        Site.write(
            Leaderboard.of(all), RunFiles.in(options.out()), options.out().resolve("leaderboard"));
    if (!options.json()) {
      for (Leaderboard board : Leaderboard.of(rows)) {
        LeaderboardText.lines(board, console.colours()).forEach(console.out()::println);
      }
      console
          .out()
          .println(
              "Ledger: %s (%d rows)   ·   Page: %s".formatted(ledger.file(), all.size(), page));
      console.out().println(next());
    }
    return 0;
  }
}
