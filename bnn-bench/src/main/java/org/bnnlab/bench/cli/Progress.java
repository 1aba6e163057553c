package org.bnnlab.bench.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.bnnlab.bench.leaderboard.Figures;
import org.bnnlab.bench.run.ProgressListener;

/**
 * Progress of a run on stderr: a bar with the time left on a terminal, one line an epoch elsewhere.
 */
final class Progress implements ProgressListener {

  private static final int BAR = 20;
  private static final int EVERY_IMAGES = 10_000;
  private static final long PAUSE_NANOS = 100_000_000;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final String START_OF_LINE = "\r\u001B[K";

  private final String title;
  private final PrintWriter err;
  private final boolean terminal;
  private final LongSupplier nanoTime;

  private long started;
  private double doneAtStart = Double.NaN;
  private long shown;

  /**
   * Progress of one run.
   *
   * @param title what runs, such as {@code recu, seed 1}
   */
  Progress(String title, Console console) {
    this(title, console, System::nanoTime);
  }

  Progress(String title, Console console, LongSupplier nanoTime) {
    this.title = title;
    this.err = console.err();
    this.terminal = console.terminal();
    this.nanoTime = nanoTime;
  }

  @Override
  public void imageCached(long done, int images) {
    if (done % EVERY_IMAGES == 0 || done == images) {
      err.println("%s  %d of %d images decoded into the cache".formatted(title, done, images));
      err.flush();
    }
  }

  @Override
  public void epochStarted(int epoch, int epochs, int batches) {
    if (Double.isNaN(doneAtStart)) {
      started = nanoTime.getAsLong();
      // A resumed run has epochs behind it that took none of our time.
      doneAtStart = (double) epoch / epochs;
      shown = started - PAUSE_NANOS;
    }
  }

  @Override
  public void batchDone(
      int epoch,
      int epochs,
      int batch,
      int batches,
      double loss,
      double top1,
      double imagesPerSecond) {
    long now = nanoTime.getAsLong();
    if (!terminal || now - shown < PAUSE_NANOS) {
      return;
    }
    shown = now;
    double done = (epoch + (batch + 1.0) / batches) / epochs;
    err.print(
        START_OF_LINE
            + String.format(
                Locale.ROOT,
                "%s  epoch %d/%d %s %3.0f %%  loss %.3f%s  %.0f images/s  %s left",
                title,
                epoch + 1,
                epochs,
                bar(done),
                100 * done,
                loss,
                percent("  top-1 ", top1),
                imagesPerSecond,
                Figures.duration(secondsLeft(now, done))));
    err.flush();
  }

  @Override
  public void epochDone(
      int epoch,
      int epochs,
      double trainLoss,
      double trainTop1,
      double testTop1,
      double imagesPerSecond) {
    double done = (epoch + 1.0) / epochs;
    String left =
        epoch + 1 == epochs
            ? ""
            : "  " + Figures.duration(secondsLeft(nanoTime.getAsLong(), done)) + " left";
    err.println(
        (terminal ? START_OF_LINE : "")
            + String.format(
                Locale.ROOT,
                "%s  epoch %d/%d  loss %.3f%s%s  %.0f images/s%s",
                title,
                epoch + 1,
                epochs,
                trainLoss,
                percent("  top-1 train ", trainTop1),
                percent(", test ", testTop1),
                imagesPerSecond,
                left));
    err.flush();
  }

  private static String percent(String name, double figure) {
    return Double.isNaN(figure) ? "" : name + String.format(Locale.ROOT, "%.1f", figure);
  }

  private double secondsLeft(long now, double done) {
    double share = done - doneAtStart;
    return share > 0 ? (now - started) / NANOS_PER_SECOND * (1 - done) / share : Double.NaN;
  }

  private static String bar(double done) {
    int full = (int) Math.floor(done * BAR);
    return "█".repeat(full) + "░".repeat(BAR - full);
  }
}
