package org.bnnlab.bench.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.part.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExperimentReaderTest {

  static Stream<Experiment> experiments() {
    return Stream.concat(
        RecipeBook.installed(Vocabulary.installed()).tables().stream()
            .flatMap(table -> table.recipes().stream())
            .flatMap(recipe -> recipe.experiments().stream()),
        Stream.of(odd()));
  }

  /** What no shipped recipe may have: bits, a huge seed, tiny numbers, roles, quoted letters. */
  private static Experiment odd() {
    return new Experiment(
        "mine/\"odd\"\n",
        3,
        new MethodChoice(
            "recu",
            new Bits(1, 32),
            Map.of("tauStart", 1.0, "scale", "computed"),
            Map.of(
                Place.WEIGHT_BINARIZER,
                new PartChoice("channel-mean", Map.of("scale", "multiplies")),
                Place.WEIGHT_ESTIMATOR,
                new PartChoice("ede", Map.of("tStart", 1e-3, "tEnd", 10.0)))),
        new NetworkChoice("resnet20", Map.of("widths", List.of(8, 16, 32), "flag", true)),
        new DataChoice(
            "shapes32",
            600,
            List.of(
                new TransformSpec("flip", Map.of("probability", 1.0)),
                new TransformSpec("flip", Map.of("probability", 0.125))),
            "none"),
        new TrainingPlan(
            7,
            1,
            false,
            new OptimizerSpec(
                "adam",
                1e-12,
                Map.of("epsilon", 1e-8, "beta1", 0.9),
                EnumSet.of(ParameterRole.WEIGHT, ParameterRole.NORM_FACTOR)),
            new ScheduleSpec("steps", Map.of("at", List.of(3, 5), "factor", 0.1))),
        Long.MIN_VALUE,
        null);
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void an_experiment_comes_back_with_the_same_hash(Experiment experiment) {
    Experiment read = ExperimentReader.read(experiment.canonicalJson());

    assertThat(read.sha256()).isEqualTo(experiment.sha256());
    assertThat(read.method().parts().keySet()).isEqualTo(experiment.method().parts().keySet());
    assertThat(read.method().bits()).isEqualTo(experiment.method().bits());
    assertThat(read.data()).isEqualTo(experiment.data());
    assertThat(read.training().optimizer()).isEqualTo(experiment.training().optimizer());
    assertThat(read.published()).isNull();
  }

  @Test
  void what_is_no_experiment_is_refused() {
    assertRefused("{", "not the JSON of an experiment");
    assertRefused("{}", "not the JSON of an experiment: lr must be above 0, found 0.0");
    assertRefused(
        odd().canonicalJson().replace("flip(1)", "turn(90)"), "transform \"turn\" is unknown");
    assertRefused(
        odd().canonicalJson().replace("\"seed\"", "\"mood\":1,\"seed\""),
        "use the version that wrote it");
  }

  private static void assertRefused(String json, String message) {
    assertThatThrownBy(() -> ExperimentReader.read(json))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining(message);
  }
}
