package org.bnnlab.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bnnlab.bench.leaderboard.Leaderboard;
import org.bnnlab.bench.leaderboard.LeaderboardText;
import org.bnnlab.bench.leaderboard.Standing;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.RunFiles;
import org.bnnlab.bench.ledger.Spread;
import org.bnnlab.bench.ledger.Verdict;
import org.bnnlab.bench.recipe.RecipeBook;
import org.bnnlab.bench.recipe.Vocabulary;
import org.bnnlab.bench.site.Site;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bnn leaderboard}: the ledger as a ranking. */
@Command(
    name = "leaderboard",
    description = "Show the ranking of all results and rebuild its tables and pages.",
    subcommands = {LeaderboardVerifyCommand.class, LeaderboardSubmitCommand.class})
final class LeaderboardCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private final ResultsFolder results = new ResultsFolder();

  @Option(
      names = "--pages",
      paramLabel = "DIR",
      description = "Folder of the pages (default: leaderboard in that of the results).")
  private @Nullable Path pages;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  LeaderboardCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Ledger ledger = results.ledger();
    Ledger.Reading reading = ledger.read();
    reading.notes().forEach(console.err()::println);
    if (reading.rows().isEmpty()) {
      console.err().println("no results in " + ledger.file() + " yet; bnn bench makes some");
      if (json) {
        console.out().println(Json.line(Map.of("leaderboards", List.of())));
      }
      return 0;
    }
    List<Leaderboard> all =
        Leaderboard.among(reading.rows(), RecipeBook.installed(Vocabulary.installed()).tables());
    Path page =
        Site.write(all, RunFiles.in(results.path()), pages == null ? results.pages() : pages);
    List<Leaderboard> boards = Leaderboard.ran(all);
    if (json) {
      console
          .out()
          .println(
              Json.line(
                  Map.of("leaderboards", boards.stream().map(LeaderboardCommand::json).toList())));
      return 0;
    }
    for (Leaderboard board : boards) {
      LeaderboardText.lines(board, console.colours()).forEach(console.out()::println);
      console.out().println();
    }
    console.out().println("Ledger: " + ledger.file() + "   ·   Page: " + page);
    return 0;
  }

  private static Map<String, Object> json(Leaderboard board) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("title", board.title());
    fields.put("cost", board.cost());
    fields.put("standings", board.standings().stream().map(LeaderboardCommand::json).toList());
    return fields;
  }

  private static Map<String, @Nullable Object> json(Standing standing) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("method", standing.method());
    fields.put("bits", standing.bits());
    fields.put("recipe", standing.recipe());
    fields.put("seeds", standing.seeds());
    fields.put("top1Last", json(standing.last()));
    fields.put("top1Best", json(standing.best()));
    fields.put("sizeMb", number(standing.sizeMb()));
    fields.put("ops", number(standing.ops()));
    fields.put("imagesPerSecond", number(standing.imagesPerSecond()));
    fields.put("published", standing.published());
    Verdict verdict = standing.verdict();
    fields.put("verdict", verdict == null ? null : verdict.text());
    fields.put("remarks", standing.remarks());
    return fields;
  }

  private static @Nullable Map<String, @Nullable Object> json(@Nullable Spread spread) {
    if (spread == null) {
      return null;
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("seeds", spread.count());
    fields.put("mean", spread.mean());
    fields.put("deviation", number(spread.deviation()));
    fields.put("halfInterval", number(spread.halfWidth()));
    return fields;
  }

  /** JSON has no NaN: a single seed has no spread. */
  private static @Nullable Double number(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
