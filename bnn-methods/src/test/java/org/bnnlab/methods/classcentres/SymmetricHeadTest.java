package org.bnnlab.methods.classcentres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.bnnlab.api.architecture.Head;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.method.Slot;
import org.bnnlab.api.part.Parts;
import org.bnnlab.api.part.Place;
import org.bnnlab.api.tensor.Tensors;
import org.bnnlab.methods.FixedLayer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 10 of the paper's card: numbers of a float64 program, to six digits. */
class SymmetricHeadTest {

  private static final Offset<Float> CLOSE = within(2e-5f);
  private static final float[] VECTORS = {1, 2, 2, 2, 0, 1};
  private static final float[] FEATURES = {1, 0.5f, -0.25f, 0, 1, 2};

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray weights(float[] vectors, int features, int classes) {
    return weights(manager.create(vectors, new Shape(2, features)), classes);
  }

  private static NDArray weights(NDArray vectors, int classes) {
    int features = (int) vectors.getShape().get(1);
    LayerContext layer =
        FixedLayer.of(
            new LayerGeometry("head", LayerGeometry.Kind.LINEAR, features, classes, 1, 1, 1));
    return new PlanarWeights().normalize(vectors, layer);
  }

  private static NDArray logits(NDArray features, NDArray vectors, double scale) {
    NDArray cosines =
        Tensors.normalizedRows(features, 1e-12).matMul(weights(vectors, 4).transpose());
    return Tensors.times(cosines, scale);
  }

  @Test
  void the_weights_of_four_classes_are_two_orthogonal_vectors_and_their_negatives() {
    assertThat(weights(VECTORS, 3, 4).toFloatArray())
        .containsExactly(
            new float[] {
              0.333333f, 0.666667f, 0.666667f,
              0.866578f, -0.495188f, 0.061898f,
              -0.333333f, -0.666667f, -0.666667f,
              -0.866578f, 0.495188f, -0.061898f
            },
            CLOSE);
  }

  @Test
  void logits_loss_and_gradients_are_those_of_the_card() {
    NDArray x = manager.create(FEATURES, new Shape(2, 3));
    NDArray v = manager.create(VECTORS, new Shape(2, 3));
    NDArray labels = manager.create(new float[] {1, 0, 0, 0, 0, 1, 0, 0}, new Shape(2, 4));
    x.setRequiresGradient(true);
    v.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray logits = logits(x, v, 16);
      NDArray loss = Tensors.over(logits.logSoftmax(1).mul(labels).sum(), -2);
      collector.backward(loss);

      assertThat(logits.toFloatArray())
          .containsExactly(
              new float[] {
                6.982972f, 8.428585f, -6.982972f, -8.428585f,
                14.310835f, -2.657455f, -14.310835f, 2.657455f
              },
              CLOSE);
      assertThat(loss.getFloat()).isCloseTo(9.312735f, CLOSE);
    }
    assertThat(x.getGradient().toFloatArray())
        .containsExactly(
            new float[] {2.567918f, -6.789041f, -3.306409f, -1.907832f, 2.459952f, -1.229976f},
            CLOSE);
    assertThat(v.getGradient().toFloatArray())
        .containsExactly(
            new float[] {-1.853921f, -2.535739f, 3.462699f, 1.664355f, 2.496533f, -3.328711f},
            CLOSE);
    float[] gx = x.getGradient().mul(x).sum(new int[] {1}).toFloatArray();
    float[] gv = v.getGradient().mul(v).sum(new int[] {1}).toFloatArray();
    float across = v.getGradient().get("1").mul(v.get("0")).sum().getFloat();
    assertThat(gx).as("features keep their length").containsExactly(new float[] {0, 0}, CLOSE);
    assertThat(gv).as("vectors keep their length").containsExactly(new float[] {0, 0}, CLOSE);
    assertThat(across).as("the second vector does not turn to the first").isCloseTo(0, CLOSE);
  }

  @ParameterizedTest
  @CsvSource({"3, -0.5", "4, 0", "10, 0.809017", "100, 0.998027"})
  void weights_have_length_one_sum_zero_and_equal_angles(int classes, float adjacent) {
    float[] vectors = new float[14];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (i * 37 % 11) / 11f;
    }
    NDArray w = weights(vectors, 7, classes);

    float[] products = w.matMul(w.transpose()).toFloatArray();
    for (int c = 0; c < classes; c++) {
      assertThat(products[c * classes + c]).isCloseTo(1, CLOSE);
      assertThat(products[c * classes + (c + 1) % classes]).isCloseTo(adjacent, CLOSE);
    }
    assertThat(w.sum(new int[] {0}).abs().max().getFloat()).isLessThan(1e-4f);
  }

  /** Item 1: what a plane spans has no third direction, so each weight follows from two others. */
  @ParameterizedTest
  @ValueSource(ints = {3, 5, 10})
  void all_weights_lie_in_one_plane_and_logits_sum_to_zero(int classes) {
    NDArray w = weights(VECTORS, 3, classes);
    float turn = (float) (2 * Math.cos(2 * Math.PI / classes));

    for (int c = 2; c < classes; c++) {
      NDArray next = Tensors.times(w.get(c - 1), turn).sub(w.get(c - 2));
      assertThat(w.get(c).toFloatArray()).containsExactly(next.toFloatArray(), CLOSE);
    }
    NDArray x = manager.create(FEATURES, new Shape(2, 3));
    NDArray logits = Tensors.times(x.matMul(w.transpose()), 16);
    assertThat(logits.sum(new int[] {1}).toFloatArray()).containsExactly(new float[] {0, 0}, CLOSE);
  }

  /** Items 5 and 8: regions are equally wide, each around its weight, neighbours in their order. */
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 10})
  void each_weight_is_the_centre_of_the_region_of_its_class(int classes) {
    int steps = 40 * classes;
    NDArray w = weights(VECTORS, 3, classes);
    // A quarter of a turn in the plane, whatever the number of classes is.
    NDArray quarter = weights(VECTORS, 3, 4).get(1);
    NDArray cosines = manager.create(new Shape(steps, 1));
    NDArray sines = manager.create(new Shape(steps, 1));
    for (int i = 0; i < steps; i++) {
      // Half a step aside of the boundaries between regions.
      double angle = 2 * Math.PI * (i + 0.5) / steps;
      cosines.set(new NDIndex(i, 0), (float) Math.cos(angle));
      sines.set(new NDIndex(i, 0), (float) Math.sin(angle));
    }
    NDArray circle = cosines.mul(w.get(new NDIndex("0:1"))).add(sines.mul(quarter.expandDims(0)));

    long[] found = circle.matMul(w.transpose()).argMax(1).toLongArray();

    for (int i = 0; i < steps; i++) {
      assertThat(found[i]).as("step %d of %d", i, steps).isEqualTo((i + 20) / 40 % classes);
    }
  }

  @Test
  void positive_factors_of_vectors_and_features_change_nothing() {
    NDArray x = manager.create(FEATURES, new Shape(2, 3));
    NDArray v = manager.create(VECTORS, new Shape(2, 3));

    assertThat(logits(x.mul(7f), v.mul(0.3f), 16).toFloatArray())
        .containsExactly(logits(x, v, 16).toFloatArray(), CLOSE);
  }

  @Test
  void two_classes_have_opposite_weights_and_the_second_vector_plays_no_part() {
    NDArray v = manager.create(VECTORS, new Shape(2, 3));
    v.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray w = weights(v, 2);
      collector.backward(w.mul(manager.create(FEATURES, new Shape(2, 3))).sum());

      assertThat(w.sum(new int[] {0}).toFloatArray()).containsOnly(0);
    }
    assertThat(v.getGradient().get("1").toFloatArray()).containsOnly(0);
  }

  @Test
  void parallel_vectors_and_features_of_zeros_have_finite_gradients() {
    NDArray x = manager.zeros(new Shape(2, 3));
    NDArray v = manager.create(new float[] {1, 2, 2, 2, 4, 4}, new Shape(2, 3));
    x.setRequiresGradient(true);
    v.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      collector.backward(logits(x, v, 16).logSoftmax(1).sum());
    }
    for (NDArray leaf : List.of(x, v)) {
      assertThat(leaf.getGradient().toFloatArray()).doesNotContain(Float.NaN);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "16, 10, 0.090031", "16, 100, 2.308012", "16, 1000, 4.610597",
    "64, 10, 0.000010", "64, 100, 1.608759", "64, 1000, 3.911344"
  })
  void the_loss_has_a_floor(double scale, int classes, double floor) {
    assertThat(-Math.log(SymmetricHead.largestProbability(scale, classes)))
        .isCloseTo(floor, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"10, 27.690", "100, 2679.9", "1000, 267907.6"})
  void a_scale_can_be_chosen_for_the_number_of_classes(int classes, double scale) {
    assertThat(SymmetricHead.scaleFor(classes, 0.99)).isCloseTo(scale, within(0.06));
  }

  @Test
  void a_scale_that_no_class_can_win_with_is_refused() {
    Head head = new SymmetricHead(16);

    assertThatThrownBy(() -> Heads.with(head, 64, 100))
        .isInstanceOf(FaultException.class)
        .hasMessage(
            "scale 16.0 is too small for 100 classes in one plane: even a feature on the weight of"
                + " its class has the probability 0.099 only; take at least 398.1, or 0 to have it"
                + " chosen (2680), or another head");
    assertThat(Heads.with(new SymmetricHead(0), 64, 100)).isEqualTo(100);
    assertThat(Heads.with(head, 64, 10)).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void a_scale_is_no_negative_and_no_infinite_number(double scale) {
    assertThatThrownBy(() -> new SymmetricHead(scale))
        .hasMessage(
            "scale must be above 0, or 0 to be chosen for the number of classes, found " + scale);
  }

  @Test
  void the_method_is_its_host_but_for_the_head_and_any_recipe_can_name_it() {
    Method method =
        Methods.load().create("classcentres", Map.of("host", "recu", "scale", 30.0), Bits.BINARY);
    Method host = Methods.load().create("recu", Map.of(), Bits.BINARY);

    assertThat(method.head()).isEqualTo(new SymmetricHead(30));
    assertThat(method.parts())
        .allSatisfy(
            (slot, part) -> {
              if (slot != Slot.HEAD) {
                assertThat(part).hasToString(host.parts().get(slot).toString());
              }
            });
    assertThat(Parts.load().make(Place.HEAD, "class-centres", Map.of("scale", 20.0)))
        .isEqualTo(new SymmetricHead(20));
  }
}
