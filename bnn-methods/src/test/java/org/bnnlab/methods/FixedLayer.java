package org.bnnlab.methods;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.layer.NoiseSource;
import org.bnnlab.api.layer.TrainingProgress;

/**
 * A layer at a fixed place of a run, without parameters of its own.
 *
 * @param progress where the run stands
 * @param geometry path and size
 */
public record FixedLayer(TrainingProgress progress, LayerGeometry geometry)
    implements LayerContext {

  /** In the first epoch of ten. */
  public FixedLayer() {
    this(TrainingProgress.ofEpoch(0, 10));
  }

  /** One channel of activations. */
  public FixedLayer(TrainingProgress progress) {
    this(progress, LayerGeometry.activation("layer", 1));
  }

  /** A layer of a size. */
  public static FixedLayer of(LayerGeometry geometry) {
    return new FixedLayer(TrainingProgress.ofEpoch(0, 10), geometry);
  }

  @Override
  public NDArray parameter(String name) {
    throw new IllegalArgumentException(name);
  }

  @Override
  public boolean training() {
    return true;
  }

  @Override
  public Evaluation evaluation() {
    return Evaluation.MODE;
  }

  @Override
  public NoiseSource noise() {
    return (manager, shape) -> manager.zeros(new Shape(shape.getShape()));
  }

  @Override
  public void addLoss(NDArray scalar) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void report(String quantity, double value) {
    throw new UnsupportedOperationException();
  }
}
