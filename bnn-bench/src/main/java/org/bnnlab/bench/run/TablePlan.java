package org.bnnlab.bench.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.run.TableRun.Task;
import org.jspecify.annotations.Nullable;

/** What tasks would take. Nothing is written: a few batches are timed and thrown away. */
public final class TablePlan {

  private final TableRun table;
  private final RunSettings settings;
  private final Map<String, StepTimes> times = new HashMap<>();

  /**
   * A plan.
   *
   * @param table what would run them
   * @param settings what all of them need
   */
  public TablePlan(TableRun table, RunSettings settings) {
    this.table = table;
    this.settings = settings;
  }

  /**
   * A task and what is left of it.
   *
   * @param task the task
   * @param epochsLeft epochs to train; 0 where its row stands in the ledger
   * @param seconds time of these, or NaN where it could not be measured
   * @param bytes disk that its folder takes, or 0 where it could not be measured
   * @param remark what else there is to say, or empty
   */
  public record Entry(Task task, int epochsLeft, double seconds, long bytes, String remark) {}

  /**
   * Measures tasks.
   *
   * @param tasks the tasks, with those that they start and learn from
   * @param measuring hears what is measured next
   * @throws IOException if the ledger or a run's folder cannot be read
   */
  public List<Entry> of(List<Task> tasks, Consumer<Task> measuring) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Task task : TableRun.withPrerequisites(tasks)) {
      if (table.inLedger(task).isPresent()) {
        entries.add(new Entry(task, 0, 0, 0, "in the ledger"));
      } else {
        entries.add(measured(task, measuring));
      }
    }
    return entries;
  }

  private Entry measured(Task task, Consumer<Task> measuring) throws IOException {
    Experiment experiment = task.experiment();
    int epochs = experiment.training().epochs();
    int done = epochsDone(task);
    String remark = done == 0 ? "" : "goes on behind epoch %d of %d".formatted(done, epochs);
    try {
      StepTimes step = times(task, measuring);
      return new Entry(
          task,
          epochs - done,
          (epochs - done) * step.epochSeconds(),
          step.runBytes(epochs),
          remark);
    } catch (FaultException e) {
      return new Entry(task, epochs - done, Double.NaN, 0, String.join("; ", e.faults()));
    }
  }

  private int epochsDone(Task task) throws IOException {
    Optional<RunState> state = new Checkpoint(table.folder(task)).state();
    return state
        .filter(s -> s.run().experimentSha256().equals(task.experiment().sha256()))
        .map(RunState::epoch)
        .orElse(0);
  }

  /** Seeds take the same time. */
  private StepTimes times(Task task, Consumer<Task> measuring) {
    String series = task.experiment().seriesSha256();
    @Nullable StepTimes known = times.get(series);
    if (known == null) {
      measuring.accept(task);
      known = StepTimes.of(task.experiment(), settings);
      times.put(series, known);
    }
    return known;
  }
}
