package org.bnnlab.bench.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.api.training.Optimizer;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainedTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizersTest {

  private static final WeightDecay NONE = WeightDecay.NONE;

  /** The optimizer of one recorded run. */
  record Run(String name, Function<StateStore, Optimizer> optimizer) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Run> runs() {
    return Stream.of(
        sgd("sgd", Sgd.Settings.of(0, NONE)),
        sgd("sgd-momentum-wd", Sgd.Settings.of(0.9, WeightDecay.onAll(5e-4))),
        sgd("sgd-nesterov", new Sgd.Settings(0.9, 0, true, WeightDecay.onAll(1e-4))),
        sgd("sgd-dampening", new Sgd.Settings(0.9, 0.5, false, NONE)),
        sgd(
            "sgd-groups",
            Sgd.Settings.of(0.9, new WeightDecay(1e-2, Set.of(ParameterRole.WEIGHT)))),
        new Run("adam", state -> new Adam(MomentSettings.DEFAULT, state)),
        new Run(
            "adam-wd",
            state ->
                new Adam(new MomentSettings(0.9, 0.999, 1e-5, WeightDecay.onAll(1e-2)), state)),
        new Run(
            "adamw",
            state -> new AdamW(MomentSettings.DEFAULT.with(WeightDecay.onAll(0.05)), state)),
        new Run("radam", state -> new RAdam(MomentSettings.DEFAULT, state)),
        new Run("radam-095", state -> new RAdam(meliusnet(), state)));
  }

  private static Run sgd(String name, Sgd.Settings settings) {
    return new Run(name, state -> new Sgd(settings, state));
  }

  private static MomentSettings meliusnet() {
    return new MomentSettings(0.95, 0.999, 1e-5, NONE);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void every_step_is_torchs_step(Run run) {
    GoldenRuns golden = GoldenRuns.load();
    try (NDManager manager = NDManager.newBaseManager();
        StateStore state = new StateStore(manager)) {
      List<TrainedTensor> tensors = golden.start(manager);
      Optimizer optimizer = run.optimizer().apply(state);
      for (int step = 0; step < GoldenRuns.STEPS; step++) {
        golden.step(optimizer, tensors, run.name(), step);
        for (TrainedTensor tensor : tensors) {
          assertThat(golden.error(tensor, run.name(), step))
              .as("%s, tensor %s after step %d", run, tensor.name(), step)
              .isLessThan(1e-6);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void a_resumed_run_continues_to_the_same_bits(Run run) {
    GoldenRuns golden = GoldenRuns.load();
    try (NDManager manager = NDManager.newBaseManager();
        StateStore state = new StateStore(manager);
        StateStore resumed = new StateStore(manager)) {
      List<TrainedTensor> tensors = golden.start(manager);
      Optimizer undisturbed = run.optimizer().apply(state);
      for (int step = 0; step < 7; step++) {
        golden.step(undisturbed, tensors, run.name(), step);
      }
      List<TrainedTensor> copies = new ArrayList<>();
      for (TrainedTensor tensor : tensors) {
        copies.add(
            new TrainedTensor(
                tensor.name(),
                tensor.spec(),
                tensor.value().duplicate(),
                tensor.gradient().duplicate()));
      }
      for (Map.Entry<String, NDArray> saved : state.tensors(StateStore.Kind.RUN).entrySet()) {
        NDArray tensor = saved.getValue();
        resumed.create(
            saved.getKey(), StateStore.Kind.RUN, tensor.getShape(), tensor.toFloatArray());
      }

      Optimizer second = run.optimizer().apply(resumed);
      for (int step = 7; step < 20; step++) {
        golden.step(undisturbed, tensors, run.name(), step);
        golden.step(second, copies, run.name(), step);
      }

      for (int i = 0; i < tensors.size(); i++) {
        assertThat(copies.get(i).value().toFloatArray())
            .containsExactly(tensors.get(i).value().toFloatArray());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void no_array_is_left_behind_by_a_step(Run run) {
    GoldenRuns golden = GoldenRuns.load();
    try (NDManager manager = NDManager.newBaseManager();
        StateStore state = new StateStore(manager)) {
      List<TrainedTensor> tensors = golden.start(manager);
      Optimizer optimizer = run.optimizer().apply(state);
      int afterTwo = 0;
      for (int step = 0; step < 100; step++) {
        golden.step(optimizer, tensors, run.name(), step % GoldenRuns.STEPS);
        if (step == 1) {
          afterTwo = arrays(manager) + arrays(state.manager());
        }
      }

      assertThat(arrays(manager) + arrays(state.manager())).isEqualTo(afterTwo);
    }
  }

  private static int arrays(NDManager manager) {
    return manager.getManagedArrays().size();
  }

  @Test
  void bmxnets_rectified_adam_is_torchs() {
    double[] expected = {
      0.999000000, 0.998717949, 0.998324434, 0.997983082,
      0.997540357, 0.997531566, 0.997515843, 0.997497261
    };
    float[] gradients = {0.5f, -0.2f, 0.3f, 0.1f, 0.4f, -0.6f, 0.2f, 0.05f};
    try (NDManager manager = NDManager.newBaseManager();
        StateStore state = new StateStore(manager)) {
      Optimizer optimizer = new RAdam(meliusnet(), state);
      TrainedTensor weight = weight(manager, 1);
      for (int step = 0; step < expected.length; step++) {
        weight.gradient().set(new float[] {gradients[step]});
        optimizer.step(List.of(weight), 0.002);

        assertThat((double) weight.value().toFloatArray()[0])
            .as("after step %d", step + 1)
            .isCloseTo(expected[step], within(2e-7));
      }
    }
  }

  @Test
  void a_parameter_that_joins_later_counts_its_own_steps() {
    try (NDManager manager = NDManager.newBaseManager();
        StateStore state = new StateStore(manager)) {
      Optimizer optimizer = new Adam(MomentSettings.DEFAULT, state);
      TrainedTensor early = weight(manager, 1);
      TrainedTensor late =
          new TrainedTensor(
              "late", early.spec(), manager.create(new float[] {1}), manager.create(new float[1]));
      early.gradient().set(new float[] {0.5f});
      late.gradient().set(new float[] {0.5f});
      optimizer.step(List.of(early), 0.01);
      float afterFirst = early.value().toFloatArray()[0];

      optimizer.step(List.of(early, late), 0.01);

      assertThat(late.value().toFloatArray()).containsExactly(afterFirst);
    }
  }

  private static TrainedTensor weight(NDManager manager, float value) {
    ParameterSpec spec =
        ParameterSpec.learned(
            "weight", new Shape(1), ParameterRole.WEIGHT, new Initializer.Constant(value));
    return new TrainedTensor(
        "early", spec, manager.create(new float[] {value}), manager.create(new float[1]));
  }

  @Test
  void settings_out_of_range_are_named() {
    assertThatThrownBy(() -> new Sgd.Settings(0.9, 0.5, true, NONE))
        .hasMessage("Nesterov needs momentum above 0 and no dampening, found 0.9 and 0.5");
    assertThatThrownBy(() -> Sgd.Settings.of(-1, NONE))
        .hasMessage("momentum must be at least 0, found -1.0");
    assertThatThrownBy(() -> new MomentSettings(1, 0.999, 1e-8, NONE))
        .hasMessage("beta1 must lie in [0, 1), found 1.0");
    assertThatThrownBy(() -> WeightDecay.onAll(-1e-4))
        .hasMessage("weight decay must be at least 0, found -1.0E-4");
  }
}
