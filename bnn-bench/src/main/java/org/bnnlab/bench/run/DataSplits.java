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
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.TransformSpec;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.DatasetSource;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.Split;
import org.bnnlab.data.catalogue.Datasets;
import org.bnnlab.data.pipeline.BatchPipeline;
import org.bnnlab.data.pipeline.BatchSettings;
import org.bnnlab.data.pipeline.ImageSamples;
import org.bnnlab.data.transform.Normalize;
import org.bnnlab.data.transform.RandomCrop;
import org.bnnlab.data.transform.RandomHorizontalFlip;
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
    if (location == null && !description.files().isEmpty()) {
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
    List<Transform> steps = new ArrayList<>();
    experiment.data().train().forEach(spec -> steps.add(transform(spec)));
    List<Transform> normalization = normalization(experiment.data().normalization());
    steps.addAll(normalization);
    return new DataSplits(
        description,
        new BatchPipeline(
            new ImageSamples(
                images == 0 ? train : train.take(images), new TransformPipeline(steps)),
            BatchSettings.training(experiment.training().batch())
                .withDropsLast(experiment.training().dropLast())
                .withWorkers(workers),
            streams::stream),
        new BatchPipeline(
            new ImageSamples(test, new TransformPipeline(normalization)),
            BatchSettings.evaluation(TEST_BATCH).withWorkers(workers),
            streams::stream));
  }

  private static Transform transform(TransformSpec spec) {
    return switch (spec.name()) {
      case "crop" ->
          new RandomCrop(argument(spec, "size").intValue(), argument(spec, "padding").intValue());
      case "flip" -> new RandomHorizontalFlip(argument(spec, "probability").doubleValue());
      default -> throw new FaultException("unknown transform " + spec.canonical());
    };
  }

  private static Number argument(TransformSpec spec, String name) {
    return (Number) requireFound(spec.arguments().get(name), "%s lacks its %s", spec, name);
  }

  private static List<Transform> normalization(String name) {
    return switch (name) {
      case "imagenet" -> List.of(Normalize.IMAGENET);
      case "cifar" -> List.of(Normalize.CIFAR);
      case "none" -> List.of();
      default -> throw new FaultException("unknown normalization " + name);
    };
  }

  Dataset description() {
    return description;
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
