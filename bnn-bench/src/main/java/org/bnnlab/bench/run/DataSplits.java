package org.bnnlab.bench.run;

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
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.TransformTerms;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.DatasetSource;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.Split;
import org.bnnlab.data.catalogue.Datasets;
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

  private DataSplits(Dataset description, BatchPipeline training, BatchPipeline test) {
    this.description = description;
    this.training = training;
    this.test = test;
  }

  /**
   * Opens the data of an experiment.
   *
   * @param location folder or archive; null for data that is generated
   * @throws org.bnnlab.data.DataException with all faults of the files
   * @throws FaultException if the data set needs a location and none is given
   */
  static DataSplits open(Experiment experiment, @Nullable Path location, int workers) {
    DatasetSource source = Datasets.standard().source(experiment.data().set());
    Dataset description = source.description();
    if (location == null && source.needsLocation()) {
      throw new FaultException(
          "data set %s is read from files: name its folder or archive with --data (published at %s)"
              .formatted(description.id(), description.source()));
    }
    Map<Split, ImageDataset> splits = source.open(EnumSet.of(Split.TRAIN, Split.TEST), location);
    ImageDataset train = splits.get(Split.TRAIN);
    ImageDataset test = splits.get(Split.TEST);
    if (train == null || test == null) {
      throw new FaultException(
          "data set %s has no training or no test images".formatted(description.id()));
    }
    int images = experiment.data().images();
    if (images > train.size()) {
      throw new FaultException(
          "data set %s has %d training images, the experiment asks for %d"
              .formatted(description.id(), train.size(), images));
    }
    RandomStreams streams = new RandomStreams(experiment.seed());
    // A later stage meets the images in another order and with other crops.
    String stage = experiment.stageIndex() == 0 ? "" : "stage" + experiment.stageIndex() + ".";
    List<Transform> steps = new ArrayList<>();
    experiment.data().train().forEach(spec -> steps.add(TransformTerms.transform(spec)));
    List<Transform> testSteps = new ArrayList<>();
    experiment.data().test().forEach(spec -> testSteps.add(TransformTerms.transform(spec)));
    List<Transform> normalization = TransformTerms.normalization(experiment.data().normalization());
    steps.addAll(normalization);
    testSteps.addAll(normalization);
    ImageSamples trainSamples =
        samples(
            "train",
            images == 0 ? train : train.take(images),
            new TransformPipeline(steps),
            experiment.data().views());
    ImageSamples testSamples = samples("test", test, new TransformPipeline(testSteps), 1);
    requireOneSize(trainSamples, testSamples);
    return new DataSplits(
        train.description(),
        new BatchPipeline(
            trainSamples,
            BatchSettings.training(experiment.training().batch())
                .withDropsLast(experiment.training().dropLast())
                .withWorkers(workers),
            (purpose, epoch, index) -> streams.stream(stage + purpose, epoch, index)),
        new BatchPipeline(
            testSamples,
            BatchSettings.evaluation(TEST_BATCH).withWorkers(workers),
            streams::stream));
  }

  private static ImageSamples samples(
      String key, ImageDataset images, TransformPipeline transforms, int views) {
    try {
      ImageSamples samples = new ImageSamples(images, transforms, views);
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
