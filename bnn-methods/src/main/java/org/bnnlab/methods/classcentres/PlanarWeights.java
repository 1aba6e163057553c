package org.bnnlab.methods.classcentres;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.tensor.Tensors;

/**
 * C weight vectors of length 1 in one plane, at equal angles, made of two trained vectors v1 and v2
 * (the rows of a tensor (2, d)):
 *
 * <pre>
 *   n1 = v1 / |v1|,   n2 = u / |u| with u = v2 - (n1·v2) n1
 *   w_c = cos(2πc/C) n1 + sin(2πc/C) n2
 * </pre>
 *
 * <p>Kansizoglou, Bampis, Gasteratos, "Do Neural Network Weights account for Classes Centers?",
 * 2021, arXiv:2104.07004, class SymmetricalLayer of the official code, which rotates n1 by a d x d
 * matrix; the sum above is the same vector.
 */
record PlanarWeights() implements Normalizer {

  private static final double EPSILON = 1e-12;

  @Override
  public Shape latentShape(LayerGeometry geometry) {
    return new Shape(2, geometry.inputs());
  }

  @Override
  public NDArray normalize(NDArray latent, LayerContext layer) {
    NDArray n1 = Tensors.normalizedRows(latent.get(new NDIndex("0:1")), EPSILON);
    NDArray v2 = latent.get(new NDIndex("1:2"));
    NDArray along = n1.mul(v2).sum(new int[] {1}, true);
    NDArray n2 = Tensors.normalizedRows(v2.sub(along.mul(n1)), EPSILON);
    return directions(latent, layer.geometry().outputs())
        .matMul(NDArrays.concat(new NDList(n1, n2), 0));
  }

  /** Cosine and sine of each class's angle: (C, 2). */
  private static NDArray directions(NDArray latent, int classes) {
    float[] values = new float[2 * classes];
    for (int c = 0; c < classes; c++) {
      double angle = 2 * Math.PI * c / classes;
      values[2 * c] = (float) Math.cos(angle);
      // Half a turn has the sine 0, which the rounding of pi would miss.
      values[2 * c + 1] = 2 * c == classes ? 0 : (float) Math.sin(angle);
    }
    // Copied into the engine's memory: see Tensors.times.
    NDArray given = latent.getManager().create(values, new Shape(classes, 2));
    return given.duplicate();
  }

  @Override
  public String toString() {
    return "planar weights";
  }
}
