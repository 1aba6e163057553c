package org.bnnlab.bench.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bnnlab.bench.leaderboard.TextTable;
import org.bnnlab.bench.recipe.Published;
import org.bnnlab.bench.recipe.Recipe;
import org.bnnlab.bench.recipe.RecipeBook;
import org.bnnlab.bench.recipe.Table;
import org.bnnlab.bench.recipe.Vocabulary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bnn tables}: what {@code bnn bench} can run. */
@Command(name = "tables", description = "List the tables that bench runs, with their rows.")
final class TablesCommand implements Callable<Integer> {

  private final Console console;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  TablesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Table> tables = RecipeBook.installed(Vocabulary.installed()).tables();
    if (json) {
      console
          .out()
          .println(Json.line(Map.of("tables", tables.stream().map(TablesCommand::json).toList())));
      return 0;
    }
    for (Table table : tables) {
      console.out().println(table.id() + ": " + table.title());
      TextTable rows =
          new TextTable(
              List.of("row", "method", "network", "data", "epochs", "seeds", "published"));
      table.recipes().forEach(recipe -> rows.add(cells(recipe)));
      rows.lines(console.colours()).forEach(console.out()::println);
      console.out().println();
    }
    console.out().println("bnn bench TABLE runs one; --rows picks some of its rows");
    return 0;
  }

  private static List<String> cells(Recipe recipe) {
    Published published = recipe.published();
    return List.of(
        recipe.name(),
        recipe.method().id(),
        recipe.network().id(),
        recipe.data().set(),
        String.valueOf(recipe.training().epochs()),
        String.join(", ", recipe.seeds().stream().map(String::valueOf).toList()),
        published == null ? "" : String.format(Locale.ROOT, "%.1f", published.top1()));
  }

  private static Map<String, Object> json(Table table) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Recipe recipe : table.recipes()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("id", recipe.id());
      row.put("method", recipe.method().id());
      row.put("network", recipe.network().id());
      row.put("data", recipe.data().set());
      row.put("images", recipe.data().images());
      row.put("epochs", recipe.training().epochs());
      row.put("seeds", recipe.seeds());
      row.put("published", recipe.published());
      rows.add(row);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", table.id());
    fields.put("title", table.title());
    fields.put("rows", rows);
    return fields;
  }
}
