package org.bnnlab.bench.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.recipe.Recipe;
import org.bnnlab.bench.recipe.RecipeBook;
import org.bnnlab.bench.recipe.Vocabulary;
import org.bnnlab.bench.run.TableRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bnn train RECIPE}: one row. */
@Command(
    name = "train",
    description = "Train one recipe: shipped (see bnn tables) or in a file of yours.")
final class TrainCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "RECIPE", description = "Id or file of a recipe.")
  private String recipe = "";

  @Mixin private final TableOptions options = new TableOptions();

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Recipe chosen = RecipeBook.installed(Vocabulary.installed()).recipe(recipe);
    List<TableRun.Task> tasks = options.tasks(List.of(chosen));
    List<TableRun.Finished> all = options.run(tasks, console);
    if (!options.json()) {
      all.forEach(this::print);
    }
    return TableOptions.status(all);
  }

  private void print(TableRun.Finished finished) {
    ResultRow row = finished.row();
    if (row == null) {
      return;
    }
    ResultRow.Accuracy last = row.outcome().last();
    String name = finished.task().name();
    console
        .out()
        .println(
            "%s: %s, test top-1 %s · %s"
                .formatted(
                    name,
                    row.outcome().status().id(),
                    last == null
                        ? "not measured"
                        : String.format(Locale.ROOT, "%.2f %%", last.top1()),
                    options.results().path().resolve("runs").resolve(name)));
  }
}
