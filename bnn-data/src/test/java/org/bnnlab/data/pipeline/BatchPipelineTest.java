package org.bnnlab.data.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bnnlab.data.DataException;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.SeededStreams;
import org.bnnlab.data.Split;
import org.bnnlab.data.shapes.Difficulty;
import org.bnnlab.data.shapes.Shapes32;
import org.bnnlab.data.transform.Normalize;
import org.bnnlab.data.transform.RandomCrop;
import org.bnnlab.data.transform.RandomHorizontalFlip;
import org.bnnlab.data.transform.TransformPipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

// a pipeline that hangs must not hang the build
@Timeout(60)
class BatchPipelineTest {

  private static final SeededStreams STREAMS = new SeededStreams(17);
  private static final TransformPipeline AUGMENTED =
      TransformPipeline.of(
          new RandomCrop(32, 4), new RandomHorizontalFlip(0.5), Normalize.IMAGENET);
  private static final ImageDataset IMAGES =
      new Shapes32(1, 103, 10, Difficulty.STANDARD).open(Split.TRAIN, null);

  /** Samples of one value each: ten times the index, with the index as label. */
  private record Numbers(int size) implements SampleSource {
    @Override
    public ImageShape shape() {
      return new ImageShape(1, 1, 1);
    }

    @Override
    public SampleWriter newWriter() {
      return (index, random, target) -> {
        target[0] = index * 10f;
        return index;
      };
    }
  }

  /** Numbers that fail at one index. */
  private record Failing(int size, int bad) implements SampleSource {
    @Override
    public ImageShape shape() {
      return new ImageShape(1, 1, 1);
    }

    @Override
    public SampleWriter newWriter() {
      return (index, random, target) -> {
        if (index == bad) {
          throw new IllegalStateException("picture.jpeg is cut off at byte 77");
        }
        return index;
      };
    }
  }

  private static BatchSettings shuffled(int batchSize, int workers) {
    return BatchSettings.training(batchSize).withWorkers(workers);
  }

  /** The batches of some epochs, each as its hash. */
  private static List<Integer> hashes(BatchPipeline pipeline, long epochs) {
    List<Integer> hashes = new ArrayList<>();
    for (long epoch = 0; epoch < epochs; epoch++) {
      hashes.addAll(hashes(pipeline, epoch, 0));
    }
    return hashes;
  }

  private static List<Integer> hashes(BatchPipeline pipeline, long epoch, int firstBatch) {
    List<Integer> hashes = new ArrayList<>();
    try (EpochBatches batches = pipeline.epoch(epoch, firstBatch)) {
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          hashes.add(hash(batch));
        }
      }
    }
    return hashes;
  }

  private static int hash(Batch batch) {
    float[] values = new float[batch.data().remaining()];
    batch.data().get(values);
    return Arrays.hashCode(
        new int[] {
          batch.number(),
          Arrays.hashCode(values),
          Arrays.hashCode(batch.labels()),
          Arrays.hashCode(batch.indices())
        });
  }

  @ParameterizedTest
  @CsvSource({"1,2", "1,4", "16,2", "16,4", "16,7", "103,4", "200,3"})
  void the_batches_of_three_epochs_do_not_depend_on_the_number_of_workers(int size, int workers) {
    ImageSamples samples = new ImageSamples(IMAGES, AUGMENTED);

    List<Integer> one = hashes(new BatchPipeline(samples, shuffled(size, 1), STREAMS), 3);
    List<Integer> many = hashes(new BatchPipeline(samples, shuffled(size, workers), STREAMS), 3);

    assertThat(many).isEqualTo(one);
    assertThat(one).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 6, 7})
  void an_epoch_resumed_at_a_batch_goes_on_as_the_undisturbed_one(int firstBatch) {
    ImageSamples samples = new ImageSamples(IMAGES, AUGMENTED);
    List<Integer> undisturbed = hashes(new BatchPipeline(samples, shuffled(16, 1), STREAMS), 5, 0);

    List<Integer> resumed =
        hashes(new BatchPipeline(samples, shuffled(16, 4), STREAMS), 5, firstBatch);

    assertThat(resumed).isEqualTo(undisturbed.subList(firstBatch, 7));
  }

  @Test
  void a_sample_looks_the_same_in_batches_of_any_size() {
    ImageSamples samples = new ImageSamples(IMAGES, AUGMENTED);

    assertThat(allValues(new BatchPipeline(samples, shuffled(10, 2), STREAMS)))
        .isEqualTo(allValues(new BatchPipeline(samples, shuffled(33, 1), STREAMS)));
  }

  private static float[] allValues(BatchPipeline pipeline) {
    FloatBuffer all =
        FloatBuffer.allocate(pipeline.samples().size() * pipeline.samples().shape().size());
    try (EpochBatches batches = pipeline.epoch(2)) {
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          all.put(batch.data());
        }
      }
    }
    return all.array();
  }

  @Test
  void every_epoch_has_every_sample_once_in_an_order_of_its_own() {
    BatchPipeline pipeline = new BatchPipeline(new Numbers(50), shuffled(8, 2), STREAMS);

    assertThat(pipeline.order(0)).containsExactlyInAnyOrder(IntStream.range(0, 50).toArray());
    assertThat(pipeline.order(1)).isNotEqualTo(pipeline.order(0));
  }

  @Test
  void without_shuffling_the_order_is_the_sources() {
    BatchPipeline pipeline =
        new BatchPipeline(new Numbers(5), BatchSettings.evaluation(2), STREAMS);

    try (EpochBatches batches = pipeline.epoch(3)) {
      Batch first = batches.next();
      Batch second = batches.next();
      Batch last = batches.next();

      assertThat(first.labels()).containsExactly(0, 1);
      assertThat(second.indices()).containsExactly(2, 3);
      assertThat(last.size()).isEqualTo(1);
      assertThat(last.number()).isEqualTo(2);
      assertThat(last.data().remaining()).isEqualTo(1);
      assertThat(last.data().get(0)).isEqualTo(40f);
      assertThat(batches.hasNext()).isFalse();
      assertThatThrownBy(batches::next)
          .isInstanceOf(NoSuchElementException.class)
          .hasMessage("epoch 3 has no batch after 2");
    }
  }

  /** Six orders of three samples, 6,000 epochs: 5 degrees of freedom, below 25.7 in 99.99 %. */
  @Test
  void every_order_is_equally_likely() {
    BatchPipeline pipeline = new BatchPipeline(new Numbers(3), shuffled(3, 1), STREAMS);
    int[] counts = new int[32];
    for (long epoch = 0; epoch < 6_000; epoch++) {
      int[] order = pipeline.order(epoch);
      counts[order[0] * 9 + order[1] * 3 + order[2]]++;
    }

    double chiSquare =
        Arrays.stream(counts)
            .filter(c -> c > 0)
            .mapToDouble(c -> (c - 1e3) * (c - 1e3) / 1e3)
            .sum();
    assertThat(Arrays.stream(counts).filter(c -> c > 0)).hasSize(6);
    assertThat(chiSquare).isLessThan(25.7);
  }

  @ParameterizedTest
  @CsvSource({"10,5,false,2", "10,5,true,2", "11,5,false,3", "11,5,true,2", "1,5,false,1"})
  void the_short_batch_is_kept_or_dropped(int samples, int size, boolean drops, int expected) {
    BatchPipeline pipeline =
        new BatchPipeline(
            new Numbers(samples), BatchSettings.training(size).withDropsLast(drops), STREAMS);

    assertThat(pipeline.batchesPerEpoch()).isEqualTo(expected);
    assertThat(hashes(pipeline, 1)).hasSize(expected);
  }

  @Test
  void the_buffer_is_direct_and_of_native_order() {
    BatchPipeline pipeline = new BatchPipeline(new Numbers(4), shuffled(4, 1), STREAMS);

    try (EpochBatches batches = pipeline.epoch(0);
        Batch batch = batches.next()) {
      assertThat(batch.data().isDirect()).isTrue();
      assertThat(batch.data().order()).isEqualTo(ByteOrder.nativeOrder());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void a_failure_reaches_the_consumer_at_its_batch_and_names_the_sample(int workers) {
    BatchPipeline pipeline =
        new BatchPipeline(
            new Failing(100, 57), BatchSettings.evaluation(10).withWorkers(workers), STREAMS);

    try (EpochBatches batches = pipeline.epoch(2)) {
      for (int i = 0; i < 5; i++) {
        batches.next().close();
      }
      assertThatThrownBy(batches::next)
          .isInstanceOf(DataException.class)
          .hasMessage("batch 5 of epoch 2: sample 57 failed: picture.jpeg is cut off at byte 77")
          .hasCauseInstanceOf(IllegalStateException.class);
      // asked again, it is not a hang
      assertThatThrownBy(batches::next).isInstanceOf(DataException.class);
    }
    assertThat(workersOfEpoch(2)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void closing_in_the_middle_leaves_no_thread_and_a_usable_pipeline(int workers) {
    ImageSamples samples = new ImageSamples(IMAGES, AUGMENTED);
    BatchPipeline pipeline = new BatchPipeline(samples, shuffled(4, workers), STREAMS);
    List<Integer> expected = hashes(pipeline, 8, 0);
    for (long epoch = 400; epoch < 420; epoch++) {
      try (EpochBatches batches = pipeline.epoch(epoch)) {
        batches.next();
        batches.next().close();
      }
      assertThat(workersOfEpoch(epoch)).isEmpty();
    }

    assertThat(hashes(pipeline, 8, 0)).isEqualTo(expected);
  }

  private static Set<String> workersOfEpoch(long epoch) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("bnn-data-epoch" + epoch + "-"))
        .collect(Collectors.toSet());
  }

  @Test
  void the_workers_are_named_daemons() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(2);
    List<Thread> threads = new ArrayList<>();
    SampleSource source =
        onEachSample(
            () -> {
              synchronized (threads) {
                threads.add(Thread.currentThread());
              }
              asked.countDown();
            });

    try (EpochBatches batches = new BatchPipeline(source, shuffled(1, 2), STREAMS).epoch(31)) {
      asked.await();
      assertThat(batches.hasNext()).isTrue();
    }

    assertThat(threads)
        .isNotEmpty()
        .allSatisfy(
            thread -> {
              assertThat(thread.isDaemon()).isTrue();
              assertThat(thread.getName()).matches("bnn-data-epoch31-worker[01]");
            });
  }

  /** A thousand samples without values; {@code action} runs for each one made. */
  private static SampleSource onEachSample(Runnable action) {
    return new SampleSource() {
      @Override
      public int size() {
        return 1000;
      }

      @Override
      public ImageShape shape() {
        return new ImageShape(1, 1, 1);
      }

      @Override
      public SampleWriter newWriter() {
        return (index, random, target) -> {
          action.run();
          return 0;
        };
      }
    };
  }

  @Test
  void workers_prepare_no_more_than_the_ring_holds() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    CountDownLatch full = new CountDownLatch(4);
    SampleSource source =
        onEachSample(
            () -> {
              made.incrementAndGet();
              full.countDown();
            });
    BatchPipeline pipeline = new BatchPipeline(source, shuffled(1, 2), STREAMS);

    try (EpochBatches batches = pipeline.epoch(0)) {
      full.await();
      // every buffer is taken: the workers cannot make a fifth sample until one is handed back
      assertThat(pipeline.buffers()).isEqualTo(4);
      assertThat(made).hasValue(4);
      batches.next().close();
      batches.next();
      assertThat(made).hasValueBetween(4, 5);
    }
  }

  @Test
  void keeping_every_batch_open_is_an_error_and_not_a_hang() {
    BatchPipeline pipeline = new BatchPipeline(new Numbers(100), shuffled(1, 1), STREAMS);

    try (EpochBatches batches = pipeline.epoch(0)) {
      for (int i = 0; i < pipeline.buffers(); i++) {
        batches.next();
      }
      assertThatThrownBy(batches::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("all 3 batches of the ring are open; close one before asking for batch 3");
    }
  }

  @Test
  void a_closed_batch_gives_no_data() {
    BatchPipeline pipeline = new BatchPipeline(new Numbers(100), shuffled(10, 1), STREAMS);
    EpochBatches batches = pipeline.epoch(0);
    Batch closed = batches.next();
    Batch left = batches.next();

    closed.close();
    closed.close();
    batches.close();
    batches.close();

    assertThatThrownBy(closed::data)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("batch 0 is closed and its buffer may hold another one; copy it before");
    assertThatThrownBy(left::data).isInstanceOf(IllegalStateException.class);
    assertThat(batches.hasNext()).isFalse();
    assertThatThrownBy(batches::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("epoch 0 is closed and gives no more batches");
  }

  @Test
  void a_batch_that_is_open_keeps_its_values_while_others_are_made() {
    BatchPipeline pipeline =
        new BatchPipeline(new Numbers(100), BatchSettings.evaluation(2).withWorkers(2), STREAMS);

    try (EpochBatches batches = pipeline.epoch(0)) {
      Batch kept = batches.next();
      while (batches.hasNext()) {
        batches.next().close();
      }
      assertThat(kept.data().get(1)).isEqualTo(10f);
    }
  }

  @Test
  void two_epochs_at_once_are_refused() {
    BatchPipeline pipeline = new BatchPipeline(new Numbers(10), shuffled(2, 1), STREAMS);

    try (EpochBatches open = pipeline.epoch(0)) {
      assertThat(open.hasNext()).isTrue();
      assertThatThrownBy(() -> pipeline.epoch(1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "epoch 1 cannot start while another epoch of this pipeline is open; close that one"
                  + " first");
    }
  }

  @Test
  void the_statistics_count_what_was_delivered_and_the_wait_for_it() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    SampleSource slow =
        onEachSample(
            () -> {
              try {
                release.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    BatchPipeline pipeline = new BatchPipeline(slow, shuffled(300, 1), STREAMS);

    try (EpochBatches batches = pipeline.epoch(0, 2)) {
      assertThat(batches.statistics()).isEqualTo(new PipelineStatistics(0, 0, 0));
      Thread consumer = Thread.currentThread();
      Thread releasing =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (consumer.getState() != Thread.State.WAITING) {
                      Thread.onSpinWait();
                    }
                    release.countDown();
                  });
      batches.next().close();
      releasing.join();
      batches.next().close();

      assertThat(batches.statistics().batches()).isEqualTo(2);
      assertThat(batches.statistics().samples()).isEqualTo(400);
      assertThat(batches.statistics().waitedNanos()).isPositive();
    }
  }

  @Test
  void an_interrupted_consumer_is_told_and_stays_interrupted() {
    CountDownLatch never = new CountDownLatch(1);
    SampleSource stuck =
        onEachSample(
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    EpochBatches batches = new BatchPipeline(stuck, shuffled(1, 1), STREAMS).epoch(0);
    try {
      Thread.currentThread().interrupt();
      assertThatThrownBy(batches::next)
          .isInstanceOf(DataException.class)
          .hasMessage(
              "batch 0 of epoch 0: the thread was interrupted while it waited for the workers");
      assertThat(Thread.interrupted()).isTrue();
    } finally {
      never.countDown();
      batches.close();
    }
  }

  @Test
  void wrong_settings_are_refused_with_the_value() {
    assertThatThrownBy(() -> BatchSettings.training(0))
        .hasMessage("batch size must be at least 1, found 0");
    assertThatThrownBy(() -> BatchSettings.training(1).withWorkers(0))
        .hasMessage("number of workers must be in 1..256, found 0");
    assertThatThrownBy(
            () ->
                new BatchPipeline(
                    new Numbers(3), BatchSettings.training(4).withDropsLast(true), STREAMS))
        .hasMessageContaining("3 samples are fewer than one batch of 4");
    BatchPipeline pipeline = new BatchPipeline(new Numbers(3), shuffled(2, 1), STREAMS);
    assertThatThrownBy(() -> pipeline.epoch(0, 3))
        .hasMessage("first batch must be in 0..2, found 3");
    assertThatThrownBy(() -> pipeline.epoch(-1)).hasMessage("epoch must be at least 0, found -1");
  }
}
