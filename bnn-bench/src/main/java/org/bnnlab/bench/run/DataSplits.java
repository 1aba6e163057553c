package org.bnnlab.bench.run;

import static org.bnnlab.api.check.Checks.requireFound;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.bench.recipe.DataChoice;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.TransformSpec;
import org.bnnlab.bench.recipe.TransformTerms;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.DatasetSource;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.Split;
import org.bnnlab.data.catalogue.Datasets;
import org.bnnlab.data.folder.PictureCache;
import org.bnnlab.data.pipeline.BatchPipeline;
import org.bnnlab.data.pipeline.BatchSettings;
import org.bnnlab.data.pipeline.ImageSamples;
import org.bnnlab.data.transform.Transform;
import org.bnnlab.data.transform.TransformPipeline;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one experiment: training images augmented and shuffled, test images as they are.
 */
final class DataSplits {

  private static final int TEST_BATCH = 256;

  private final Dataset description;
  private final BatchPipeline training;
  private final BatchPipeline test;
  private final ImageDataset testImages;

  private DataSplits(
      Dataset description, BatchPipeline training, BatchPipeline test, ImageDataset testImages) {
    this.description = description;
    this.training = training;
    this.test = test;
    this.testImages = testImages;
  }

  /**
   * Opens the data of an experiment.
   *
   * @param cache folder that keeps decoded images; null to keep none
   * @param listener hears how the cache gets on
   * @throws org.bnnlab.data.DataException with all faults of the files
   * @throws FaultException if the data set needs a location and none is given
   */
  static DataSplits open(
      Experiment experiment,
      RunSettings settings,
      @Nullable Path cache,
      ProgressListener listener) {
    DataChoice choice = experiment.data();
    Map<Split, ImageDataset> splits = splits(choice.set(), settings.data());
    ImageDataset train =
        training(requireFound(splits.get(Split.TRAIN), "no training images"), choice);
    train = cached(cache, Split.TRAIN, choice, train, listener);
    ImageDataset test = requireFound(splits.get(Split.TEST), "no test images");
    test = cached(cache, Split.TEST, choice.withReduction(1), test, listener);
    List<Transform> normalization = TransformTerms.normalization(choice.normalization());
    ImageSamples trainSamples =
        samples("train", train, choice.train(), normalization, choice.views());
    ImageSamples testSamples = samples("test", test, choice.test(), normalization, 1);
    requireOneSize(trainSamples, testSamples);
    RandomStreams streams = new RandomStreams(experiment.seed());
    // A later stage meets the images in another order and with other crops.
    String stage = experiment.stageIndex() == 0 ? "" : "stage" + experiment.stageIndex() + ".";
    return new DataSplits(
        train.description(),
        new BatchPipeline(
            trainSamples,
            BatchSettings.training(experiment.training().batch())
                .withDropsLast(experiment.training().dropLast())
                .withWorkers(settings.workers()),
            (purpose, epoch, index) -> streams.stream(stage + purpose, epoch, index)),
        new BatchPipeline(
            testSamples,
            BatchSettings.evaluation(TEST_BATCH).withWorkers(settings.workers()),
            streams::stream),
        test);
  }

  /**
   * Training and test images of a data set.
   *
   * @throws FaultException if it needs a location and none is given
   */
  static Map<Split, ImageDataset> splits(String set, @Nullable Path location) {
    DatasetSource source = Datasets.standard().source(set);
    Dataset description = source.description();
    if (location == null && source.needsLocation()) {
      throw new FaultException(
          "data set %s is read from files: name its folder or archive with --data (published at %s)"
              .formatted(description.id(), description.source()));
    }
    return source.open(EnumSet.of(Split.TRAIN, Split.TEST), location);
  }

  /** The training images that an experiment uses, at the scale that it asks for. */
  private static ImageDataset training(ImageDataset all, DataChoice choice) {
    if (choice.images() > all.size()) {
      throw new FaultException(
          "data set %s has %d training images, the experiment asks for %d"
              .formatted(all.description().id(), all.size(), choice.images()));
    }
    ImageDataset used = choice.images() == 0 ? all : all.take(choice.images());
    try {
      return used.reduced(choice.reduction());
    } catch (IllegalArgumentException e) {
      throw new FaultException("reduction of data: " + e.getMessage());
    }
  }

  private static ImageDataset cached(
      @Nullable Path folder,
      Split split,
      DataChoice choice,
      ImageDataset images,
      ProgressListener listener) {
    if (folder == null) {
      return images;
    }
    String scale = choice.reduction() == 1 ? "" : "-reduction" + choice.reduction();
    return PictureCache.in(
        folder,
        choice.set() + "-" + split.id() + scale,
        images,
        done -> listener.imageCached(done, images.size()));
  }

  private static ImageSamples samples(
      String key,
      ImageDataset images,
      List<TransformSpec> specs,
      List<Transform> normalization,
      int views) {
    List<Transform> steps = new ArrayList<>();
    specs.forEach(spec -> steps.add(TransformTerms.transform(spec)));
    steps.addAll(normalization);
    try {
      ImageSamples samples = new ImageSamples(images, new TransformPipeline(steps), views);
      samples.shape();
      return samples;
    } catch (IllegalArgumentException e) {
      throw new FaultException("%s of data: %s".formatted(key, e.getMessage()));
    }
  }

  private static void requireOneSize(ImageSamples train, ImageSamples test) {
    ImageShape seen = train.shape();
    if (seen.height() != test.shape().height() || seen.width() != test.shape().width()) {
      throw new FaultException(
          "the network would see %dx%d pixels in training and %dx%d in the test; give data a test"
                  .formatted(
                      seen.height(), seen.width(), test.shape().height(), test.shape().width())
              + " list that ends with the size of its train list");
    }
  }

  Dataset description() {
    return description;
  }

  /** The shape of one image as the network sees it. */
  ImageShape input() {
    return test.samples().shape();
  }

  BatchPipeline training() {
    return training;
  }

  BatchPipeline test() {
    return test;
  }

  /** The test images as they are stored. */
  ImageDataset testImages() {
    return testImages;
  }

  /** SHA-256 of the order of the images in epoch 0. */
  String orderSha256() {
    int[] order = training.order(0);
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * order.length);
    bytes.asIntBuffer().put(order);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
