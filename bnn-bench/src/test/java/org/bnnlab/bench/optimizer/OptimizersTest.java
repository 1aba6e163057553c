package org.bnnlab.bench.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.training.Optimizer;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainedTensor;
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
            Sgd.Settings.of(0.9, new WeightDecay(1e-2, Set.of(ParameterRole.WEIGHT)))));
  }

  private static Run sgd(String name, Sgd.Settings settings) {
    return new Run(name, state -> new Sgd(settings, state));
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
}
