package org.bnnlab.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bnnlab.bench.ledger.Code;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.Records;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.Recipe;
import org.bnnlab.bench.recipe.Stage;
import org.bnnlab.bench.recipe.TeacherSpec;
import org.jspecify.annotations.Nullable;

/**
 * Runs experiments one after another and appends a row to the ledger for each. An experiment whose
 * row stands in the ledger is not run again; one that was interrupted goes on from its checkpoint.
 */
public final class TableRun {

  private final Path results;
  private final Ledger ledger;
  private final RunSettings settings;
  private final Code code;

  /**
   * A run of experiments.
   *
   * @param results folder of the ledger; the runs lie in its folder {@code runs}
   * @param settings what all of them need
   */
  public TableRun(Path results, RunSettings settings) {
    this.results = results;
    this.ledger = new Ledger(results.resolve(Records.LEDGER));
    this.settings = settings;
    // Before anything runs: the checkout may have moved on when a run ends.
    this.code = Code.capture();
  }

  /**
   * What is to be run.
   *
   * @param recipe the recipe as its file has it
   * @param experiment one seed of it, perhaps shortened
   */
  public record Task(Recipe recipe, Experiment experiment) {

    /**
     * Name of the run: recipe, its table or folder included, seed, and what was shortened or
     * reduced.
     */
    public String name() {
      StringBuilder name =
          new StringBuilder(recipe.id().replace('/', '-')).append('-').append(experiment.seed());
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
   * @param row its row, or null where it could not be started
   * @param fromLedger whether the row stood in the ledger before
   * @param failure why it failed or could not be started, or null
   */
  public record Finished(
      Task task, @Nullable ResultRow row, boolean fromLedger, @Nullable String failure) {}

  /** Folder of a task's run. */
  public Path folder(Task task) {
    return results.resolve("runs").resolve(task.name());
  }

  /**
   * Runs all tasks. One that fails or diverges is recorded, one that needs the result of such a one
   * is left out, and the others go on.
   *
   * @param tasks the tasks, in order; what they start and learn from is run before them
   * @param listeners makes the listener of a task
   * @param ended hears how each ended, as soon as it did, those of prerequisites included
   * @throws IOException if the ledger or a run's folder cannot be read or written
   */
  public void run(
      List<Task> tasks, Function<Task, ProgressListener> listeners, Consumer<Finished> ended)
      throws IOException {
    for (Task task : withPrerequisites(tasks)) {
      Optional<ResultRow> known = inLedger(task);
      ended.accept(
          known.isPresent() ? new Finished(task, known.get(), true, null) : run(task, listeners));
    }
  }

  private Finished run(Task task, Function<Task, ProgressListener> listeners) throws IOException {
    RunResult result;
    try {
      result = train(task, listeners);
    } catch (MissingResultException e) {
      return new Finished(task, null, false, e.getMessage());
    }
    EvaluationFile.write(result, folder(task));
    ResultRow row = RowMaker.row(result, task.recipe(), folder(task), code);
    ledger.append(row);
    return new Finished(task, row, false, result.failure());
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
    return result.orElseThrow(
        () -> new MissingResultException("%s has no result".formatted(folder(task))));
  }

  /** The row that a task need not be run for. */
  Optional<ResultRow> inLedger(Task task) throws IOException {
    String sha256 = task.experiment().sha256();
    return ledger.read().rows().stream()
        .filter(row -> row.config().sha256().equals(sha256) && row.protocol() == null)
        .filter(row -> row.outcome().status() != ResultRow.Status.FAILED)
        .findFirst();
  }
}
