package org.bnnlab.data.events;

import java.util.function.Consumer;

/**
 * Takes the events of a file in two passes: the first counts, the second fills arrays of exactly
 * that size, so that no file makes a reader allocate more than its events need.
 */
final class EventCounter {

  private int[] xs = new int[0];
  private int[] ys = new int[0];
  private byte[] polarities = new byte[0];
  private long[] micros = new long[0];
  private boolean counting = true;
  private int events;

  private EventCounter() {}

  /**
   * Reads a file.
   *
   * @param pass goes over the whole file and adds every event; called twice
   */
  static Events read(Consumer<EventCounter> pass) {
    EventCounter counter = new EventCounter();
    pass.accept(counter);
    counter.fill();
    pass.accept(counter);
    return new Events(counter.xs, counter.ys, counter.polarities, counter.micros);
  }

  private void fill() {
    xs = new int[events];
    ys = new int[events];
    polarities = new byte[events];
    micros = new long[events];
    counting = false;
    events = 0;
  }

  void add(int x, int y, int polarity, long time) {
    if (!counting) {
      xs[events] = x;
      ys[events] = y;
      polarities[events] = (byte) polarity;
      micros[events] = time;
    }
    events++;
  }
}
