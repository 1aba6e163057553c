package org.bnnlab.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.Recipe;

/**
 * Runs experiments one after another and appends a row to the ledger for each. An experiment whose
 * row stands in the ledger is not run again; one that was interrupted goes on from its checkpoint.
 */
public final class TableRun {

  /** Name of the ledger's file in a results folder. */
  public static final String LEDGER = "ledger.jsonl";

  private final Path results;
  private final Ledger ledger;
  private final RunSettings settings;

  /**
   * A run of experiments.
   *
   * @param results folder of the ledger; the runs lie in its folder {@code runs}
   * @param settings what all of them need
   */
  public TableRun(Path results, RunSettings settings) {
    this.results = results;
    this.ledger = new Ledger(results.resolve(LEDGER));
    this.settings = settings;
  }

  /**
   * What is to be run.
   *
   * @param recipe the recipe as its file has it
   * @param experiment one seed of it, perhaps shortened
   */
  public record Task(Recipe recipe, Experiment experiment) {

    /** Name of the run: recipe, seed, and what was shortened. */
    public String name() {
      StringBuilder name = new StringBuilder(recipe.name()).append('-').append(experiment.seed());
      int epochs = experiment.training().epochs();
      if (epochs != recipe.training().epochs()) {
        name.append('-').append(epochs).append("epochs");
      }
      int images = experiment.data().images();
      if (images != recipe.data().images()) {
        name.append('-').append(images).append("images");
      }
      return name.toString();
    }
  }

  /**
   * How a task ended.
   *
   * @param task the task
   * @param row its row
   * @param fromLedger whether the row stood in the ledger before
   */
  public record Finished(Task task, ResultRow row, boolean fromLedger) {}

  /** Folder of a task's run. */
  public Path folder(Task task) {
    return results.resolve("runs").resolve(task.name());
  }

  /**
   * Runs all tasks.
   *
   * @param tasks the tasks, in order
   * @param listeners makes the listener of a task
   * @return one result per task, in order
   * @throws IOException if the ledger or a run's folder cannot be read or written
   */
  public List<Finished> run(List<Task> tasks, Function<Task, ProgressListener> listeners)
      throws IOException {
    List<Finished> finished = new ArrayList<>();
    for (Task task : tasks) {
      Optional<ResultRow> known = inLedger(task);
      if (known.isPresent()) {
        finished.add(new Finished(task, known.get(), true));
      } else {
        Path folder = folder(task);
        RunResult result =
            new TrainingRun(task.experiment(), folder, settings).run(listeners.apply(task));
        EvaluationFile.write(result, folder);
        ResultRow row = RowMaker.row(result, task.recipe(), folder);
        ledger.append(row);
        finished.add(new Finished(task, row, false));
      }
    }
    return finished;
  }

  private Optional<ResultRow> inLedger(Task task) throws IOException {
    String sha256 = task.experiment().sha256();
    return ledger.read().rows().stream()
        .filter(row -> row.config().sha256().equals(sha256))
        .findFirst();
  }
}
