package org.bnnlab.bench.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.Recipe;
import org.bnnlab.bench.run.RunSettings;
import org.bnnlab.bench.run.TablePlan;
import org.bnnlab.bench.run.TableRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the commands that train rows: how they are scaled down, where results go. */
final class TableOptions {

  @Mixin private final RunOptions run = new RunOptions();

  @Mixin private final ResultsFolder results = new ResultsFolder();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs; fewer than the recipe's mark the row partial.")
  private @Nullable Integer epochs;

  @Option(
      names = "--subset",
      paramLabel = "N",
      description = "Training images; fewer than the recipe's mark the row partial.")
  private @Nullable Integer subset;

  @Option(
      names = "--reduction",
      paramLabel = "N",
      description = {
        "Decode training images at 1/N of their scale (2, 4 or 8): faster, with other pixels.",
        "So it is another experiment, which is compared with no published figure."
      })
  private @Nullable Integer reduction;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      split = ",",
      description = "Seeds (default: the recipe's).")
  private List<Long> seeds = new ArrayList<>();

  @Option(names = "--json", description = "Print each row of the ledger as a line of JSON.")
  private boolean json;

  /** Resuming is what happens anyway; the option stands for those who want to say so. */
  @Option(
      names = "--resume",
      description =
          "Go on from the last checkpoint, and skip rows that the ledger holds (always done).")
  void resume(boolean ignored) {}

  ResultsFolder results() {
    return results;
  }

  boolean json() {
    return json;
  }

  /** One task per seed of each recipe, and those that they start or learn from. */
  List<TableRun.Task> tasks(List<Recipe> recipes) {
    List<TableRun.Task> tasks = new ArrayList<>();
    for (Recipe recipe : recipes) {
      for (long seed : seeds.isEmpty() ? recipe.seeds() : seeds) {
        tasks.add(new TableRun.Task(recipe, changed(recipe.experiment(seed))));
      }
    }
    return TableRun.withPrerequisites(tasks);
  }

  private Experiment changed(Experiment experiment) {
    try {
      Experiment changed = epochs == null ? experiment : experiment.withEpochs(epochs);
      changed = subset == null ? changed : changed.withImages(subset);
      return reduction == null ? changed : changed.withReduction(reduction);
    } catch (IllegalArgumentException e) {
      throw new FaultException(String.valueOf(e.getMessage()));
    }
  }

  /** What tasks would take; nothing is run. */
  List<TablePlan.Entry> plan(List<TableRun.Task> tasks, Console console) throws IOException {
    RunSettings settings = run.settings();
    return new TablePlan(new TableRun(results.path(), settings), settings)
        .of(tasks, task -> console.err().println("measuring " + task.name()));
  }

  /**
   * Runs tasks with a progress display; how each ended is told as soon as it did.
   *
   * @return how each ended, in order
   */
  List<TableRun.Finished> run(List<TableRun.Task> tasks, Console console) throws IOException {
    List<TableRun.Finished> all = new ArrayList<>();
    new TableRun(results.path(), run.settings())
        .run(
            tasks,
            task -> new Progress(task.name(), console),
            finished -> {
              all.add(finished);
              tell(finished, console);
            });
    return all;
  }

  private void tell(TableRun.Finished finished, Console console) {
    if (finished.fromLedger()) {
      console.err().println(finished.task().name() + ": in the ledger already, not run again");
    }
    if (finished.failure() != null) {
      console.err().println(finished.task().name() + " failed: " + finished.failure());
    }
    ResultRow row = finished.row();
    if (json && row != null) {
      console.out().println(row.toJson());
    }
  }

  /** 1 if a task failed, else 0. */
  static int status(List<TableRun.Finished> all) {
    return all.stream().anyMatch(finished -> finished.failure() != null) ? 1 : 0;
  }
}
