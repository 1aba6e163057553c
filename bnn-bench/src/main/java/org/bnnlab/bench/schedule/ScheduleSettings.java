package org.bnnlab.bench.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.check.Suggestion;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.option.Options;

/** Reads the schedule of a recipe; all faults of it are reported together. */
final class ScheduleSettings {

  private static final OptionSpec PERIOD =
      OptionSpec.of("period", 0, "epochs until the rate is 0; 0 for all epochs of the run");

  private static final List<OptionSpec> STEPS =
      List.of(
          OptionSpec.of("at", List.<Integer>of(), "epochs from which the factor counts"),
          OptionSpec.of("factor", 0.1, "what the rate is multiplied by"));

  private final String id;
  private final Options options;
  private final double base;
  private final int epochs;
  private final List<String> faults = new ArrayList<>();

  ScheduleSettings(String id, Map<String, ?> settings, double base, int epochs) {
    this.id = id;
    this.options = Options.resolve("schedule " + id, specs(id), settings);
    this.base = base;
    this.epochs = epochs;
  }

  /** The settings of every schedule by its id. */
  static Map<String, List<OptionSpec>> options() {
    Map<String, List<OptionSpec>> known = new LinkedHashMap<>();
    known.put("constant", List.of());
    known.put("cosine", List.of(OptionSpec.of("warmup", 0, "epochs of warm-up"), PERIOD));
    known.put("stepwise-cosine", List.of(PERIOD));
    known.put("advanced-cosine", List.of(PERIOD));
    known.put(
        "linear",
        List.of(
            OptionSpec.of("advanced", false, "whether epoch e has the rate of epoch e + 1"),
            PERIOD));
    known.put("steps", STEPS);
    List<OptionSpec> warmed = new ArrayList<>(STEPS);
    warmed.add(OptionSpec.of("warmup", 0, "epochs of warm-up"));
    warmed.add(OptionSpec.of("from", 0.0, "share of the rate that the warm-up begins with"));
    known.put("warmup-steps", List.copyOf(warmed));
    return known;
  }

  private static List<OptionSpec> specs(String id) {
    Map<String, List<OptionSpec>> known = options();
    List<OptionSpec> specs = known.get(id);
    if (specs == null) {
      throw new FaultException(
          "unknown schedule \"%s\"%s (there are: %s)"
              .formatted(
                  id,
                  Suggestion.forUnknown(id, known.keySet()),
                  String.join(", ", known.keySet())));
    }
    return specs;
  }

  LearningRateSchedule schedule() {
    check(base >= 0 && Double.isFinite(base), "learning rate must be at least 0, found %s", base);
    check(epochs >= 1, "a run has at least 1 epoch, found %d", epochs);
    LearningRateSchedule schedule =
        switch (id) {
          case "cosine" -> cosine();
          case "stepwise-cosine" -> new LearningRateSchedule.StepwiseCosine(base, period());
          case "advanced-cosine" -> new LearningRateSchedule.AdvancedCosine(base, period());
          case "linear" ->
              new LearningRateSchedule.Linear(base, period(), options.flag("advanced"));
          case "steps" -> steps();
          case "warmup-steps" -> warmupSteps();
          default -> new LearningRateSchedule.Constant(base);
        };
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
    return schedule;
  }

  private LearningRateSchedule cosine() {
    int period = period();
    int warmup = options.integer("warmup");
    boolean fits = warmup >= 0 && warmup <= period;
    check(fits, "warmup must lie in 0..%d, found %d", period, warmup);
    return new LearningRateSchedule.Cosine(base, period, fits ? warmup : 0);
  }

  private LearningRateSchedule.Steps steps() {
    List<Integer> at = options.integers("at");
    boolean ascending = !at.isEmpty() && at.stream().sorted().distinct().toList().equals(at);
    check(ascending, "at takes ascending epochs such as [60, 80], found %s", at);
    for (int milestone : at) {
      check(
          milestone >= 1 && milestone < epochs,
          "at must lie inside the %d epochs of the run, found %d",
          epochs,
          milestone);
    }
    double factor = options.number("factor");
    check(factor > 0 && Double.isFinite(factor), "factor must be above 0, found %s", factor);
    return new LearningRateSchedule.Steps(base, ascending ? at : List.of(), factor);
  }

  private LearningRateSchedule warmupSteps() {
    LearningRateSchedule.Steps steps = steps();
    int warmup = options.integer("warmup");
    int first = steps.milestones().isEmpty() ? epochs : steps.milestones().getFirst();
    check(
        warmup >= 1 && warmup <= first,
        "warmup must lie in 1..%d, before the first step, found %d",
        first,
        warmup);
    double from = options.number("from");
    check(from >= 0 && from <= 1, "from must be in [0, 1], found %s", from);
    return new LearningRateSchedule.WarmupSteps(steps, warmup, from);
  }

  private int period() {
    int period = options.integer("period");
    check(
        period == 0 || period >= epochs,
        "period must be at least the %d epochs of the run, found %d",
        epochs,
        period);
    return period == 0 ? epochs : period;
  }

  private void check(boolean holds, String fault, Object... values) {
    if (!holds) {
      faults.add("schedule " + id + ": " + fault.formatted(values));
    }
  }
}
