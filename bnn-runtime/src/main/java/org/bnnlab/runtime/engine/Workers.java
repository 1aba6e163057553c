package org.bnnlab.runtime.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share the ranges of a stage. Between two stages they spin for a moment, because the
 * next one follows at once, and then park, because a spinning thread takes the core from whoever it
 * waits for.
 */
final class Workers implements AutoCloseable {

  private static final int SPINS = 2_000;

  /** Room for the range of each thread. */
  static final class Scratch {
    private final float[][] ofThread;

    Scratch(int threads, int size) {
      ofThread = new float[threads][size];
    }
  }

  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger nextRange = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private volatile int turn;
  private volatile boolean closed;
  private @Nullable Stage stage;
  private @Nullable Frame frame;
  private @Nullable Scratch scratch;

  /** So many threads, the caller's own included. */
  Workers(int count) {
    for (int i = 1; i < count; i++) {
      int number = i;
      Thread thread =
          Thread.ofPlatform().daemon().name("bnn-runtime-" + i).unstarted(() -> serve(number));
      threads.add(thread);
      thread.start();
    }
  }

  int threads() {
    return threads.size() + 1;
  }

  /** Computes a stage; one caller at a time shares it, others compute alone. */
  void run(Stage next, Frame on, Scratch with) {
    next.source().prepare(on);
    if (threads.isEmpty() || next.ranges() == 1) {
      for (int range = 0; range < next.ranges(); range++) {
        next.run(on, range, with.ofThread[0]);
      }
      return;
    }
    synchronized (this) {
      stage = next;
      frame = on;
      scratch = with;
      nextRange.set(0);
      busy.set(threads.size());
      turn++;
      for (int i = 0; i < threads.size(); i++) {
        LockSupport.unpark(threads.get(i));
      }
      work(next, on, with.ofThread[0]);
      for (int spins = 0; busy.get() > 0; spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(this, 20_000);
        }
      }
    }
  }

  private void work(Stage of, Frame on, float[] room) {
    for (int range = nextRange.getAndIncrement();
        range < of.ranges();
        range = nextRange.getAndIncrement()) {
      of.run(on, range, room);
    }
  }

  private void serve(int number) {
    int seen = 0;
    while (!closed) {
      for (int spins = 0; turn == seen && !closed; spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      if (closed) {
        return;
      }
      seen = turn;
      Stage of = stage;
      Frame on = frame;
      Scratch with = scratch;
      if (of != null && on != null && with != null) {
        work(of, on, with.ofThread[number]);
      }
      busy.decrementAndGet();
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(LockSupport::unpark);
  }
}
