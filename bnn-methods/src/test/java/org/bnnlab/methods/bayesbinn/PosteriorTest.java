package org.bnnlab.methods.bayesbinn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.layer.NoiseSource;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.parameter.ClipUnit;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.parameter.ParameterKind;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainedTensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worked examples of the Bernoulli posterior, its relaxed samples and its step. */
class PosteriorTest {

  private static final PosteriorSettings PLAIN =
      new PosteriorSettings(0, 1, PosteriorSettings.Prior.UNIFORM, false);

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  /** A layer whose noise is given. */
  private record Given(NDArray uniforms, boolean training, Evaluation evaluation)
      implements LayerContext {

    @Override
    public LayerGeometry geometry() {
      return LayerGeometry.activation("layer", 1);
    }

    @Override
    public NDArray parameter(String name) {
      throw new IllegalArgumentException(name);
    }

    @Override
    public TrainingProgress progress() {
      return TrainingProgress.ofEpoch(0, 1);
    }

    @Override
    public NoiseSource noise() {
      return (owner, shape) -> uniforms.duplicate();
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

  private Given training(float... noise) {
    return new Given(manager.create(noise), true, Evaluation.sample(0));
  }

  private TrainedTensor tensor(float value, double gradient, ParameterKind kind) {
    ParameterSpec spec =
        new ParameterSpec(
            "weight",
            new Shape(1),
            ParameterRole.WEIGHT,
            kind,
            ClipUnit.NONE,
            new Initializer.Constant(0));
    return new TrainedTensor(
        "w",
        spec,
        manager.create(new float[] {value}),
        manager.create(new float[] {(float) gradient}));
  }

  @ParameterizedTest
  @CsvSource({
    "0.4, 0.7, 1, 0.677051, 0.632980",
    "0.4, 0.7, 0.1, 0.99999986, 3.279e-6",
    "0.3, 0.4, 0.5, 0.192117, 2.104802",
  })
  void a_relaxed_sample_and_its_slope_over_the_fisher_information(
      float lambda, float uniform, double temperature, double weight, double factor) {
    ConcreteSample sample = new ConcreteSample(temperature, true);
    NDArray parameter = manager.create(new float[] {lambda});
    NDArray drawn = sample.binarize(parameter, training(uniform)).signs();
    NDArray one = manager.create(new float[] {1});
    NDArray slope = new ConcreteGradient(sample).gradient(parameter, drawn, one, training(uniform));
    double fisher = 1 - Math.pow(Math.tanh(lambda), 2) + 1e-10;

    assertThat(drawn.toFloatArray()[0]).isCloseTo((float) weight, within(2e-6f));
    assertThat(slope.toFloatArray()[0] / fisher).isCloseTo(factor, within(2e-6 + factor * 2e-6));
  }

  @Test
  void a_step_goes_over_all_blocks_and_the_gradient_may_be_transposed() {
    int rows = 500;
    int columns = 201;
    Shape shape = new Shape(rows, columns);
    NDArray value = manager.arange((float) rows * columns).divi(rows * columns / 4f).subi(2);
    float[] before = value.toFloatArray();
    NDArray gradient =
        manager.arange((float) rows * columns).muli(1e-6f).reshape(columns, rows).transpose();
    ParameterSpec spec =
        new ParameterSpec(
            "weight",
            shape,
            ParameterRole.WEIGHT,
            ParameterKind.LATENT,
            ClipUnit.NONE,
            new Initializer.Constant(0));
    TrainedTensor tensor = new TrainedTensor("w", spec, value.reshape(shape), gradient);
    try (StateStore state = new StateStore(manager)) {
      new NaturalGradient(PLAIN, 10, state).step(List.of(tensor), 0.1);
    }

    float[] after = tensor.value().toFloatArray();
    for (int entry : new int[] {0, 201, 32_767, 32_768, 70_001, rows * columns - 1}) {
      double lambda = before[entry];
      double mean = Math.tanh(lambda);
      double slope = 1e-6 * (entry % columns * rows + entry / columns);
      double step = 0.1 * (10 * slope / (1 - mean * mean) + lambda);
      assertThat(after[entry])
          .as("entry %s", entry)
          .isCloseTo((float) (lambda - step), within(1e-4f));
    }
  }

  @Test
  void a_step_is_the_cards() {
    double slope = (1 - 0.192117 * 0.192117) / 0.5;
    for (double momentum : new double[] {0, 0.99}) {
      TrainedTensor tensor = tensor(0.3f, slope * -0.02, ParameterKind.LATENT);
      try (StateStore state = new StateStore(manager)) {
        PosteriorSettings settings =
            new PosteriorSettings(momentum, 1, PosteriorSettings.Prior.UNIFORM, false);
        new NaturalGradient(settings, 1000, state).step(List.of(tensor), 1e-3);

        assertThat(tensor.value().toFloatArray()[0])
            .as("momentum %s", momentum)
            .isCloseTo(0.341796f, within(2e-6f));
      }
    }
  }

  @Test
  void without_a_gradient_the_posterior_returns_to_its_prior() {
    TrainedTensor tensor = tensor(2, 0, ParameterKind.LATENT);
    PosteriorSettings settings =
        new PosteriorSettings(0, 1, PosteriorSettings.Prior.PREVIOUS, false);
    try (StateStore state = new StateStore(manager)) {
      NaturalGradient optimizer = new NaturalGradient(settings, 1000, state);
      optimizer.step(List.of(tensor), 0.1);
      assertThat(tensor.value().toFloatArray()).as("at the prior").containsExactly(2);

      tensor.value().addi(1);
      optimizer.step(List.of(tensor), 0.1);
      assertThat(tensor.value().toFloatArray()[0]).isCloseTo(2.9f, within(1e-6f));
    }
  }

  @Test
  void saturated_weights_step_as_in_float32() {
    ConcreteSample sample = new ConcreteSample(1e-10, true);
    NDArray parameter = manager.create(new float[] {10});
    NDArray one = manager.create(new float[] {1});
    NDArray drawn = sample.binarize(parameter, training(0.7f)).signs();
    NDArray slope = new ConcreteGradient(sample).gradient(parameter, drawn, one, training(0.7f));
    TrainedTensor tensor = tensor(10, slope.toFloatArray()[0], ParameterKind.LATENT);
    try (StateStore state = new StateStore(manager)) {
      new NaturalGradient(
              new PosteriorSettings(0, 0, PosteriorSettings.Prior.UNIFORM, false), 1, state)
          .step(List.of(tensor), 1);
    }

    assertThat(10 - tensor.value().toFloatArray()[0]).isCloseTo(1e10f, within(1e4f));
  }

  @Test
  void a_real_parameter_is_refused_by_name() {
    try (StateStore state = new StateStore(manager)) {
      NaturalGradient optimizer = new NaturalGradient(PLAIN, 10, state);
      List<TrainedTensor> tensors = List.of(tensor(1, 1, ParameterKind.FLOAT));

      assertThatThrownBy(() -> optimizer.step(tensors, 0.1))
          .isInstanceOf(FaultException.class)
          .hasMessageStartingWith("w is a real parameter");
    }
  }

  @Test
  void a_draw_is_bernoulli_and_the_sign_of_a_relaxed_one_too() {
    int count = 200_000;
    float[] uniforms = new float[count];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < count; i++) {
      uniforms[i] = ((random.nextInt() >>> 9) + 0.5f) * 0x1p-23f;
    }
    NDArray parameters = manager.full(new Shape(count), 0.4f);
    ConcreteSample sample = new ConcreteSample(0.5, true);
    Given evaluated = new Given(manager.create(uniforms), false, Evaluation.sample(0));
    NDArray drawn = sample.binarize(parameters, evaluated).signs();
    NDArray relaxed = sample.binarize(parameters, training(uniforms)).signs();

    // P(+1) = σ(0.8) = 0.689974, and E[w] at τ = 0.5 is 0.331380.
    assertThat(drawn.toFloatArray()).containsOnly(-1, 1);
    assertThat(drawn.mean().getFloat()).isCloseTo(0.379949f, within(0.006f));
    assertThat(relaxed.gt(0).countNonzero().getLong() / (double) count)
        .isCloseTo(0.689974, within(0.003));
    assertThat(relaxed.mean().getFloat()).isCloseTo(0.331380f, within(0.006f));
  }

  @Test
  void mode_and_mean_need_no_noise() {
    ConcreteSample sample = new ConcreteSample(1, true);
    NDArray parameters = manager.create(new float[] {-0.5f, 0, 0.4f});
    NDArray none = manager.create(new float[0]);

    assertThat(
            sample
                .binarize(parameters, new Given(none, false, Evaluation.MODE))
                .signs()
                .toFloatArray())
        .containsExactly(-1, 1, 1);
    assertThat(
            sample
                .binarize(parameters, new Given(none, false, Evaluation.MEAN))
                .signs()
                .toFloatArray()[2])
        .isCloseTo(0.379949f, within(1e-6f));
  }
}
