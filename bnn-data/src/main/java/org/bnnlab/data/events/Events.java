package org.bnnlab.data.events;

import static org.bnnlab.data.Checks.requireArgument;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A recording of an event camera: each event says that one pixel became lighter (polarity 1) or
 * darker (0) at one moment. In the order of time as the file has it.
 */
public final class Events {

  private final int[] xs;
  private final int[] ys;
  private final byte[] polarities;
  private final long[] micros;

  /**
   * A recording.
   *
   * @param xs column of each event
   * @param ys row of each event
   * @param polarities 0 or 1
   * @param micros time of each event in microseconds
   */
  public Events(int[] xs, int[] ys, byte[] polarities, long[] micros) {
    requireArgument(
        xs.length == ys.length && xs.length == polarities.length && xs.length == micros.length,
        "events need as many columns as rows, polarities and times, found %d, %d, %d, %d",
        xs.length,
        ys.length,
        polarities.length,
        micros.length);
    this.xs = xs.clone();
    this.ys = ys.clone();
    this.polarities = polarities.clone();
    this.micros = micros.clone();
  }

  public int size() {
    return xs.length;
  }

  public int x(int event) {
    return xs[event];
  }

  public int y(int event) {
    return ys[event];
  }

  public int polarity(int event) {
    return polarities[event];
  }

  public long micros(int event) {
    return micros[event];
  }

  /** The time of the last event; 0 without events. */
  public long lastMicros() {
    return Arrays.stream(micros).max().orElse(0);
  }

  /**
   * The events of a square of the sensor, whose upper left corner becomes the origin.
   *
   * @param corner first column and first row
   * @param side columns and rows
   */
  public Events square(int corner, int side) {
    int[] kept =
        IntStream.range(0, size())
            .filter(i -> inside(xs[i] - corner, side) && inside(ys[i] - corner, side))
            .toArray();
    return new Events(
        Arrays.stream(kept).map(i -> xs[i] - corner).toArray(),
        Arrays.stream(kept).map(i -> ys[i] - corner).toArray(),
        polarities(kept),
        Arrays.stream(kept).mapToLong(i -> micros[i]).toArray());
  }

  private static boolean inside(int place, int side) {
    return place >= 0 && place < side;
  }

  private byte[] polarities(int[] kept) {
    byte[] chosen = new byte[kept.length];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = polarities[kept[i]];
    }
    return chosen;
  }

  /** The same on a coarser sensor: columns and rows divided by {@code factor}, rounded down. */
  public Events coarser(int factor) {
    requireArgument(factor >= 1, "a sensor is divided by 1 or more, found %d", factor);
    return new Events(
        Arrays.stream(xs).map(x -> x / factor).toArray(),
        Arrays.stream(ys).map(y -> y / factor).toArray(),
        polarities,
        micros);
  }

  /** The same with the first event at time 0. */
  public Events fromFirst() {
    if (micros.length == 0) {
      return this;
    }
    return new Events(
        xs, ys, polarities, Arrays.stream(micros).map(time -> time - micros[0]).toArray());
  }

  /**
   * Sorts the events into bins of equal duration: a place of the result is 1 if at least one event
   * fell into its bin, polarity, row and column, else 0. Events beyond the last bin, or beyond the
   * sensor, are left out.
   *
   * @param binMicros duration of a bin, in microseconds
   * @param target takes (steps, 2, height, width) values from {@code offset} on
   */
  public void bin(int steps, long binMicros, int height, int width, byte[] target, int offset) {
    requireArgument(
        steps >= 1 && binMicros >= 1,
        "bins need at least one step of at least 1 microsecond, found %d of %d",
        steps,
        binMicros);
    int plane = height * width;
    Arrays.fill(target, offset, offset + steps * 2 * plane, (byte) 0);
    for (int i = 0; i < xs.length; i++) {
      long step = micros[i] / binMicros;
      if (micros[i] >= 0 && step < steps && xs[i] < width && ys[i] < height) {
        int at = (((int) step * 2 + polarities[i]) * height + ys[i]) * width + xs[i];
        target[offset + at] = 1;
      }
    }
  }
}
