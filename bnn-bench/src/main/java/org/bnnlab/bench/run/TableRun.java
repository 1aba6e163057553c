package org.bnnlab.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.Recipe;
import org.bnnlab.bench.recipe.Stage;
import org.bnnlab.bench.recipe.TeacherSpec;

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

    /** Name of the run: recipe, seed, and what was shortened or reduced. */
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
      int reduction = experiment.data().reduction();
      if (reduction != recipe.data().reduction()) {
        name.append("-reduction").append(reduction);
      }
      Stage<Experiment> stage = experiment.stage();
      if (stage != null) {
        name.append('-').append(stage.name());
      }
      return name.toString();
    }

    /** The stage that it starts from, if there is one. */
    Optional<Task> previous() {
      Stage<Experiment> stage = experiment.stage();
      if (stage == null || stage.previous() == null) {
        return Optional.empty();
      }
      Stage<Recipe> place = recipe.stage();
      Recipe before = place == null ? null : place.previous();
      return Optional.of(
          new Task(before == null ? Recipe.of(stage.previous()) : before, stage.previous()));
    }

    /** The recipe's run that it learns from, if there is one. */
    Optional<Task> teacher() {
      return experiment.training().teacher() instanceof TeacherSpec.Trained trained
          ? Optional.of(new Task(Recipe.of(trained.experiment()), trained.experiment()))
          : Optional.empty();
    }
  }

  /** Tasks with all that they start and learn from in front of them, each once. */
  public static List<Task> withPrerequisites(List<Task> tasks) {
    Map<String, Task> ordered = new LinkedHashMap<>();
    tasks.forEach(task -> add(task, ordered));
    return List.copyOf(ordered.values());
  }

  private static void add(Task task, Map<String, Task> ordered) {
    task.teacher().ifPresent(teacher -> add(teacher, ordered));
    task.previous().ifPresent(previous -> add(previous, ordered));
    ordered.putIfAbsent(task.experiment().sha256(), task);
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
   * @param tasks the tasks, in order; what they start and learn from is run before them
   * @param listeners makes the listener of a task
   * @return one result per task, in order, those of prerequisites included
   * @throws IOException if the ledger or a run's folder cannot be read or written
   * @throws FaultException if a task needs the result of one that diverged
   */
  public List<Finished> run(List<Task> tasks, Function<Task, ProgressListener> listeners)
      throws IOException {
    List<Finished> finished = new ArrayList<>();
    for (Task task : withPrerequisites(tasks)) {
      Optional<ResultRow> known = inLedger(task);
      if (known.isPresent()) {
        finished.add(new Finished(task, known.get(), true));
      } else {
        RunResult result = train(task, listeners);
        EvaluationFile.write(result, folder(task));
        ResultRow row = RowMaker.row(result, task.recipe(), folder(task));
        ledger.append(row);
        finished.add(new Finished(task, row, false));
      }
    }
    return finished;
  }

  private RunResult train(Task task, Function<Task, ProgressListener> listeners)
      throws IOException {
    Optional<Task> previous = task.previous();
    Optional<Task> teacher = task.teacher();
    Path start = previous.isPresent() ? model(previous.get(), listeners) : null;
    Path teaching =
        task.experiment().training().teacher() instanceof TeacherSpec.Weights weights
            ? weights.file()
            : teacher.isPresent() ? model(teacher.get(), listeners) : null;
    return new TrainingRun(
            task.experiment(), folder(task), settings, new Prerequisites(start, teaching))
        .run(listeners.apply(task));
  }

  /**
   * The parameters that a task ended with. If its row is there and its checkpoint is not, it is
   * trained once more; the row stays the only one.
   */
  private Path model(Task task, Function<Task, ProgressListener> listeners) throws IOException {
    Checkpoint checkpoint = new Checkpoint(folder(task));
    Optional<Path> result = checkpoint.result(task.experiment());
    if (result.isEmpty()) {
      train(task, listeners);
      result = checkpoint.result(task.experiment());
    }
    return result.orElseThrow(() -> new FaultException("%s has no result".formatted(folder(task))));
  }

  private Optional<ResultRow> inLedger(Task task) throws IOException {
    String sha256 = task.experiment().sha256();
    return ledger.read().rows().stream()
        .filter(row -> row.config().sha256().equals(sha256))
        .findFirst();
  }
}
