package org.bnnlab.data.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bnnlab.data.DataException;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.SeededStreams;
import org.bnnlab.data.Split;
import org.bnnlab.data.folder.FolderDataset;
import org.bnnlab.data.folder.PictureCache;
import org.bnnlab.data.transform.ColorJitter;
import org.bnnlab.data.transform.GaussianBlur;
import org.bnnlab.data.transform.Grayscale;
import org.bnnlab.data.transform.Lighting;
import org.bnnlab.data.transform.Normalize;
import org.bnnlab.data.transform.RandomHorizontalFlip;
import org.bnnlab.data.transform.RandomResizedCrop;
import org.bnnlab.data.transform.TransformPipeline;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Image files through the whole pipeline, with every random step. */
class PicturePipelineTest {

  private static final TransformPipeline ALL =
      TransformPipeline.of(
          new RandomResizedCrop(16, 0.2, 1, 3.0 / 4, 4.0 / 3),
          new ColorJitter(0.4, 0.4, 0.4, 0.1, 0.8),
          new Grayscale(0.2),
          new GaussianBlur(0.1, 2, 0.5),
          new RandomHorizontalFlip(0.5),
          new Lighting(0.1, Lighting.Units.UNIT),
          Normalize.IMAGENET);

  @TempDir private Path folder;

  @BeforeEach
  void copy_images() throws IOException {
    List<String> images = List.of("colour", "progressive", "fullcolour", "grey", "cmyk");
    for (int i = 0; i < 20; i++) {
      Path file = folder.resolve("train/class%d/%02d.jpg".formatted(i % 3, i));
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      String name = "/org/bnnlab/data/jpeg/" + images.get(i % images.size()) + ".jpg";
      try (InputStream in =
          Objects.requireNonNull(PicturePipelineTest.class.getResourceAsStream(name))) {
        Files.copy(in, file);
      }
    }
  }

  private ImageDataset images() {
    return new FolderDataset().open(Split.TRAIN, folder);
  }

  private static BatchPipeline pipeline(ImageDataset images, int views, int workers) {
    return new BatchPipeline(
        new ImageSamples(images, ALL, views),
        new BatchSettings(6, true, false, workers),
        new SeededStreams(11));
  }

  private static List<Integer> hashes(BatchPipeline pipeline, long epoch, int firstBatch) {
    List<Integer> hashes = new ArrayList<>();
    try (EpochBatches batches = pipeline.epoch(epoch, firstBatch)) {
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          FloatBuffer data = batch.data();
          float[] values = new float[data.remaining()];
          data.get(values);
          hashes.add(31 * Arrays.hashCode(values) + Arrays.hashCode(batch.labels()));
        }
      }
    }
    return hashes;
  }

  @Test
  void three_epochs_are_the_same_for_one_and_four_workers_and_after_an_interruption() {
    BatchPipeline one = pipeline(images(), 1, 1);
    BatchPipeline four = pipeline(images(), 1, 4);
    List<Integer> seen = new ArrayList<>();
    for (int epoch = 0; epoch < 3; epoch++) {
      List<Integer> expected = hashes(one, epoch, 0);
      assertThat(hashes(four, epoch, 0)).isEqualTo(expected);
      assertThat(hashes(pipeline(images(), 1, 4), epoch, 2)).isEqualTo(expected.subList(2, 4));
      seen.addAll(expected);
    }
    assertThat(seen).hasSize(12).doesNotHaveDuplicates();
  }

  @Test
  void two_views_differ_and_the_first_is_the_only_one() {
    ImageSamples two = new ImageSamples(images(), ALL, 2);
    float[] both = new float[2 * 3 * 256];
    float[] single = new float[3 * 256];
    SeededStreams streams = new SeededStreams(11);

    two.newWriter().write(4, streams.forSample(1, 4), both);
    new ImageSamples(images(), ALL).newWriter().write(4, streams.forSample(1, 4), single);

    assertThat(two.shape()).isEqualTo(new ImageShape(6, 16, 16));
    assertThat(Arrays.copyOf(both, 768)).isEqualTo(single);
    assertThat(Arrays.copyOfRange(both, 768, 1536)).isNotEqualTo(single);
  }

  @Test
  void a_broken_file_reaches_the_trainer_by_its_name() throws IOException {
    Path broken = folder.resolve("train/class1/01.jpg");
    Files.write(broken, Arrays.copyOf(Files.readAllBytes(broken), 600));

    assertThatThrownBy(() -> hashes(pipeline(images(), 1, 2), 0, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(broken.toString())
        .hasMessageContaining("offset ");
  }

  @Test
  void a_cache_gives_the_same_batches_without_the_files() throws IOException {
    ImageDataset images = images();
    List<Integer> expected = hashes(pipeline(images, 1, 1), 0, 0);

    PictureCache.write(images, folder.resolve("cache.bin"));
    Files.delete(folder.resolve("train/class1/01.jpg"));
    ImageDataset cached = PictureCache.open(images, folder.resolve("cache.bin"));

    assertThat(hashes(pipeline(cached, 1, 4), 0, 0)).isEqualTo(expected);
    assertThat(cached.name(3)).isEqualTo(images.name(3));
  }

  @Test
  void a_cache_of_other_images_or_a_cut_one_is_refused() throws IOException {
    Path cache = folder.resolve("cache.bin");
    PictureCache.write(images().take(5), cache);

    assertThatThrownBy(() -> PictureCache.open(images(), cache))
        .isInstanceOf(DataException.class)
        .hasMessage(cache + ": offset 8: made of other images; delete it and make it again");

    PictureCache.write(images(), cache);
    byte[] bytes = Files.readAllBytes(cache);
    Files.write(cache, Arrays.copyOf(bytes, bytes.length - 100));
    assertThatThrownBy(() -> PictureCache.open(images(), cache))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the file ends at %d".formatted(bytes.length - 100));
  }
}
