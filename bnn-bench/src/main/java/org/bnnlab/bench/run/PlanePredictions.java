package org.bnnlab.bench.run;

import static org.bnnlab.api.check.Checks.requireFound;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.bench.plot.PlaneMap;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.Split;
import org.bnnlab.data.catalogue.Datasets;

/** What a run on points of a plane makes of a whole square of it. */
public final class PlanePredictions {

  private static final ImageShape POINT = new ImageShape(2, 1, 1);

  private PlanePredictions() {}

  /**
   * Predicts a square, by an ensemble of drawn networks where weights are random.
   *
   * @param place folder of a run or of a checkpoint
   * @param low least coordinate on both axes
   * @param high greatest coordinate
   * @param side points along an axis
   * @throws IOException if the checkpoint cannot be read
   * @throws FaultException if there is no checkpoint, or its data are no points of two classes
   */
  public static PlaneMap of(Path place, RunSettings settings, double low, double high, int side)
      throws IOException {
    Checkpoint checkpoint = Checkpoint.foundAt(place);
    RunState state = checkpoint.read();
    Experiment experiment = RunEvaluation.experiment(checkpoint, state);
    DataSplits data =
        DataSplits.open(experiment, settings, settings.cache(), ProgressListener.SILENT);
    if (!data.input().equals(POINT) || data.description().classes() != 2) {
      throw new FaultException(
          "a plane has points of two classes, found %s of shape %s; take a run on twomoons"
              .formatted(data.description().id(), data.input()));
    }
    try (Session session = Session.open(experiment, data, settings.device())) {
      checkpoint.restore(session.state());
      RunEvaluation.requireUnchanged(checkpoint, state);
      return new PlaneMap(
          experiment.recipe(),
          low,
          high,
          side,
          session.secondClass(
              grid(low, high, side),
              TrainingProgress.ofEpoch(state.epoch(), experiment.training().epochs())),
          markers(trainingPoints(experiment, settings)));
    }
  }

  private static ImageDataset trainingPoints(Experiment experiment, RunSettings settings) {
    return requireFound(
        Datasets.standard()
            .source(experiment.data().set())
            .open(EnumSet.of(Split.TRAIN), settings.data())
            .get(Split.TRAIN),
        "data set %s has no training points",
        experiment.data().set());
  }

  /** The coordinates of the points, row by row from the lowest. */
  private static float[] grid(double low, double high, int side) {
    float[] points = new float[2 * side * side];
    for (int i = 0; i < side * side; i++) {
      int row = i / side;
      int column = i % side;
      points[2 * i] = (float) (low + (high - low) * (column + 0.5) / side);
      points[2 * i + 1] = (float) (low + (high - low) * (row + 0.5) / side);
    }
    return points;
  }

  private static List<PlaneMap.Marker> markers(ImageDataset points) {
    List<PlaneMap.Marker> markers = new ArrayList<>();
    float[] point = new float[2];
    for (int i = 0; i < points.size(); i++) {
      points.copyValues(i, point, 0);
      markers.add(new PlaneMap.Marker(point[0], point[1], points.label(i)));
    }
    return markers;
  }
}
