package org.bnnlab.bench.run;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.TransformTerms;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.catalogue.Datasets;
import org.bnnlab.data.transform.Normalize;
import org.bnnlab.data.transform.Transform;
import org.bnnlab.data.transform.TransformPipeline;
import org.bnnlab.models.djl.NetworkExecutor;

/**
 * The network of a run as its checkpoint has it, without its images.
 *
 * @param experiment what was trained
 * @param state where the run stands
 * @param dataset its data set
 * @param normalization what images are normalized with: at most one
 * @param network the resolved network
 * @param parameters parameters and running statistics by full name
 * @param weights the weights that inference computes with, by path
 */
public record TrainedNetwork(
    Experiment experiment,
    RunState state,
    Dataset dataset,
    List<Normalize> normalization,
    Network network,
    Map<String, float[]> parameters,
    Map<String, float[]> weights) {

  /**
   * Reads a run.
   *
   * @param place folder of a run or of a checkpoint
   * @throws IOException if the checkpoint cannot be read
   * @throws org.bnnlab.api.check.FaultException if there is no checkpoint, or a damaged one
   */
  public static TrainedNetwork of(Path place) throws IOException {
    Checkpoint checkpoint = Checkpoint.foundAt(place);
    RunState state = checkpoint.read();
    Experiment experiment = RunEvaluation.experiment(checkpoint, state);
    Dataset dataset = Datasets.standard().source(experiment.data().set()).description();
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
          TransformTerms.normalization(experiment.data().normalization()).stream()
              .map(Normalize.class::cast)
              .toList(),
          network,
          parameters,
          executor.inferenceWeights(
              TrainingProgress.ofEpoch(state.epoch(), epochs), Evaluation.MODE));
    }
  }

  /** The shape of one image as the network of an experiment sees it. */
  static ImageShape input(Experiment experiment, Dataset dataset) {
    List<Transform> steps =
        experiment.data().test().stream().map(TransformTerms::transform).toList();
    return new TransformPipeline(steps).outputShape(dataset.shape());
  }

  /** Shape (channels, height, width) of an image. */
  public Shape input() {
    return network.inputShape();
  }
}
