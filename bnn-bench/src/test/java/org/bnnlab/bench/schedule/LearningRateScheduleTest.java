package org.bnnlab.bench.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Map;
import org.bnnlab.api.check.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningRateScheduleTest {

  @ParameterizedTest
  @CsvSource({
    "600, 0, 0.02, 1e-15",
    "600, 1, 0.04, 1e-15",
    "600, 4, 0.1, 1e-15",
    "600, 5, 0.09999931, 5e-9",
    "600, 302, 0.05, 1e-15",
    "600, 599, 6.9e-7, 5e-9",
    "200, 4, 0.1, 1e-15",
    "200, 5, 0.09999358, 5e-9",
    "200, 102, 0.05, 1e-15",
    "200, 199, 6.42e-6, 5e-9"
  })
  void recus_cosine_begins_where_its_warm_up_ends(
      int epochs, int epoch, double expected, double tolerance) {
    var schedule = LearningRateSchedule.of("cosine", Map.of("warmup", 5), 0.1, epochs);

    assertThat(schedule.at(epoch)).isCloseTo(expected, within(tolerance));
  }

  @ParameterizedTest
  @CsvSource({
    "0.08, 600, 0, 0.08, 1e-15",
    "0.08, 600, 300, 0.04, 1e-15",
    "0.08, 600, 599, 5.5e-7, 5e-9",
    "0.11, 500, 0, 0.11, 1e-15",
    "0.11, 500, 250, 0.055, 1e-15",
    "0.11, 500, 499, 1.09e-6, 5e-9"
  })
  void a_cosine_without_warm_up_begins_at_its_base(
      double base, int epochs, int epoch, double expected, double tolerance) {
    var schedule = LearningRateSchedule.of("cosine", Map.of(), base, epochs);

    assertThat(schedule.at(epoch, 0.7)).isCloseTo(expected, within(tolerance));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0.002",
    "30, 0, 0.001707107",
    "29, 0.999999999, 0.001707107",
    "59, 0.5, 0.0010130896",
    "60, 0, 0.001",
    "90, 0, 0.000292893",
    "120, 0, 0"
  })
  void a_stepwise_cosine_moves_inside_an_epoch(int epoch, double fraction, double expected) {
    var schedule = LearningRateSchedule.of("stepwise-cosine", Map.of(), 0.002, 120);

    assertThat(schedule.at(epoch, fraction)).isCloseTo(expected, within(5e-10));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2.999970e-4",
    "1, 2.999882e-4",
    "250, 1.490575e-4",
    "498, 2.960872e-9",
    "499, 1e-16"
  })
  void bayesbinns_cosine_has_stepped_before_the_first_epoch(int epoch, double expected) {
    var schedule = LearningRateSchedule.of("advanced-cosine", Map.of(), 3e-4, 500);

    assertThat(schedule.at(epoch)).isCloseTo(expected, withinPercentage(1e-4));
  }

  @ParameterizedTest
  @CsvSource({
    "2.5e-3, 128, 0, 0.00248047",
    "2.5e-3, 128, 1, 0.00246094",
    "2.5e-3, 128, 64, 0.00123047",
    "2.5e-3, 128, 126, 0.00001953",
    "2.5e-3, 128, 127, 0",
    "1e-3, 256, 0, 0.00099609",
    "1e-3, 256, 1, 0.00099219",
    "1e-3, 256, 128, 0.00049609",
    "1e-3, 256, 254, 0.00000391",
    "1e-3, 256, 255, 0"
  })
  void reactnets_line_has_stepped_before_the_first_epoch(
      double base, int epochs, int epoch, double expected) {
    var schedule = LearningRateSchedule.of("linear", Map.of("advanced", true), base, epochs);

    assertThat(schedule.at(epoch)).isCloseTo(expected, within(5e-9));
  }

  @ParameterizedTest
  @CsvSource({"0, 3e-4", "50, 2.25e-4", "100, 1.5e-4", "150, 7.5e-5", "199, 1.5e-6"})
  void s2bnns_line_begins_at_its_base(int epoch, double expected) {
    var schedule = LearningRateSchedule.of("linear", Map.of(), 3e-4, 200);

    assertThat(schedule.at(epoch)).isCloseTo(expected, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.1", "59, 0.1", "60, 0.01", "79, 0.01", "80, 0.001", "99, 0.001"})
  void steps_count_from_their_milestones(int epoch, double expected) {
    var schedule = LearningRateSchedule.of("steps", Map.of("at", List.of(60, 80)), 0.1, 100);

    assertThat(schedule.at(epoch)).isCloseTo(expected, within(1e-15));
  }

  @Test
  void a_warm_up_on_a_line_leads_to_steps() {
    LearningRateSchedule schedule =
        LearningRateSchedule.of(
            "warmup-steps", Map.of("at", List.of(30, 60), "warmup", 4, "from", 0.25), 0.8, 100);

    assertThat(schedule.at(0, 0)).isEqualTo(0.2);
    assertThat(schedule.at(2, 0.5)).isCloseTo(0.2 + 0.6 * 2.5 / 4, within(1e-15));
    assertThat(schedule.at(4, 0)).isEqualTo(0.8);
    assertThat(schedule.at(29, 0.9)).isEqualTo(0.8);
    assertThat(schedule.at(30, 0)).isCloseTo(0.08, within(1e-15));
    assertThat(schedule.at(60, 0)).isCloseTo(0.008, within(1e-15));
  }

  @Test
  void a_constant_rate_stays() {
    var schedule = LearningRateSchedule.of("constant", Map.of(), 0.01, 10);

    assertThat(schedule.at(9, 0.9)).isEqualTo(0.01);
  }

  @Test
  void a_longer_period_ends_above_zero() {
    var schedule = LearningRateSchedule.of("stepwise-cosine", Map.of("period", 170), 0.003, 120);

    assertThat(schedule.at(120))
        .isEqualTo(new LearningRateSchedule.StepwiseCosine(0.003, 170).at(120));
    assertThat(schedule.at(120)).isPositive();
  }

  @Test
  void an_unknown_schedule_is_named_with_the_nearest() {
    assertThatThrownBy(() -> LearningRateSchedule.of("cosin", Map.of(), 0.1, 10))
        .hasMessage(
            "unknown schedule \"cosin\"; did you mean \"cosine\"? "
                + "(there are: constant, cosine, stepwise-cosine, advanced-cosine, linear, steps,"
                + " warmup-steps)");
  }

  @Test
  void all_faults_of_a_schedule_come_together() {
    var settings = Map.of("at", List.of(80, 60, 200), "factor", 0);

    FaultException fault =
        catchThrowableOfType(
            FaultException.class, () -> LearningRateSchedule.of("steps", settings, -1, 100));

    assertThat(fault.faults())
        .containsExactly(
            "schedule steps: learning rate must be at least 0, found -1.0",
            "schedule steps: at takes ascending epochs such as [60, 80], found [80, 60, 200]",
            "schedule steps: at must lie inside the 100 epochs of the run, found 200",
            "schedule steps: factor must be above 0, found 0.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "warmup | -1 | schedule cosine: warmup must lie in 0..10, found -1",
        "warmup | 11 | schedule cosine: warmup must lie in 0..10, found 11",
        "period | 9  | schedule cosine: period must be at least the 10 epochs of the run, found 9",
      })
  void a_setting_out_of_range_is_named(String setting, int value, String message) {
    assertThatThrownBy(() -> LearningRateSchedule.of("cosine", Map.of(setting, value), 0.1, 10))
        .hasMessageStartingWith(message);
  }

  @Test
  void a_setting_of_another_schedule_is_refused() {
    assertThatThrownBy(() -> LearningRateSchedule.of("linear", Map.of("warmup", 5), 0.1, 10))
        .hasMessageStartingWith("schedule linear has no option \"warmup\"");
  }
}
