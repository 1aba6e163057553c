package org.bnnlab.bench.run;

import static org.bnnlab.api.check.Checks.requireFound;
import static org.bnnlab.api.check.Checks.requireState;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.bench.features.FeatureSet;
import org.bnnlab.bench.features.Probe;
import org.bnnlab.bench.recipe.TransformTerms;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.pipeline.Batch;
import org.bnnlab.data.pipeline.BatchPipeline;
import org.bnnlab.data.pipeline.BatchSettings;
import org.bnnlab.data.pipeline.EpochBatches;
import org.bnnlab.data.pipeline.ImageSamples;
import org.bnnlab.data.transform.CenterCrop;
import org.bnnlab.data.transform.RandomHorizontalFlip;
import org.bnnlab.data.transform.RandomResizedCrop;
import org.bnnlab.data.transform.Resize;
import org.bnnlab.data.transform.Transform;
import org.bnnlab.data.transform.TransformPipeline;
import org.bnnlab.models.djl.NetworkExecutor;
import org.bnnlab.models.resolve.Backbone;
import org.jspecify.annotations.Nullable;

/**
 * The features that a trained network makes: what stands in front of its head, without projection.
 * The network is frozen, batch statistics included; {@link #close} checks that no bit changed.
 */
public final class TrainedFeatures implements AutoCloseable {

  private static final int BATCH = 256;

  private final TrainedNetwork trained;
  private final NDManager manager;
  private final StateStore state;
  private final NetworkExecutor executor;
  private Map<String, float[]> frozen;

  private TrainedFeatures(TrainedNetwork trained) {
    this.trained = trained;
    Network backbone = Backbone.of(trained.network());
    manager = NDManager.newBaseManager("PyTorch");
    state = new StateStore(manager);
    executor = new NetworkExecutor(backbone, state, new RandomStreams(trained.experiment().seed()));
    executor.initialize();
    frozen = values();
  }

  /**
   * Those of a run.
   *
   * @param place folder of a run or of a checkpoint
   * @param data folder or archive of the run's data set, where its classes are not known without
   */
  public static TrainedFeatures of(Path place, @Nullable Path data) throws IOException {
    TrainedFeatures features = new TrainedFeatures(TrainedNetwork.of(place, data));
    features
        .frozen
        .keySet()
        .forEach(
            name ->
                features.state.set(
                    name, requireFound(features.trained.parameters().get(name), "no %s", name)));
    features.frozen = features.values();
    return features;
  }

  /**
   * Those of the network as the run's seed starts it, for comparison. Only its running statistics
   * are learned: from images that it sees once.
   *
   * @param images some images
   */
  public static TrainedFeatures untrained(Path place, @Nullable Path data, ImageDataset images)
      throws IOException {
    TrainedFeatures features = new TrainedFeatures(TrainedNetwork.of(place, data));
    features.eachBatch(
        features.whole(images),
        0,
        (tensors, batch) -> features.executor.forward(tensors, features.progress()));
    features.frozen = features.values();
    return features;
  }

  private Map<String, float[]> values() {
    Map<String, float[]> values = new java.util.LinkedHashMap<>();
    state
        .tensors(StateStore.Kind.MODEL)
        .forEach((name, tensor) -> values.put(name, tensor.toFloatArray()));
    return values;
  }

  /** The run's network. */
  public TrainedNetwork trained() {
    return trained;
  }

  /** The tensors of the network in front of the head. */
  StateStore state() {
    return state;
  }

  private TrainingProgress progress() {
    int epochs = trained.experiment().training().epochs();
    return TrainingProgress.ofEpoch(trained.state().epoch(), epochs);
  }

  private interface Visitor {
    void visit(NDArray images, Batch batch);
  }

  /**
   * Each image as the run sees test images. Those of another size than the network's are resized
   * and cut out of the middle.
   */
  private ImageSamples whole(ImageDataset images) {
    TransformPipeline own = trained.evaluation();
    if (images.isOfValues() || fits(images, own)) {
      return new ImageSamples(images, own);
    }
    int side = side(images, "the network's own data set, or one of its size");
    List<Transform> steps = new ArrayList<>(List.of(new Resize(side), new CenterCrop(side)));
    steps.addAll(own.transforms());
    return new ImageSamples(images, new TransformPipeline(steps));
  }

  private boolean fits(ImageDataset images, TransformPipeline transforms) {
    if (!images.isOfOneSize()) {
      return transforms.transforms().stream().anyMatch(Transform::fixesSize);
    }
    ImageShape shape = transforms.outputShape(images.shape());
    return shape.height() == trained.input().get(1) && shape.width() == trained.input().get(2);
  }

  /** The side of the squares that the network sees. */
  private int side(ImageDataset images, String instead) {
    Shape input = trained.input();
    if (images.isOfValues() || input.get(1) != input.get(2)) {
      throw new FaultException(
          "images are cut out as squares, the network sees %s of %s; take %s"
              .formatted(input, images.description().id(), instead));
    }
    return Math.toIntExact(input.get(1));
  }

  /** Each image cropped at random to the network's size, and turned left to right or not. */
  private ImageSamples cropped(ImageDataset images) {
    int side = side(images, "protocol " + Probe.Protocol.SGD_PROBE_ONCE.id());
    List<Transform> steps =
        new ArrayList<>(List.of(RandomResizedCrop.of(side), new RandomHorizontalFlip(0.5)));
    steps.addAll(TransformTerms.normalization(trained.experiment().data().normalization()));
    return new ImageSamples(images, new TransformPipeline(steps));
  }

  private void eachBatch(ImageSamples samples, int epoch, Visitor visitor) {
    Dataset set = samples.images().description();
    ImageShape shape = samples.shape();
    Shape input = trained.input();
    if (!new Shape(shape.channels(), shape.height(), shape.width()).equals(input)) {
      throw new FaultException(
          "images of %s are %dx%dx%d for the network, which needs %s"
              .formatted(set.id(), shape.channels(), shape.height(), shape.width(), input));
    }
    BatchPipeline pipeline =
        new BatchPipeline(
            samples,
            BatchSettings.evaluation(BATCH),
            new RandomStreams(trained.experiment().seed())::stream);
    BatchTensors tensors = new BatchTensors(BATCH, shape, set.classes());
    try (EpochBatches batches = pipeline.epoch(epoch)) {
      while (batches.hasNext()) {
        try (Batch batch = batches.next();
            NDManager owner = manager.newSubManager()) {
          visitor.visit(tensors.images(owner, batch), batch);
        }
      }
    }
  }

  /** Features of all images of a split. */
  public FeatureSet of(ImageDataset images) {
    return of(images, whole(images), 0);
  }

  /**
   * Features of all images of a split, of which the network sees a random crop (torchvision's
   * RandomResizedCrop with its defaults) or its mirror image.
   *
   * @param epoch decides what is drawn, together with the run's seed
   */
  public FeatureSet ofCrops(ImageDataset images, int epoch) {
    return of(images, cropped(images), epoch);
  }

  private FeatureSet of(ImageDataset images, ImageSamples samples, int epoch) {
    FloatBuffer values =
        FloatBuffer.allocate(
            Math.multiplyExact(
                images.size(),
                Math.toIntExact(
                    executor.network().shape(executor.network().output().path()).size())));
    int[] labels = new int[images.size()];
    try (Predictor predictor = executor.predictor(manager, progress(), Evaluation.MODE)) {
      eachBatch(
          samples,
          epoch,
          (tensors, batch) -> {
            values.put(predictor.logits(tensors).toFloatArray());
            int[] indices = batch.indices();
            int[] given = batch.labels();
            for (int i = 0; i < given.length; i++) {
              labels[indices[i]] = given[i];
            }
          });
    }
    return new FeatureSet(
        "features of %d images of %s, seen through %s, by experiment %s"
            .formatted(
                images.size(),
                images.description().id(),
                samples.transforms().canonical(),
                trained.experiment().sha256()),
        images.description().classNames(),
        values.array(),
        labels);
  }

  /** The feature of one image's normalized values (C, H, W). */
  public float[] of(float[] image) {
    try (NDManager owner = manager.newSubManager();
        Predictor predictor = executor.predictor(manager, progress(), Evaluation.MODE)) {
      return predictor
          .logits(owner.create(FloatBuffer.wrap(image), new Shape(1).addAll(trained.input())))
          .toFloatArray();
    }
  }

  /**
   * Releases the network.
   *
   * @throws IllegalStateException if a tensor has changed since it was loaded
   */
  @Override
  public void close() {
    Map<String, float[]> now = values();
    state.close();
    manager.close();
    frozen.forEach(
        (name, before) ->
            requireState(
                Arrays.equals(before, now.get(name)), "%s changed while features were made", name));
  }
}
