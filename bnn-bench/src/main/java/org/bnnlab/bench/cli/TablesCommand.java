package org.bnnlab.bench.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bnnlab.api.method.Bits;
import org.bnnlab.bench.leaderboard.Figures;
import org.bnnlab.bench.leaderboard.TextTable;
import org.bnnlab.bench.recipe.Published;
import org.bnnlab.bench.recipe.PublishedFigure;
import org.bnnlab.bench.recipe.Recipe;
import org.bnnlab.bench.recipe.RecipeBook;
import org.bnnlab.bench.recipe.Table;
import org.bnnlab.bench.recipe.Vocabulary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bnn tables [TABLE]}: what {@code bnn bench} can run, and what is published. */
@Command(
    name = "tables",
    description = {
      "List the tables that bench runs.",
      "With a table: its rows, where each differs from what was published, and figures of others."
    })
final class TablesCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(arity = "0..1", paramLabel = "TABLE", description = "Id or file of a table.")
  private @Nullable String name;

  @Option(names = "--figures", description = "List all published figures that recipes may name.")
  private boolean figures;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  TablesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Vocabulary vocabulary = Vocabulary.installed();
    if (figures) {
      listFigures(vocabulary.figures().values());
      return 0;
    }
    RecipeBook book = RecipeBook.installed(vocabulary);
    List<Table> tables = name == null ? book.tables() : List.of(book.table(name));
    if (json) {
      console
          .out()
          .println(Json.line(Map.of("tables", tables.stream().map(TablesCommand::json).toList())));
    } else if (name == null) {
      list(tables);
    } else {
      show(tables.getFirst());
    }
    return 0;
  }

  private void listFigures(Collection<PublishedFigure> all) {
    if (json) {
      console
          .out()
          .println(Json.line(Map.of("figures", all.stream().map(TablesCommand::json).toList())));
    } else {
      print(figures(List.copyOf(all), true));
    }
  }

  private void list(List<Table> tables) {
    TextTable lines = new TextTable(List.of("table", "rows", "figures of others", ""));
    for (Table table : tables) {
      lines.add(
          List.of(
              table.id(),
              String.valueOf(table.recipes().size()),
              String.valueOf(table.others().size()),
              table.title()));
    }
    print(lines);
    console.out().println();
    console
        .out()
        .println(
            "bnn tables TABLE shows its rows   ·   bnn bench TABLE runs it; --rows some of it");
  }

  private void show(Table table) {
    console.out().println(table.id() + ": " + table.title());
    if (!table.recipes().isEmpty()) {
      TextTable rows =
          new TextTable(
              List.of("row", "method", "network", "data", "epochs", "seeds", "published"));
      table.recipes().forEach(recipe -> rows.add(cells(recipe)));
      print(rows);
      table.recipes().forEach(this::tellDeviations);
    }
    if (!table.others().isEmpty()) {
      console.out().println();
      console.out().println("Published by others, not run here:");
      print(figures(table.others(), false));
    }
  }

  private void tellDeviations(Recipe recipe) {
    Published published = recipe.published();
    if (published != null && !published.deviations().isEmpty()) {
      console.out().println();
      console.out().println(recipe.name() + " is not quite what was published:");
      published.deviations().forEach(line -> console.out().println("  - " + line));
    }
  }

  private void print(TextTable table) {
    table.lines(console.colours()).forEach(console.out()::println);
  }

  private static List<String> cells(Recipe recipe) {
    Published published = recipe.published();
    return List.of(
        recipe.name(),
        recipe.method().id(),
        recipe.network().id(),
        recipe.data().set(),
        epochs(recipe),
        String.join(", ", recipe.seeds().stream().map(String::valueOf).toList()),
        published == null ? "" : Figures.percent(published.top1()));
  }

  /** Those of every stage, such as {@code 256 + 256}. */
  private static String epochs(Recipe recipe) {
    Recipe before = recipe.stage() == null ? null : recipe.stage().previous();
    String last = String.valueOf(recipe.training().epochs());
    return before == null ? last : epochs(before) + " + " + last;
  }

  private static TextTable figures(List<PublishedFigure> all, boolean ids) {
    List<String> titles =
        List.of("method", "network", "bits", "top-1", "top-5", "confidence", "source");
    TextTable lines = new TextTable(ids ? withFirst("id", titles) : titles);
    for (PublishedFigure figure : all) {
      Published published = figure.published();
      List<String> cells =
          List.of(
              figure.method(),
              figure.architecture(),
              figure.bits(),
              Figures.percent(published.top1()),
              published.top5() == null ? "" : Figures.percent(published.top5()),
              published.confidence(),
              published.source());
      lines.add(ids ? withFirst(figure.id(), cells) : cells);
    }
    return lines;
  }

  private static List<String> withFirst(String first, List<String> rest) {
    List<String> all = new ArrayList<>(rest);
    all.addFirst(first);
    return all;
  }

  private static Map<String, Object> json(Table table) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", table.id());
    fields.put("title", table.title());
    fields.put("rows", table.recipes().stream().map(TablesCommand::json).toList());
    fields.put("others", table.others().stream().map(TablesCommand::json).toList());
    return fields;
  }

  private static Map<String, @Nullable Object> json(Recipe recipe) {
    Bits bits = recipe.method().bits();
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("id", recipe.id());
    row.put("method", recipe.method().id());
    row.put("bits", bits == null ? null : bits.toString());
    row.put("network", recipe.network().id());
    row.put("data", recipe.data().set());
    row.put("images", recipe.data().images());
    row.put("epochs", recipe.training().epochs());
    row.put("seeds", recipe.seeds());
    row.put("published", recipe.published());
    return row;
  }

  private static Map<String, Object> json(PublishedFigure figure) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", figure.id());
    fields.put("dataset", figure.dataset());
    fields.put("network", figure.architecture());
    fields.put("method", figure.method());
    fields.put("bits", figure.bits());
    fields.put("published", figure.published());
    return fields;
  }
}
