package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.network.NodeParameters;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.RunFacts;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainingBatch;
import org.bnnlab.bench.optimizer.Optimizers;
import org.bnnlab.methods.baseline.LatentWeightClipping;
import org.bnnlab.models.djl.BackPropagation;
import org.bnnlab.models.djl.PartialTraining;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training of some roles only, under an optimizer and a clipping that reach for everything. */
class PartialTrainingTest {

  private static final int STEPS = 3;

  @ParameterizedTest
  @CsvSource({
    "noisysup, AUXILIARY, sgd",
    "noisysup, AUXILIARY, adamw",
    "noisysup, AUXILIARY STATISTIC, sgd",
    "reactnet, SHIFT SLOPE, adam",
    "bnn, WEIGHT, sgd",
    "bnn, STATISTIC, sgd"
  })
  void tensors_of_other_roles_keep_their_bits_while_those_named_move(
      String method, String words, String optimizer) {
    Set<ParameterRole> roles = EnumSet.noneOf(ParameterRole.class);
    for (String word : List.of(words.split(" ", -1))) {
      roles.add(ParameterRole.valueOf(word));
    }
    try (TinyTraining training = new TinyTraining(method)) {
      Map<String, float[]> before = values(training);
      LearningRule rule = new BackPropagation(context(training, roles, optimizer));
      for (int step = 0; step < STEPS; step++) {
        TrainingProgress progress = new TrainingProgress(0, 1, step, STEPS, 0, 1);
        try (NDManager owner = training.manager.newSubManager()) {
          TrainingBatch batch =
              TrainingBatch.of(training.images(owner), training.labels(owner), step);
          rule.step(batch, progress, 0.1);
        }
      }

      Map<String, ParameterSpec> specs = NodeParameters.of(training.executor.network());
      Map<String, float[]> after = values(training);
      List<String> trained = new ArrayList<>();
      specs.forEach(
          (name, spec) -> {
            if (!roles.contains(spec.role())) {
              assertThat(after.get(name)).as(name).isEqualTo(before.get(name));
            } else {
              assertThat(after.get(name)).as(name).isNotEqualTo(before.get(name));
              if (spec.isTrained()) {
                trained.add(name);
              }
            }
          });
      assertThat(training.state.tensors(StateStore.Kind.RUN).keySet())
          .allMatch(state -> trained.stream().anyMatch(state::endsWith));
      assertThat(training.state.tensors(StateStore.Kind.RUN).isEmpty())
          .isEqualTo(trained.isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource({"float", "bnn"})
  void a_role_that_the_network_does_not_have_is_refused(String method) {
    try (TinyTraining training = new TinyTraining(method)) {
      assertThatThrownBy(
              () ->
                  context(training, EnumSet.of(ParameterRole.AUXILIARY, ParameterRole.BIAS), "sgd"))
          .isInstanceOf(FaultException.class)
          .hasMessage(
              "stage warm-start trains bias, auxiliary, of which the network resnet20 has no tensor"
                  + " with this method (it has: weight, stem-weight, classifier-weight,"
                  + " classifier-bias, norm-factor, norm-offset, statistic)");
    }
  }

  private static Map<String, float[]> values(TinyTraining training) {
    Map<String, float[]> values = new LinkedHashMap<>();
    training
        .state
        .tensors(StateStore.Kind.MODEL)
        .forEach((name, tensor) -> values.put(name, tensor.toFloatArray()));
    return values;
  }

  private static LearningContext context(
      TinyTraining training, Set<ParameterRole> roles, String optimizer) {
    Map<String, Double> settings =
        optimizer.equals("sgd")
            ? Map.of("momentum", 0.9, "weightDecay", 0.1)
            : Map.of("weightDecay", 0.1);
    return new LearningContext(
        PartialTraining.of(training.executor, training.state, roles, "warm-start"),
        training.state,
        training.streams,
        Optimizers.of(optimizer, settings, EnumSet.allOf(ParameterRole.class), training.state),
        training.method.objective(),
        training.method.gradientTransform(),
        new LatentWeightClipping(0.01),
        new RunFacts(TinyTraining.BATCH, TinyTraining.BATCH, TinyTraining.CLASSES));
  }
}
