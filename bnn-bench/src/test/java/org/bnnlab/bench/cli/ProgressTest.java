package org.bnnlab.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final long SECOND = 1_000_000_000;

  private final StringWriter err = new StringWriter();
  private final AtomicLong clock = new AtomicLong();

  private Progress progress(boolean terminal) {
    PrintWriter writer = new PrintWriter(err, true);
    return new Progress("recu, seed 1", new Console(writer, writer, terminal, false), clock::get);
  }

  @Test
  void without_a_terminal_there_is_one_line_an_epoch() {
    Progress progress = progress(false);

    progress.epochStarted(0, 2, 10);
    clock.addAndGet(30 * SECOND);
    progress.batchDone(0, 2, 4, 10, 1.5, 40, 300);
    clock.addAndGet(30 * SECOND);
    progress.epochDone(0, 2, 1.25, 55.5, 61.25, 301);
    progress.epochStarted(1, 2, 10);
    progress.epochDone(1, 2, 1, 66, Double.NaN, 302);

    assertThat(err.toString().lines())
        .containsExactly(
            "recu, seed 1  epoch 1/2  loss 1.250  top-1 train 55.5, test 61.3  301 images/s  1 min"
                + " 00 s left",
            "recu, seed 1  epoch 2/2  loss 1.000  top-1 train 66.0  302 images/s");
  }

  @Test
  void a_terminal_shows_a_bar_and_the_time_left() {
    Progress progress = progress(true);

    progress.epochStarted(0, 2, 10);
    clock.addAndGet(30 * SECOND);
    progress.batchDone(0, 2, 4, 10, 1.5, 40, 300);

    assertThat(err.toString())
        .isEqualTo(
            "\r\u001B[Krecu, seed 1  epoch 1/2 █████░░░░░░░░░░░░░░░  25 %  loss 1.500  top-1 40.0 "
                + " 300 images/s  1 min 30 s left");
  }

  @Test
  void a_terminal_is_not_flooded() {
    Progress progress = progress(true);

    progress.epochStarted(0, 1, 1000);
    for (int batch = 0; batch < 1000; batch++) {
      clock.addAndGet(SECOND / 1000);
      progress.batchDone(0, 1, batch, 1000, 1, 50, 300);
    }

    assertThat(err.toString().chars().filter(c -> c == '\r').count()).isBetween(9L, 11L);
  }

  @Test
  void a_resumed_run_counts_its_own_time_only() {
    Progress progress = progress(false);

    progress.epochStarted(8, 10, 10);
    clock.addAndGet(60 * SECOND);
    progress.epochDone(8, 10, 1, 50, 50, 300);

    assertThat(err.toString()).contains("1 min 00 s left");
  }
}
