package org.bnnlab.bench.run;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.models.djl.NetworkExecutor;
import org.jspecify.annotations.Nullable;

/** A trained network in the simulation, image by image. */
public final class TrainedLogits implements AutoCloseable {

  private final TrainedNetwork trained;
  private final NDManager manager;
  private final StateStore state;
  private final Predictor predictor;

  private TrainedLogits(TrainedNetwork trained) {
    this.trained = trained;
    manager = NDManager.newBaseManager("PyTorch");
    state = new StateStore(manager);
    NetworkExecutor executor =
        new NetworkExecutor(
            trained.network(), state, new RandomStreams(trained.experiment().seed()));
    executor.initialize();
    trained.parameters().forEach(state::set);
    predictor =
        executor.predictor(
            manager,
            TrainingProgress.ofEpoch(
                trained.state().epoch(), trained.experiment().training().epochs()),
            Evaluation.MODE);
  }

  /**
   * That of a run.
   *
   * @param place folder of a run or of a checkpoint
   * @param data folder or archive of the run's data set, where its classes are not known without
   */
  public static TrainedLogits of(Path place, @Nullable Path data) throws IOException {
    return new TrainedLogits(TrainedNetwork.of(place, data));
  }

  /** The run's network. */
  public TrainedNetwork trained() {
    return trained;
  }

  /** What the network gives for one image's normalized values (C, H, W). */
  public float[] of(float[] image) {
    try (NDManager owner = manager.newSubManager()) {
      return predictor
          .logits(owner.create(FloatBuffer.wrap(image), new Shape(1).addAll(trained.input())))
          .toFloatArray();
    }
  }

  @Override
  public void close() {
    predictor.close();
    state.close();
    manager.close();
  }
}
