package org.bnnlab.runtime.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share the parts of a task. Between two tasks they spin for a moment, because the
 * next one follows at once, and then park, because a spinning thread takes the core from whoever it
 * waits for.
 */
final class Workers implements AutoCloseable {

  private static final int SPINS = 2_000;

  /** Work in parts that may run in any order and at the same time. */
  interface Task {

    /** Number of parts. */
    int parts();

    /** Computes one part, on the thread of that number. */
    void run(int part, int thread);
  }

  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger nextPart = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private volatile int turn;
  private volatile boolean closed;
  private volatile @Nullable Task task;
  private volatile @Nullable Throwable failure;

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

  /** Computes a task with all threads; callers take turns. */
  void run(Task next) {
    if (threads.isEmpty() || next.parts() == 1) {
      for (int part = 0; part < next.parts(); part++) {
        next.run(part, 0);
      }
      return;
    }
    share(next);
  }

  private synchronized void share(Task next) {
    task = next;
    failure = null;
    nextPart.set(0);
    busy.set(threads.size());
    turn++;
    for (int i = 0; i < threads.size(); i++) {
      LockSupport.unpark(threads.get(i));
    }
    work(next, 0);
    for (int spins = 0; busy.get() > 0; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(this, 20_000);
      }
    }
    task = null;
    Throwable thrown = failure;
    if (thrown != null) {
      throw new IllegalStateException("a thread of the engine failed", thrown);
    }
  }

  /** Takes parts until none is left; whoever waits is never left waiting by a failure. */
  private void work(Task of, int thread) {
    try {
      int parts = of.parts();
      for (int part = nextPart.getAndIncrement(); part < parts; part = nextPart.getAndIncrement()) {
        of.run(part, thread);
      }
    } catch (Throwable e) {
      failure = e;
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
      seen = turn;
      Task of = task;
      if (of != null && !closed) {
        work(of, number);
        busy.decrementAndGet();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(LockSupport::unpark);
  }
}
