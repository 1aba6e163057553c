package org.bnnlab.runtime.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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

  private final List<Worker> workers = new ArrayList<>();

  /** Number of the task in the upper half, parts that nobody has taken in the lower one. */
  private final AtomicLong left = new AtomicLong();

  /** Parts that are not done. */
  private final AtomicInteger undone = new AtomicInteger();

  private int turn;
  private volatile boolean closed;
  private volatile @Nullable Task task;
  private volatile @Nullable Throwable failure;

  /** So many threads, the caller's own included. */
  Workers(int count) {
    for (int i = 1; i < count; i++) {
      Worker worker = new Worker(i);
      workers.add(worker);
      worker.thread.start();
    }
  }

  int threads() {
    return workers.size() + 1;
  }

  /** Computes a task with all threads; callers take turns. */
  void run(Task next) {
    if (workers.isEmpty() || next.parts() == 1) {
      for (int part = 0; part < next.parts(); part++) {
        next.run(part, 0);
      }
      return;
    }
    share(next);
  }

  private synchronized void share(Task next) {
    int parts = next.parts();
    task = next;
    failure = null;
    undone.set(parts);
    turn++;
    left.set((long) turn << Integer.SIZE | parts);
    for (int i = 0; i < workers.size(); i++) {
      workers.get(i).wake();
    }
    work(turn, 0);
    // Only for parts that were taken: a thread that has not come yet is not waited for.
    for (int spins = 0; undone.get() > 0; spins++) {
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

  /**
   * Takes parts of a task until none is left. Whoever has taken one keeps the task from ending, so
   * that it may be read then; a failure ends a part like any other.
   */
  private void work(int of, int thread) {
    while (true) {
      long now = left.get();
      int rest = (int) now;
      if ((int) (now >>> Integer.SIZE) != of || rest == 0) {
        return;
      }
      if (left.compareAndSet(now, now - 1)) {
        try {
          Objects.requireNonNull(task, "task").run(rest - 1, thread);
        } catch (Throwable e) {
          failure = e;
        } finally {
          undone.decrementAndGet();
        }
      }
    }
  }

  /** A thread that waits for tasks. */
  private final class Worker implements Runnable {
    private final int number;
    final Thread thread;
    private volatile boolean parked;

    Worker(int number) {
      this.number = number;
      this.thread = Thread.ofPlatform().daemon().name("bnn-runtime-" + number).unstarted(this);
    }

    /** Called behind the new task: either this sees that the thread parks, or it sees the task. */
    void wake() {
      if (parked) {
        LockSupport.unpark(thread);
      }
    }

    @Override
    public void run() {
      int seen = 0;
      while (!closed) {
        seen = next(seen);
        work(seen, number);
      }
    }

    private int next(int seen) {
      for (int spins = 0; spins < SPINS; spins++) {
        if (current() != seen || closed) {
          return current();
        }
        Thread.onSpinWait();
      }
      parked = true;
      while (current() == seen && !closed) {
        LockSupport.park(Workers.this);
      }
      parked = false;
      return current();
    }

    private int current() {
      return (int) (left.get() >>> Integer.SIZE);
    }
  }

  @Override
  public void close() {
    closed = true;
    workers.forEach(worker -> LockSupport.unpark(worker.thread));
  }
}
