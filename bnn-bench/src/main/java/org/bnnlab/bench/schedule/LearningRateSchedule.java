package org.bnnlab.bench.schedule;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.List;
import java.util.Map;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.option.OptionSpec;

/**
 * Learning rate over the epochs of a stage.
 *
 * <p>Notation: η₀ base rate, e epoch from 0, E epochs of the schedule.
 */
public sealed interface LearningRateSchedule {

  /**
   * Learning rate of a step.
   *
   * @param epoch epoch, from 0
   * @param fraction share of the epoch's steps already done, in [0, 1); only schedules that change
   *     within an epoch read it
   */
  double at(int epoch, double fraction);

  /** Learning rate at the start of an epoch. */
  default double at(int epoch) {
    return at(epoch, 0);
  }

  /** η₀ throughout. */
  record Constant(double base) implements LearningRateSchedule {
    @Override
    public double at(int epoch, double fraction) {
      return base;
    }
  }

  /**
   * Half a cosine from η₀ to 0, constant inside an epoch: η₀ (1 + cos(π e / E)) / 2.
   *
   * <p>With a warm-up of w epochs, η₀ (e + 1) / w for e &lt; w, and from there the cosine of the E
   * − w + 1 epochs that begin at e = w − 1 (ReCU, arXiv 2103.12369, official training script), so
   * that both give η₀ at e = w − 1.
   *
   * @param warmup epochs of warm-up; 0 for none
   */
  record Cosine(double base, int epochs, int warmup) implements LearningRateSchedule {

    /** Checks the warm-up. */
    public Cosine {
      requireArgument(
          warmup >= 0 && warmup <= epochs,
          "warm-up must lie in 0..%d epochs, found %d",
          epochs,
          warmup);
    }

    @Override
    public double at(int epoch, double fraction) {
      if (epoch < warmup) {
        return base * (epoch + 1) / warmup;
      }
      int start = Math.max(0, warmup - 1);
      return halfCosine(base, (double) (epoch - start) / (epochs - start));
    }
  }

  /**
   * Half a cosine from η₀ to 0 that moves with every step: η₀ (1 + cos(π k / K)) / 2 for step k of
   * K (MeliusNet, arXiv 2001.05936).
   */
  record StepwiseCosine(double base, int epochs) implements LearningRateSchedule {
    @Override
    public double at(int epoch, double fraction) {
      return halfCosine(base, (epoch + fraction) / epochs);
    }
  }

  /**
   * Half a cosine from η₀ to 1e-16 whose scheduler steps before each epoch, as in BayesBiNN's
   * training script (arXiv 2002.10778): 1e-16 + (η₀ − 1e-16) (1 + cos(π (e + 1) / E)) / 2, so the
   * first epoch is below η₀ already.
   */
  record AdvancedCosine(double base, int epochs) implements LearningRateSchedule {

    private static final double LEAST = 1e-16;

    @Override
    public double at(int epoch, double fraction) {
      return LEAST + halfCosine(base - LEAST, (epoch + 1.0) / epochs);
    }
  }

  /**
   * A line to 0: η₀ (1 − e / E), as S2-BNN has it (arXiv 2102.08946).
   *
   * @param advanced whether the scheduler steps before each epoch, as in ReActNet's training script
   *     (arXiv 2003.03488): η₀ (1 − (e + 1) / E), so the last epoch learns nothing
   */
  record Linear(double base, int epochs, boolean advanced) implements LearningRateSchedule {
    @Override
    public double at(int epoch, double fraction) {
      return base * (1 - (double) (advanced ? epoch + 1 : epoch) / epochs);
    }
  }

  /**
   * η₀ times {@code factor} for every milestone reached.
   *
   * @param milestones epochs from which another factor counts, ascending
   */
  record Steps(double base, List<Integer> milestones, double factor)
      implements LearningRateSchedule {

    /** Checks the order. */
    public Steps {
      milestones = List.copyOf(milestones);
      requireArgument(
          milestones.stream().sorted().distinct().toList().equals(milestones),
          "epochs must ascend, found %s",
          milestones);
    }

    @Override
    public double at(int epoch, double fraction) {
      long reached = milestones.stream().filter(milestone -> epoch >= milestone).count();
      return base * Math.pow(factor, (double) reached);
    }
  }

  /**
   * Steps behind a warm-up on a line, which moves with every step of the training: η₀ (r + (1 − r)
   * (e + f) / w) for e &lt; w (IR-Net's ImageNet settings: 0.2 to 0.8 over 2,500 iterations, arXiv
   * 1909.10788).
   *
   * @param steps the rate behind the warm-up
   * @param warmup w, epochs of warm-up
   * @param from r, the share of η₀ that it begins with, in [0, 1]
   */
  record WarmupSteps(Steps steps, int warmup, double from) implements LearningRateSchedule {
    @Override
    public double at(int epoch, double fraction) {
      return epoch < warmup
          ? steps.base() * (from + (1 - from) * (epoch + fraction) / warmup)
          : steps.at(epoch, fraction);
    }
  }

  private static double halfCosine(double base, double share) {
    return 0.5 * base * (1 + Math.cos(Math.PI * share));
  }

  /**
   * The schedule of a recipe.
   *
   * <table>
   * <caption>Schedules and their settings</caption>
   * <tr><td>{@code constant}</td><td>–</td></tr>
   * <tr><td>{@code cosine}</td><td>{@code warmup} (0), {@code period} (all epochs)</td></tr>
   * <tr><td>{@code stepwise-cosine}</td><td>{@code period} (all epochs)</td></tr>
   * <tr><td>{@code advanced-cosine}</td><td>{@code period} (all epochs)</td></tr>
   * <tr><td>{@code linear}</td><td>{@code advanced} (false), {@code period} (all epochs)</td></tr>
   * <tr><td>{@code steps}</td><td>{@code at} (list of epochs), {@code factor} (0.1)</td></tr>
   * <tr><td>{@code warmup-steps}</td><td>those of {@code steps}, {@code warmup} (epochs), {@code
   * from} (0)</td></tr>
   * </table>
   *
   * @param id which one
   * @param settings its settings; what is missing has the value in parentheses
   * @param base η₀
   * @param epochs epochs that will be trained
   * @throws FaultException with every unknown name and value out of range
   */
  static LearningRateSchedule of(String id, Map<String, ?> settings, double base, int epochs) {
    return new ScheduleSettings(id, settings, base, epochs).schedule();
  }

  /** The settings of every schedule by its id. */
  static Map<String, List<OptionSpec>> options() {
    return ScheduleSettings.options();
  }
}
