package org.bnnlab.bench.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.parameter.ParameterRole;
import org.junit.jupiter.api.Test;

class ExperimentTest {

  private static Experiment experiment(Map<String, Object> methodOptions) {
    return new Experiment(
        "cifar10/mine",
        1,
        new MethodChoice("recu", null, methodOptions),
        new NetworkChoice("resnet20", Map.of("shortcuts", "double")),
        new DataChoice(
            "cifar10",
            0,
            List.of(new TransformSpec("flip", Map.of("probability", 0.5))),
            "imagenet"),
        new TrainingPlan(
            10,
            128,
            true,
            new OptimizerSpec("sgd", 0.1, Map.of("weightDecay", 5e-4), OptimizerSpec.ALL_ROLES),
            new ScheduleSpec("cosine", Map.of("warmup", 0))),
        7,
        new Published(87.4, "somewhere", "readme"));
  }

  private static final Experiment RECORDED = experiment(Map.of("tauStart", 0.85));

  @Test
  void canonical_json_has_sorted_keys_and_shortest_numbers() {
    assertThat(RECORDED.canonicalJson())
        .isEqualTo(
            """
            {"data":{"images":0,"normalization":"imagenet","set":"cifar10",\
            "train":["flip(0.5)"]},\
            "method":{"bits":"of the method","id":"recu","options":{"tauStart":0.85}},\
            "network":{"id":"resnet20","options":{"shortcuts":"double"}},\
            "recipe":"cifar10/mine","recipeVersion":1,"seed":7,\
            "training":{"batch":128,"dropLast":true,"epochs":10,\
            "optimizer":{"decays":"all","id":"sgd","learningRate":0.1,\
            "settings":{"weightDecay":0.0005}},\
            "schedule":{"id":"cosine","settings":{"warmup":0}}}}\
            """);
  }

  /** A change of this value makes every row in every ledger incomparable with new ones. */
  @Test
  void the_hash_of_a_recorded_experiment_stays() {
    assertThat(RECORDED.sha256())
        .isEqualTo("3ebad822d7e1205b46aa219deada38623c29305fdd871768e765cf76e6dc23ab");
  }

  @Test
  void the_order_of_options_does_not_change_the_hash() {
    Map<String, Object> ascending = new LinkedHashMap<>();
    ascending.put("a", 1);
    ascending.put("b", 2.0);
    Map<String, Object> descending = new LinkedHashMap<>();
    descending.put("b", 2);
    descending.put("a", 1);

    assertThat(experiment(ascending).sha256()).isEqualTo(experiment(descending).sha256());
  }

  @Test
  void the_published_figure_is_no_part_of_the_hash_but_everything_else_is() {
    Experiment unpublished =
        new Experiment(
            RECORDED.recipe(),
            RECORDED.recipeVersion(),
            RECORDED.method(),
            RECORDED.network(),
            RECORDED.data(),
            RECORDED.training(),
            RECORDED.seed(),
            null);

    assertThat(unpublished.sha256()).isEqualTo(RECORDED.sha256());
    assertThat(
            List.of(
                RECORDED.sha256(),
                RECORDED.withSeed(8).sha256(),
                RECORDED.withEpochs(11).sha256(),
                RECORDED.withImages(1000).sha256()))
        .doesNotHaveDuplicates();
  }

  @Test
  void all_seeds_of_a_series_share_a_hash() {
    assertThat(RECORDED.withSeed(1).seriesSha256()).isEqualTo(RECORDED.seriesSha256());
    assertThat(RECORDED.withEpochs(9).seriesSha256()).isNotEqualTo(RECORDED.seriesSha256());
  }

  @Test
  void chosen_roles_are_listed_and_all_roles_are_not() {
    OptimizerSpec some =
        new OptimizerSpec(
            "sgd", 1, Map.of(), EnumSet.of(ParameterRole.SCALE, ParameterRole.NORM_FACTOR));
    TrainingPlan plan = new TrainingPlan(1, 1, false, some, new ScheduleSpec("constant", Map.of()));
    Experiment experiment =
        new Experiment(
            "r", 1, RECORDED.method(), RECORDED.network(), RECORDED.data(), plan, 1, null);

    assertThat(experiment.canonicalJson()).contains("\"decays\":[\"norm-factor\",\"scale\"]");
  }
}
