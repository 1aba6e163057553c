package org.bnnlab.models.djl;

import static org.bnnlab.api.check.Checks.requireFound;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.layer.NoiseSource;
import org.bnnlab.api.layer.TrainingProgress;

/** What a part sees of one node during one pass. */
final class NodeContext implements LayerContext {

  private final LayerGeometry geometry;
  private final Pass pass;
  private final Map<String, NDArray> parameters;
  private final Diagnostics diagnostics;
  private final List<NDArray> losses = new ArrayList<>();

  /**
   * A context.
   *
   * @param parameters parameters of the node by short name
   */
  NodeContext(
      LayerGeometry geometry, Pass pass, Map<String, NDArray> parameters, Diagnostics diagnostics) {
    this.geometry = geometry;
    this.pass = pass;
    this.parameters = parameters;
    this.diagnostics = diagnostics;
  }

  /** What the parts of this node added to the loss. */
  List<NDArray> losses() {
    return losses;
  }

  /**
   * Looks at the signs of a node, if it is time to.
   *
   * @param signs the signs
   * @param slope slope of the estimator
   */
  void observe(NDArray signs, NDArray slope) {
    if (pass.observed()) {
      double entries = (double) signs.size();
      double passing = (double) slope.countNonzero().getLong();
      double sum = signs.sum().getFloat();
      diagnostics.addWithTotal(
          geometry.path(), Diagnostics.SATURATION, 1 - passing / entries, entries);
      diagnostics.addWithTotal(
          geometry.path(), Diagnostics.POSITIVE, (1 + sum / entries) / 2, entries);
    }
  }

  @Override
  public LayerGeometry geometry() {
    return geometry;
  }

  @Override
  public NDArray parameter(String name) {
    return requireFound(
        parameters.get(name),
        "node %s has no parameter \"%s\"; its parts declared %s",
        geometry.path(),
        name,
        parameters.keySet());
  }

  @Override
  public boolean training() {
    return pass.training();
  }

  @Override
  public TrainingProgress progress() {
    return pass.progress();
  }

  @Override
  public Evaluation evaluation() {
    return pass.evaluation();
  }

  @Override
  public NoiseSource noise() {
    return pass.noise().of(geometry.path(), progress(), evaluation().draw());
  }

  @Override
  public void addLoss(NDArray scalar) {
    NDScope.unregister(scalar);
    losses.add(scalar);
  }

  @Override
  public void report(String quantity, double value) {
    diagnostics.add(geometry.path(), quantity, value);
  }
}
