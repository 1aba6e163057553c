package org.bnnlab.bench.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bnnlab.bench.recipe.RecipeTexts.GOOD;
import static org.bnnlab.bench.recipe.RecipeTexts.VOCABULARY;
import static org.bnnlab.bench.recipe.RecipeTexts.read;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.parameter.ParameterRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeStagesTest {

  private static final String STAGED =
      """
      method: recu
      network: resnet20
      data: shapes32
      train: { batch: 16, schedule: cosine, optimizer: adam(lr: 0.001), loss: kd(2) , teacher: { recipe: other } }
      stages:
        - { name: first, bits: 32/1, train: { epochs: 3 } }
        - { name: second, bits: 1/1, train: { epochs: 5, loss: distribution-loss }, carry: { fresh: ["*.alpha"] } }
      published: { top1: 87.4, source: "ReCU, table", confidence: confirmed }
      """;

  private static Recipe readStaged(String yaml) {
    return RecipeReader.recipe(
        "recipes/mine.yaml",
        "mine",
        yaml,
        VOCABULARY,
        name -> RecipeReader.recipe(name, name, GOOD, VOCABULARY, RecipeTexts.NO_OTHERS));
  }

  @Test
  void a_stage_says_what_is_its_own_and_the_row_says_the_rest() {
    Recipe second = readStaged(STAGED);
    Recipe first = second.stage().previous();

    assertThat(first.stage()).isEqualTo(new Stage<>("first", 0, 2, Carry.ALL, null));
    assertThat(first.method().bits()).isEqualTo(new Bits(32, 1));
    assertThat(first.training().epochs()).isEqualTo(3);
    assertThat(first.training().loss())
        .isEqualTo(new ObjectiveSpec("kd", Map.of("temperature", 2.0, "weight", 0.9)));
    assertThat(first.published()).isNull();
    assertThat(second.stage().carry()).isEqualTo(new Carry(List.of("*.alpha"), List.of()));
    assertThat(second.method().bits()).isEqualTo(Bits.BINARY);
    assertThat(second.training().epochs()).isEqualTo(5);
    assertThat(second.training().loss())
        .isEqualTo(new ObjectiveSpec("distribution-loss", Map.of()));
    assertThat(second.training().teacher()).isInstanceOf(TeacherSpec.Trained.class);
    assertThat(second.published()).isNotNull();
  }

  @Test
  void an_experiment_of_a_stage_is_read_back_and_its_hash_covers_the_stages_before() {
    Experiment experiment = readStaged(STAGED).experiment(4);
    Experiment other = readStaged(STAGED.replace("epochs: 3", "epochs: 4")).experiment(4);
    Experiment withoutTeacher =
        readStaged(
                STAGED
                    .replace(", teacher: { recipe: other }", "")
                    .replace("kd(2)", "cross-entropy")
                    .replace(", loss: distribution-loss", ""))
            .experiment(4);

    assertThat(ExperimentReader.read(experiment.canonicalJson()).sha256())
        .isEqualTo(experiment.sha256());
    assertThat(experiment.withSeed(5).stage().previous().seed()).isEqualTo(5);
    assertThat(List.of(experiment.sha256(), other.sha256(), withoutTeacher.sha256()))
        .doesNotHaveDuplicates();
    assertThat(Recipe.of(experiment).experiment(4).sha256()).isEqualTo(experiment.sha256());
  }

  @Test
  void what_a_stage_trains_is_part_of_its_hash_only_where_it_is_given() {
    String restricted =
        STAGED.replace("epochs: 3 } }", "epochs: 3 }, trains: [statistic, norm-factor] }");
    Experiment first = previous(readStaged(restricted).experiment(4));
    Experiment plain = previous(readStaged(STAGED).experiment(4));
    Experiment all =
        previous(
            readStaged(STAGED.replace("epochs: 3 } }", "epochs: 3 }, trains: all }"))
                .experiment(4));

    assertThat(first.stage().trains())
        .containsExactlyInAnyOrder(ParameterRole.STATISTIC, ParameterRole.NORM_FACTOR);
    assertThat(first.canonicalJson()).contains("\"trains\":[\"norm-factor\",\"statistic\"]");
    assertThat(plain.canonicalJson()).doesNotContain("trains").isEqualTo(all.canonicalJson());
    for (Experiment changed : List.of(first, first.withSeed(5), first.withEpochs(9))) {
      Experiment read = ExperimentReader.read(changed.canonicalJson());
      assertThat(read.stage().trains()).isEqualTo(first.stage().trains());
      assertThat(read.sha256()).isEqualTo(changed.sha256());
      assertThat(Recipe.of(changed).experiment(changed.seed()).sha256())
          .isEqualTo(changed.sha256());
    }
    assertThat(readStaged(restricted).experiment(4).withSeed(6).stage().previous().stage().trains())
        .isEqualTo(first.stage().trains());
  }

  private static Experiment previous(Experiment experiment) {
    return experiment.stage().previous();
  }

  static Stream<Arguments> wrongStages() {
    return Stream.of(
        arguments("name: second", "name: first", "line 7: two stages are called \"first\""),
        arguments(
            "name: second",
            "name: Second Stage",
            "line 7: a stage needs a name of small letters, digits and dashes, found \"Second"
                + " Stage\""),
        arguments(
            "epochs: 3 } }",
            "epochs: 3 }, trains: [auxilary] }",
            "line 6: unknown parameter role \"auxilary\" in trains; did you mean \"auxiliary\"?"
                + " (roles: weight, stem-weight, shortcut-weight, branch-weight, classifier-weight,"
                + " classifier-bias, bias, norm-factor, norm-offset, scale, shift, slope,"
                + " auxiliary, statistic)"),
        arguments(
            "epochs: 3 } }",
            "epochs: 3 }, trains: [] }",
            "line 6: trains needs at least one role, such as [auxiliary]"),
        arguments(
            "epochs: 3 } }",
            "epochs: 3 }, trains: auxiliary }",
            "line 6: trains is \"all\" or a list of roles such as [auxiliary], found"
                + " \"auxiliary\""),
        arguments(
            "epochs: 3 } }",
            "epochs: 3 }, carry: { dropped: [a] } }",
            "line 6: the first stage has none before it to carry tensors over from"),
        arguments(
            "loss: kd(2)",
            "loss: kd(0)",
            "line 4: temperature of a distillation must be above 0, found 0.0"),
        arguments(
            "loss: kd(2)",
            "loss: kl",
            "line 4: loss \"kl\" is unknown; one of: cross-entropy, distribution-loss,"
                + " guided-distribution, kd,"
                + " label-smoothing"),
        arguments(
            ", teacher: { recipe: other }",
            "",
            "line 4: loss kd needs a teacher, such as teacher: { recipe: ID }"),
        arguments(
            "loss: kd(2)",
            "loss: label-smoothing(0.1)",
            "line 4: loss label-smoothing does not listen to a teacher, yet one is named"),
        arguments(
            "{ recipe: other }",
            "{ recipe: other, checkpoint: here }",
            "line 4: a teacher is named by one of recipe, checkpoint and safetensors, found recipe"
                + " and checkpoint"),
        arguments(
            "{ recipe: other }",
            "{ checkpoint: nowhere }",
            "line 4: teacher nowhere is not the folder of a run (bnn train makes them)"));
  }

  @ParameterizedTest
  @MethodSource
  void wrongStages(String good, String wrong, String fault) {
    assertThat(STAGED).contains(good);
    assertThatThrownBy(() -> readStaged(STAGED.replace(good, wrong)))
        .isInstanceOfSatisfying(RecipeException.class, e -> assertThat(e.faults()).contains(fault));
  }
}
