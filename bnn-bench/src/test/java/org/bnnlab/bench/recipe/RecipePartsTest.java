package org.bnnlab.bench.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bnnlab.bench.recipe.RecipeTexts.GOOD;
import static org.bnnlab.bench.recipe.RecipeTexts.read;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.stream.Stream;
import org.bnnlab.api.binarization.Sign;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.part.Place;
import org.bnnlab.methods.estimator.ErrorDecay;
import org.bnnlab.methods.estimator.SwishSign;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecipePartsTest {

  @Test
  void parts_of_other_methods_are_read_with_all_their_options() {
    Recipe recipe =
        read(
            GOOD
                + """
                weights: { normalizer: balanced-standardization, estimator: ede(tStart: 0.2) }
                activations: { estimator: swish-sign }
                convolutions:
                  output: { id: learned-scale, to: 2 }
                """);

    assertThat(recipe.method().parts())
        .isEqualTo(
            Map.of(
                Place.WEIGHT_NORMALIZER,
                new PartChoice("balanced-standardization", Map.of()),
                Place.WEIGHT_ESTIMATOR,
                new PartChoice("ede", Map.of("tStart", 0.2, "tEnd", 10.0)),
                Place.ACTIVATION_ESTIMATOR,
                new PartChoice("swish-sign", Map.of("beta", 5.0)),
                Place.CONVOLUTION_OUTPUT,
                new PartChoice("learned-scale", Map.of("from", 0.0, "to", 2.0))));
    Method method = recipe.method().create();
    assertThat(method.weightEstimator()).isEqualTo(new ErrorDecay(0.2, 10));
    assertThat(method.activationEstimator()).isEqualTo(new SwishSign(5));
    assertThat(method.weightBinarizer()).isEqualTo(new Sign());
  }

  @Test
  void parts_change_the_hash_and_rows_without_any_keep_theirs() {
    Experiment plain = read(GOOD).experiment(1);
    Experiment mixed = read(GOOD + "weights: { estimator: ede }\n").experiment(1);

    assertThat(plain.canonicalJson()).doesNotContain("parts");
    assertThat(mixed.canonicalJson())
        .contains("\"parts\":{\"weights.estimator\":{\"id\":\"ede\",\"options\":{\"tEnd\":10,");
    assertThat(mixed.sha256()).isNotEqualTo(plain.sha256());
    assertThat(ExperimentReader.read(mixed.canonicalJson()).sha256()).isEqualTo(mixed.sha256());
  }

  @Test
  void all_faults_of_parts_are_reported_together_with_their_lines() {
    String yaml =
        """
        method: { id: recu, bits: 1/32, options: { scal: learned } }
        network: resnet20
        data: { set: cifar10 }
        train: { epochs: 3, batch: 8, optimizer: sgd(lr: 0.1), schedule: cosine }
        weights:
          estimator: edee
          normaliser: identity
          binarizer: channel-mean(scale: detachd)
        activations:
          estimator: clipped-gradient
        """;

    assertThatThrownBy(() -> read(yaml))
        .isInstanceOfSatisfying(
            RecipeException.class,
            e ->
                assertThat(e.faults())
                    .containsExactly(
                        "line 1: method recu has no option \"scal\"; did you mean \"scale\"? (it"
                            + " has: scale, tauStart)",
                        "line 6: weights.estimator: unknown part \"edee\"; did you mean \"ede\"?"
                            + " (bnn methods --parts lists all 8)",
                        "line 7: weights has no key \"normaliser\"; did you mean \"normalizer\"?"
                            + " (keys: normalizer, binarizer, estimator)",
                        "line 8: weights.binarizer channel-mean: option scale is one of detached,"
                            + " multiplies, differentiated, found \"detachd\"; did you mean"
                            + " \"detached\"?",
                        "line 10: activations.estimator: \"clipped-gradient\" does not fit here,"
                            + " only as weights.estimator"));
  }

  static Stream<Arguments> senseless() {
    return Stream.of(
        arguments(
            "method: { id: recu, bits: 1/32 }\nactivations: { estimator: ede }\n",
            "line 2: a part for \"activation gradient\" has no effect: the activations stay real at"
                + " bits 1/32"),
        arguments(
            "method: { id: recu, bits: 32/1 }\nweights: { binarizer: sign }\n",
            "line 2: a part for \"weight binarizer\" has no effect: the weights stay real at bits"
                + " 32/1"),
        arguments(
            "method: recu\nweights: { normalizer: rectified-clamp(tauEnd: 2) }\n",
            "line 2: rectified-clamp: τ must lie in 0.5..1, found tauStart 0.85 and tauEnd 2.0"),
        arguments(
            "method: recu(tauStart: 3)\n",
            "line 1: method recu: τ must lie in 0.5..1, found tauStart 3.0 and tauEnd 0.99"),
        arguments(
            "method: { id: float, bits: 1/1 }\n",
            "line 1: method float: it binarizes nothing, bits are 32/32, found 1/1; take method bnn"
                + " for plain signs"),
        arguments(
            "method: recu\nweights: ede\n",
            "line 2: weights holds \"key: value\" pairs, found \"ede\""));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("senseless")
  void a_combination_without_sense_is_refused_with_its_reason(String method, String fault) {
    assertThatThrownBy(() -> read(GOOD.replace("method: recu\n", method)))
        .isInstanceOfSatisfying(
            RecipeException.class, e -> assertThat(e.faults()).containsExactly(fault));
  }
}
