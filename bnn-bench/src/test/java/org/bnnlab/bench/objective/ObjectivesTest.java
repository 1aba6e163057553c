package org.bnnlab.bench.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.training.Objective;
import org.bnnlab.api.training.Targets;
import org.bnnlab.bench.SharedFolder;
import org.bnnlab.bench.file.Npz;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.methods.objective.Distillation;
import org.bnnlab.methods.objective.DistributionLoss;
import org.bnnlab.methods.objective.LabelSmoothing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Losses against recordings of official code, worked examples and plain loops. */
class ObjectivesTest {

  private static final float[] STUDENT = {1, 2, 0.5f, 0, -1, 3};
  private static final float[] TEACHER = {2, 1, 0, 0.5f, 0.5f, 2};
  private static final float[] LABELS = {1, 0, 0, 0, 0, 1};

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  private record Found(double loss, List<Double> gradients) {
    double[] gradient() {
      return gradients.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  private Found evaluate(Objective objective, Shape shape, float[] s, float[] t, float[] labels) {
    NDArray student = manager.create(s, shape);
    student.setRequiresGradient(true);
    Targets targets = new Targets(manager.create(labels, shape), manager.create(t, shape));
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray loss = objective.loss(student, targets);
      collector.backward(loss);
      double[] gradient = doubles(student.getGradient().toFloatArray());
      return new Found(loss.getFloat(), Arrays.stream(gradient).boxed().toList());
    }
  }

  private Found evaluate(Objective objective) {
    return evaluate(objective, new Shape(2, 3), STUDENT, TEACHER, LABELS);
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  @Test
  void the_distribution_loss_is_that_of_the_official_code() throws IOException {
    Map<String, StoredArray> golden = Npz.read(SharedFolder.require("golden/reactnet-kd-loss.npz"));
    Shape shape = new Shape(golden.get("in/s").shape());
    double upstream = golden.get("upstream").asDoubles()[0];

    Found found =
        evaluate(
            new DistributionLoss(),
            shape,
            golden.get("in/s").asFloats(),
            golden.get("in/teacher").asFloats(),
            new float[(int) shape.size()]);

    double[] expected = golden.get("grad/s").asDoubles();
    assertThat(found.loss()).isCloseTo(golden.get("out").asDoubles()[0], within(1e-5));
    for (int i = 0; i < expected.length; i++) {
      assertThat(found.gradient()[i] * upstream).isCloseTo(expected[i], within(1e-5));
    }
  }

  /** Section 10.6 of the card of ReActNet. */
  @Test
  void the_distribution_loss_gives_the_worked_example() {
    Found found = evaluate(new DistributionLoss());

    assertThat(found.loss()).isCloseTo(1.205252, within(1e-6));
    assertThat(found.gradient())
        .containsExactly(
            new double[] {-0.217009, 0.191902, 0.025107, -0.053834, -0.068566, 0.122401},
            within(1e-6));
  }

  @Test
  void distillation_at_temperature_one_is_the_divergence_with_the_gradient_of_distribution_loss() {
    Found found = evaluate(new Distillation(1, 1));

    assertThat(found.loss()).isCloseTo(0.373143, within(1e-6));
    assertThat(found.gradient())
        .containsExactly(evaluate(new DistributionLoss()).gradient(), within(1e-6));
  }

  @Test
  void distillation_weighs_labels_and_teacher_as_its_formula_says() {
    for (double[] setting : new double[][] {{4, 0.9}, {2, 0.5}, {0.5, 0}, {3, 1}}) {
      Found found = evaluate(new Distillation(setting[0], setting[1]));

      assertThat(found.loss())
          .isCloseTo(distillation(doubles(STUDENT), setting[0], setting[1]), within(1e-5));
      assertThat(found.gradient())
          .containsExactly(
              slopes(student -> distillation(student, setting[0], setting[1])), within(1e-4));
    }
  }

  @Test
  void smoothed_labels_give_every_class_its_share() {
    for (double epsilon : new double[] {0, 0.1, 0.6}) {
      Found found = evaluate(new LabelSmoothing(epsilon));

      assertThat(found.loss()).isCloseTo(smoothed(doubles(STUDENT), epsilon), within(1e-6));
      assertThat(found.gradient())
          .containsExactly(slopes(student -> smoothed(student, epsilon)), within(1e-4));
    }
    assertThat(evaluate(new LabelSmoothing(0)).loss())
        .isCloseTo(evaluate(new Objective.CrossEntropy()).loss(), within(1e-6));
  }

  @Test
  void a_loss_without_its_teacher_or_with_one_that_does_not_fit_says_so() {
    NDArray logits = manager.create(STUDENT, new Shape(2, 3));
    NDArray wide = manager.zeros(new Shape(2, 5));

    assertThatThrownBy(() -> new DistributionLoss().loss(logits, new Targets(logits, null)))
        .hasMessage("this loss needs a teacher; name one in the recipe (teacher: ...)");
    assertThatThrownBy(() -> new DistributionLoss().loss(logits, new Targets(logits, wide)))
        .hasMessage("the teacher says (2, 5) where the student says (2, 3)");
  }

  private interface Loss {
    double of(double[] student);
  }

  private static double[] slopes(Loss loss) {
    double[] slopes = new double[STUDENT.length];
    for (int i = 0; i < slopes.length; i++) {
      double[] up = doubles(STUDENT);
      double[] down = doubles(STUDENT);
      up[i] += 1e-6;
      down[i] -= 1e-6;
      slopes[i] = (loss.of(up) - loss.of(down)) / 2e-6;
    }
    return slopes;
  }

  private static double distillation(double[] student, double temperature, double weight) {
    double soft = 0;
    double hard = 0;
    for (int sample = 0; sample < 2; sample++) {
      double[] s = logSoftmax(student, sample, temperature);
      double[] t = logSoftmax(doubles(TEACHER), sample, temperature);
      double[] own = logSoftmax(student, sample, 1);
      for (int c = 0; c < 3; c++) {
        soft += Math.exp(t[c]) * (t[c] - s[c]) / 2;
        hard -= LABELS[3 * sample + c] * own[c] / 2;
      }
    }
    return (1 - weight) * hard + weight * temperature * temperature * soft;
  }

  private static double smoothed(double[] student, double epsilon) {
    double loss = 0;
    for (int sample = 0; sample < 2; sample++) {
      double[] own = logSoftmax(student, sample, 1);
      for (int c = 0; c < 3; c++) {
        double target = (1 - epsilon) * LABELS[3 * sample + c] + epsilon / 3;
        loss -= target * own[c] / 2;
      }
    }
    return loss;
  }

  private static double[] logSoftmax(double[] logits, int sample, double temperature) {
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      sum += Math.exp(logits[3 * sample + c] / temperature);
    }
    double[] log = new double[3];
    for (int c = 0; c < 3; c++) {
      log[c] = logits[3 * sample + c] / temperature - Math.log(sum);
    }
    return log;
  }
}
