package org.bnnlab.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import org.bnnlab.data.pipeline.PipelineStatistics;
import org.junit.jupiter.api.Test;

class RunClockTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** An epoch of one batch, in which the trainer waited for a thousandth of a second. */
  private static RunState.Times afterEpoch(RunState.Times before, int epoch, int images) {
    RunClock clock = new RunClock(before);
    clock.epochStarted();
    clock.batchDone(images, new PipelineStatistics(1, images, 1_000_000));
    clock.epochDone(epoch);
    return clock.now();
  }

  @Test
  void epochs_of_a_resumed_run_add_up() throws IOException {
    RunState.Times first = afterEpoch(RunState.Times.NONE, 0, 10);
    RunState.Times saved = JSON.readValue(JSON.writeValueAsString(first), RunState.Times.class);
    RunState.Times both = afterEpoch(saved, 1, 20);

    assertThat(saved).isEqualTo(first);
    assertThat(both.known()).extracting(EpochTimes::epoch).containsExactly(0, 1);
    assertThat(both.known()).extracting(EpochTimes::images).containsExactly(10L, 20L);
    assertThat(both.known())
        .allSatisfy(epoch -> assertThat(epoch.waitedSeconds()).isEqualTo(0.001, within(1e-12)));
    assertThat(both.known().stream().mapToDouble(EpochTimes::trainingSeconds).sum())
        .isEqualTo(both.trainingSeconds(), within(1e-9));
  }

  @Test
  void a_checkpoint_without_single_epochs_goes_on_with_the_next_one() throws IOException {
    String old =
        "{\"seconds\":9,\"trainingSeconds\":8,\"waitedSeconds\":1,\"images\":70,"
            + "\"epochSeconds\":[4,5]}";
    RunState.Times resumed = afterEpoch(JSON.readValue(old, RunState.Times.class), 2, 30);

    assertThat(resumed.epochSeconds()).hasSize(3);
    assertThat(resumed.images()).isEqualTo(100);
    assertThat(resumed.known()).extracting(EpochTimes::epoch).containsExactly(2);
    assertThat(resumed.known()).extracting(EpochTimes::images).containsExactly(30L);
  }

  @Test
  void the_share_of_waiting_is_written_beside_the_times() throws IOException {
    assertThat(JSON.writeValueAsString(List.of(new EpochTimes(3, 5, 4, 1, 256))))
        .isEqualTo(
            "[{\"epoch\":3,\"seconds\":5.0,\"trainingSeconds\":4.0,\"waitedSeconds\":1.0,"
                + "\"images\":256,\"waitedShare\":0.25}]");
  }
}
