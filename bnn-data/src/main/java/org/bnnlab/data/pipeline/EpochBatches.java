package org.bnnlab.data.pipeline;

import static org.bnnlab.data.Checks.requireState;

import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.bnnlab.data.DataException;
import org.bnnlab.data.RandomStreams;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one epoch, in order. Close it, at best by try-with-resources: that stops the
 * workers at once and closes all its batches.
 *
 * <p>For one consuming thread.
 */
public final class EpochBatches implements Iterator<Batch>, AutoCloseable {

  private final SampleSource samples;
  private final int batchSize;
  private final RandomStreams streams;
  private final long epoch;
  private final int[] order;
  private final int end;
  private final List<Thread> workers = new ArrayList<>();
  private final Set<Batch> open = new HashSet<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // the following are guarded by the lock
  private final ArrayDeque<FloatBuffer> free;
  private final @Nullable Outcome[] ready;
  private int claimed;
  private int delivered;
  private long deliveredSamples;
  private long waitedNanos;
  private final int first;

  private volatile boolean stopped;
  private volatile boolean closed;

  /** What a worker makes of a batch. */
  private sealed interface Outcome {}

  private record Filled(Batch batch) implements Outcome {}

  private record Failed(int sample, Throwable cause) implements Outcome {}

  EpochBatches(
      BatchPipeline pipeline,
      RandomStreams streams,
      List<FloatBuffer> ring,
      long epoch,
      int firstBatch) {
    this.samples = pipeline.samples();
    this.batchSize = pipeline.settings().batchSize();
    this.streams = streams;
    this.epoch = epoch;
    this.order = pipeline.order(epoch);
    this.end = pipeline.batchesPerEpoch();
    this.free = new ArrayDeque<>(ring);
    this.ready = new @Nullable Outcome[ring.size()];
    this.first = firstBatch;
    this.claimed = firstBatch;
    this.delivered = firstBatch;
    for (int worker = 0; worker < pipeline.settings().workers(); worker++) {
      workers.add(
          Thread.ofPlatform()
              .daemon()
              .name("bnn-data-epoch" + epoch + "-worker" + worker)
              .unstarted(this::work));
    }
  }

  void start() {
    workers.forEach(Thread::start);
  }

  @Override
  public boolean hasNext() {
    return !closed && delivered < end;
  }

  /**
   * The next batch, waiting until it is ready.
   *
   * @throws DataException where a worker failed on this batch; earlier batches are delivered before
   */
  @Override
  public Batch next() {
    requireState(!closed, "epoch %d is closed and gives no more batches", epoch);
    if (delivered == end) {
      throw new NoSuchElementException("epoch " + epoch + " has no batch after " + (end - 1));
    }
    requireState(
        open.size() < ready.length,
        "all %d batches of the ring are open; close one before asking for batch %d",
        ready.length,
        delivered);
    return switch (take()) {
      case Filled filled -> deliver(filled.batch);
      case Failed failed ->
          throw new DataException(
              "batch %d of epoch %d".formatted(delivered, epoch),
              List.of("sample %d failed: %s".formatted(failed.sample, text(failed.cause))),
              failed.cause);
    };
  }

  private static String text(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private Outcome take() {
    lock.lock();
    try {
      int slot = delivered % ready.length;
      if (ready[slot] == null) {
        long start = System.nanoTime();
        while (ready[slot] == null) {
          changed.await();
        }
        waitedNanos += System.nanoTime() - start;
      }
      return Objects.requireNonNull(ready[slot]);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException(
          "batch %d of epoch %d".formatted(delivered, epoch),
          List.of("the thread was interrupted while it waited for the workers"),
          e);
    } finally {
      lock.unlock();
    }
  }

  private Batch deliver(Batch batch) {
    lock.lock();
    try {
      ready[delivered % ready.length] = null;
      open.add(batch);
      delivered++;
      deliveredSamples += batch.size();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(Batch batch, FloatBuffer data) {
    lock.lock();
    try {
      if (open.remove(batch)) {
        free.add(data);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What happened so far in this epoch. */
  public PipelineStatistics statistics() {
    lock.lock();
    try {
      return new PipelineStatistics(delivered - first, deliveredSamples, waitedNanos);
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Stops the workers, waits for them, and closes all batches of this epoch. A second call does
   * nothing.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    lock.lock();
    try {
      closed = true;
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    joinWorkers();
    List.copyOf(open).forEach(Batch::close);
  }

  /** The next epoch writes into the same ring: no worker may be left, even on an interrupt. */
  private void joinWorkers() {
    boolean interrupted = false;
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    Worker worker = new Worker();
    for (Claim claim = claim(); claim != null; claim = claim()) {
      Outcome outcome = worker.fill(claim);
      lock.lock();
      try {
        if (outcome instanceof Failed) {
          stopped = true;
        }
        ready[claim.batch % ready.length] = outcome;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private record Claim(int batch, FloatBuffer data) {}

  /**
   * The next batch to fill. It is numbered only with a buffer in hand: so the earliest batch that
   * is not ready always has one, and the claimed ones never exceed the ring.
   */
  private @Nullable Claim claim() {
    lock.lock();
    try {
      while (!stopped && claimed < end && free.isEmpty()) {
        changed.awaitUninterruptibly();
      }
      return stopped || claimed == end ? null : new Claim(claimed++, free.remove());
    } finally {
      lock.unlock();
    }
  }

  /** One thread's scratch space. */
  private final class Worker {

    private final float[] values = new float[samples.shape().size()];
    private @Nullable SampleWriter writer;
    private int sample;

    /** A failed batch stops the others only before their next claim: earlier ones get ready. */
    Outcome fill(Claim claim) {
      int from = claim.batch * batchSize;
      int to = Math.min(order.length, from + batchSize);
      int[] indices = Arrays.copyOfRange(order, from, to);
      int[] labels = new int[indices.length];
      try {
        SampleWriter write = writer();
        for (int i = 0; i < indices.length && !closed; i++) {
          sample = indices[i];
          labels[i] = write.write(sample, streams.forSample(epoch, sample), values);
          claim.data.put(i * values.length, values);
        }
        return new Filled(
            new Batch(
                claim.batch,
                samples.shape(),
                claim.data.slice(0, indices.length * values.length),
                labels,
                indices,
                closing -> giveBack(closing, claim.data)));
      } catch (RuntimeException | Error e) {
        return new Failed(sample, e);
      }
    }

    private SampleWriter writer() {
      if (writer == null) {
        writer = samples.newWriter();
      }
      return writer;
    }
  }
}
