package org.bnnlab.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

  @Option(
      names = "--plan",
      description = {
        "Run nothing, but say what would run, how long it would take (measured on first batches)",
        "and how much disk."
      })
  private boolean plan;

  @Mixin private final TableOptions options = new TableOptions();

  BenchCommand(Console console) {
    this.console = console;
  }

  /** What a newcomer may do with what ran. */
  private String next(List<ResultRow> rows) {
    if (table.equals("quickstart")) {
      return "Next: bnn tables (the papers' tables)   ·   bnn methods recu (what a method is made"
          + " of)";
    }
    boolean unlabelled =
        rows.stream()
            .map(ResultRow::outcome)
            .anyMatch(end -> end.status() == ResultRow.Status.FINISHED && end.last() == null);
    return "Next: bnn leaderboard (all results)   ·   bnn eval RUN "
        + (unlabelled ? "--protocol tribuo-knn (what it learned)" : "(classes of one run)");
  }

  @Override
  public Integer call() throws IOException {
    RecipeBook book = RecipeBook.installed(Vocabulary.installed());
    Table chosen = book.table(table).withRows(names);
    List<TableRun.Task> tasks = options.tasks(chosen.recipes());
    if (plan) {
      PlanText.lines(options.plan(tasks, console), console.colours())
          .forEach(console.out()::println);
      return 0;
    }
    List<TableRun.Finished> ended = options.run(tasks, console);
    List<ResultRow> rows =
        ended.stream().map(TableRun.Finished::row).filter(Objects::nonNull).toList();
    Ledger ledger = options.results().ledger();
    List<ResultRow> all = ledger.read().rows();
    List<Table> tables = new ArrayList<>(book.tables());
    tables.addFirst(chosen);
    Path page =
        Site.write(
            Leaderboard.among(all, tables),
            RunFiles.in(options.results().path()),
            options.results().pages());
    if (!options.json()) {
      for (Leaderboard board : Leaderboard.of(rows)) {
        LeaderboardText.lines(board, console.colours()).forEach(console.out()::println);
      }
      console
          .out()
          .println(
              "Ledger: %s (%d rows)   ·   Page: %s".formatted(ledger.file(), all.size(), page));
      console.out().println(next(rows));
    }
    return TableOptions.status(ended);
  }
}
