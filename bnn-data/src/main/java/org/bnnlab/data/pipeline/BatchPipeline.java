package org.bnnlab.data.pipeline;

import static org.bnnlab.data.Checks.requireArgument;
import static org.bnnlab.data.Checks.requireState;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bnnlab.data.RandomStreams;
import org.jspecify.annotations.Nullable;

/**
 * Batches of a source, prepared ahead by worker threads in a ring of direct buffers.
 *
 * <p>An epoch's order is a Fisher-Yates shuffle by the stream {@code ("order", epoch, 0)}, and what
 * is random in sample i comes from streams of {@code (purpose, epoch, i)}: batches are the same for
 * any number of workers, and an epoch that starts at batch b continues the one that stopped there.
 *
 * <p>One epoch is open at a time. For one consuming thread.
 */
public final class BatchPipeline {

  /** Batches that can be ready or in use while each worker fills another one. */
  private static final int SPARE_BUFFERS = 2;

  private final SampleSource samples;
  private final BatchSettings settings;
  private final RandomStreams streams;
  private final List<FloatBuffer> ring;
  private @Nullable EpochBatches current;

  public BatchPipeline(SampleSource samples, BatchSettings settings, RandomStreams streams) {
    requireArgument(samples.size() >= 1, "a pipeline needs at least one sample");
    requireArgument(
        !settings.dropsLast() || samples.size() >= settings.batchSize(),
        "no batch is left: %d samples are fewer than one batch of %d and the short one is dropped;"
            + " use a smaller batch or keep the last one",
        samples.size(),
        settings.batchSize());
    int values = Math.multiplyExact(settings.batchSize(), samples.shape().size());
    requireArgument(
        values <= Integer.MAX_VALUE / Float.BYTES,
        "a batch of %d samples of shape %s exceeds 2 GiB; use a smaller batch",
        settings.batchSize(),
        samples.shape());
    this.samples = samples;
    this.settings = settings;
    this.streams = streams;
    this.ring =
        Stream.generate(() -> directFloats(values))
            .limit(settings.workers() + SPARE_BUFFERS)
            .toList();
  }

  private static FloatBuffer directFloats(int values) {
    return ByteBuffer.allocateDirect(values * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  public SampleSource samples() {
    return samples;
  }

  public BatchSettings settings() {
    return settings;
  }

  /** The number of batches of an epoch. */
  public int batchesPerEpoch() {
    int whole = samples.size() / settings.batchSize();
    boolean rest = samples.size() % settings.batchSize() != 0;
    return rest && !settings.dropsLast() ? whole + 1 : whole;
  }

  /** The number of batches that may be open at once. */
  public int buffers() {
    return ring.size();
  }

  /** The samples of an epoch in its order, short batch included. */
  public int[] order(long epoch) {
    int[] order = IntStream.range(0, samples.size()).toArray();
    if (settings.shuffled()) {
      RandomGenerator random = streams.stream("order", epoch, 0);
      for (int last = order.length - 1; last > 0; last--) {
        int chosen = random.nextInt(last + 1);
        int swapped = order[chosen];
        order[chosen] = order[last];
        order[last] = swapped;
      }
    }
    return order;
  }

  /** Starts an epoch at its first batch. */
  public EpochBatches epoch(long epoch) {
    return epoch(epoch, 0);
  }

  /**
   * Starts an epoch at batch {@code firstBatch}, as after a resumed run.
   *
   * @param epoch counted from 0
   * @param firstBatch from 0 to {@link #batchesPerEpoch()}, where nothing is left
   */
  public EpochBatches epoch(long epoch, int firstBatch) {
    requireArgument(epoch >= 0, "epoch must be at least 0, found %d", epoch);
    requireArgument(
        firstBatch >= 0 && firstBatch <= batchesPerEpoch(),
        "first batch must be in 0..%d, found %d",
        batchesPerEpoch(),
        firstBatch);
    requireState(
        current == null || current.isClosed(),
        "epoch %d cannot start while another epoch of this pipeline is open; close that one first",
        epoch);
    EpochBatches batches = new EpochBatches(this, streams, ring, epoch, firstBatch);
    current = batches;
    batches.start();
    return batches;
  }
}
