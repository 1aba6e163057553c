package org.bnnlab.bench.run;

import static org.bnnlab.api.check.Checks.requireFound;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.TransformTerms;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.DatasetSource;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.Split;
import org.bnnlab.data.catalogue.Datasets;
import org.bnnlab.data.transform.Transform;
import org.bnnlab.data.transform.TransformPipeline;
import org.bnnlab.models.djl.NetworkExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The network of a run as its checkpoint has it, without its images.
 *
 * @param experiment what was trained
 * @param state where the run stands
 * @param dataset its data set
 * @param evaluation what test images go through
 * @param network the resolved network
 * @param parameters parameters and running statistics by full name
 * @param weights the weights that inference computes with, by path
 */
public record TrainedNetwork(
    Experiment experiment,
    RunState state,
    Dataset dataset,
    TransformPipeline evaluation,
    Network network,
    Map<String, float[]> parameters,
    Map<String, float[]> weights) {

  /**
   * Reads a run.
   *
   * @param place folder of a run or of a checkpoint
   * @param data folder or archive of its data set; null where the classes are known without
   * @throws IOException if the checkpoint cannot be read
   * @throws FaultException if there is no checkpoint, or a damaged one, or its classes are not
   *     known
   */
  public static TrainedNetwork of(Path place, @Nullable Path data) throws IOException {
    Checkpoint checkpoint = Checkpoint.foundAt(place);
    RunState state = checkpoint.read();
    Experiment experiment = RunEvaluation.experiment(checkpoint, state);
    Dataset dataset = dataset(experiment, data);
    Method method = Session.method(experiment);
    Network network =
        Session.network(experiment, method, input(experiment, dataset), dataset.classes());
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        StateStore store = new StateStore(manager)) {
      NetworkExecutor executor =
          new NetworkExecutor(network, store, new RandomStreams(experiment.seed()));
      executor.initialize();
      checkpoint.restore(store);
      RunEvaluation.requireUnchanged(checkpoint, state);
      Map<String, float[]> parameters = new LinkedHashMap<>();
      store
          .tensors(StateStore.Kind.MODEL)
          .forEach((name, tensor) -> parameters.put(name, tensor.toFloatArray()));
      int epochs = experiment.training().epochs();
      return new TrainedNetwork(
          experiment,
          state,
          dataset,
          evaluation(experiment),
          network,
          parameters,
          executor.inferenceWeights(
              TrainingProgress.ofEpoch(state.epoch(), epochs), Evaluation.MODE));
    }
  }

  /** The shape of one image as the network of an experiment sees it. */
  static ImageShape input(Experiment experiment, Dataset dataset) {
    return evaluation(experiment).outputShape(dataset.shape());
  }

  /** With the classes that its files have, where they are at hand. */
  private static Dataset dataset(Experiment experiment, @Nullable Path data) {
    DatasetSource source = Datasets.standard().source(experiment.data().set());
    if (data != null && source.needsLocation()) {
      Map<Split, ImageDataset> splits = source.open(EnumSet.of(Split.TRAIN, Split.TEST), data);
      return requireFound(splits.get(Split.TEST), "%s has no test images", data).description();
    }
    if (source.description().classes() == 0) {
      throw new FaultException(
          "the classes of data set %s stand in its files: name its folder with --data"
              .formatted(experiment.data().set()));
    }
    return source.description();
  }

  private static TransformPipeline evaluation(Experiment experiment) {
    List<Transform> steps = new ArrayList<>();
    experiment.data().test().forEach(spec -> steps.add(TransformTerms.transform(spec)));
    steps.addAll(TransformTerms.normalization(experiment.data().normalization()));
    return new TransformPipeline(steps);
  }

  /** Shape (channels, height, width) of an image. */
  public Shape input() {
    return network.inputShape();
  }
}
