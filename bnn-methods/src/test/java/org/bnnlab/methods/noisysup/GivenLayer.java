package org.bnnlab.methods.noisysup;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.layer.NoiseSource;
import org.bnnlab.api.layer.TrainingProgress;

/** A layer in training with parameters of the test's own, which keeps what parts report. */
record GivenLayer(
    LayerGeometry geometry,
    Map<String, NDArray> parameters,
    List<NDArray> losses,
    Map<String, Double> figures,
    boolean training)
    implements LayerContext {

  /** A convolution of a weight's size. */
  static GivenLayer of(NDArray weight, Map<String, NDArray> parameters) {
    Shape shape = weight.getShape();
    Map<String, NDArray> all = new HashMap<>(parameters);
    all.put("weight", weight);
    return new GivenLayer(
        new LayerGeometry(
            "layer",
            LayerGeometry.Kind.CONVOLUTION,
            (int) shape.get(1),
            (int) shape.get(0),
            (int) shape.get(2),
            (int) shape.get(3),
            1),
        all,
        new ArrayList<>(),
        new HashMap<>(),
        true);
  }

  /** The same layer in evaluation. */
  GivenLayer evaluated() {
    return new GivenLayer(geometry, parameters, losses, figures, false);
  }

  @Override
  public NDArray parameter(String name) {
    NDArray found = parameters.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no parameter " + name);
    }
    return found;
  }

  @Override
  public TrainingProgress progress() {
    return TrainingProgress.ofEpoch(0, 10);
  }

  @Override
  public Evaluation evaluation() {
    return Evaluation.MODE;
  }

  @Override
  public NoiseSource noise() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addLoss(NDArray scalar) {
    losses.add(scalar);
  }

  @Override
  public void report(String quantity, double value) {
    figures.put(quantity, value);
  }
}
