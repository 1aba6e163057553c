package org.bnnlab.bench.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bnnlab.bench.recipe.RecipeTexts.GOOD;
import static org.bnnlab.bench.recipe.RecipeTexts.read;
import static org.bnnlab.bench.recipe.RecipeTexts.readTable;

import java.util.List;
import java.util.Map;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.parameter.ParameterRole;
import org.junit.jupiter.api.Test;

class RecipeReaderTest {

  @Test
  void a_recipe_resolves_to_one_experiment_for_each_seed() {
    Recipe recipe = read(GOOD);

    assertThat(recipe.experiments()).extracting(Experiment::seed).containsExactly(1L, 2L, 3L);
    Experiment first = recipe.experiments().getFirst();
    assertThat(first.method())
        .isEqualTo(new MethodChoice("recu", null, Map.of("scale", "learned", "tauStart", 0.85)));
    assertThat(first.network().options())
        .isEqualTo(Map.of("shortcuts", "double", "widths", List.of(16, 32, 64)));
    assertThat(first.data().train())
        .extracting(TransformSpec::canonical)
        .containsExactly("crop(32, padding: 4)", "flip(0.5)");
    assertThat(first.data().images()).isZero();
    assertThat(first.training().dropLast()).isFalse();
    OptimizerSpec optimizer = first.training().optimizer();
    assertThat(optimizer.learningRate()).isEqualTo(0.1);
    assertThat(optimizer.settings())
        .isEqualTo(Map.of("momentum", 0.9, "dampening", 0.0, "nesterov", 0.0, "weightDecay", 5e-4));
    assertThat(optimizer.decays()).isEqualTo(OptimizerSpec.ALL_ROLES);
    assertThat(first.training().schedule())
        .isEqualTo(new ScheduleSpec("cosine", Map.of("warmup", 5, "period", 0)));
    assertThat(first.published()).isEqualTo(new Published(87.4, "ReCU, table", "confirmed"));
  }

  @Test
  void the_short_and_the_long_form_of_a_part_mean_the_same() {
    String longForm =
        """
        method: { id: recu }
        network: resnet20(shortcuts: double)
        data:
          set: cifar10
          train:
            - { id: crop, size: 32, padding: 4 }
            - flip(probability: 0.5)
          normalize: imagenet
        train:
          epochs: 600
          batch: 256
          optimizer:
            id: sgd
            lr: 0.1
            momentum: 0.9
            weightDecay: 0.0005
          schedule: { id: cosine, warmup: 5 }
        """;

    assertThat(read(longForm).experiment(1).sha256()).isEqualTo(read(GOOD).experiment(1).sha256());
  }

  @Test
  void method_options_bits_and_decay_roles_are_read() {
    String yaml =
        GOOD.replace(
                "method: recu", "method: { id: recu, bits: 1/32, options: { scale: computed } }")
            .replace("5e-4)", "5e-4, decays: [weight, norm-factor])")
            .replace("batch: 256", "batch: 256, dropLast: true");

    Recipe recipe = read(yaml);

    assertThat(recipe.method().bits()).isEqualTo(new Bits(1, 32));
    assertThat(recipe.method().options()).containsEntry("scale", "computed");
    assertThat(recipe.training().optimizer().decays())
        .containsExactly(ParameterRole.WEIGHT, ParameterRole.NORM_FACTOR);
    assertThat(recipe.training().dropLast()).isTrue();
  }

  @Test
  void a_published_figure_is_named_by_its_id_and_deviations_make_the_recipe_open() {
    String inline = "published: { top1: 87.4, source: \"ReCU, table\", confidence: confirmed }";
    String named = GOOD.replace(inline, "published: cifar10/resnet20/recu");
    String deviating =
        GOOD.replace(
            inline, "published: { figure: cifar10/resnet20/recu, deviations: [\"other crops\"] }");

    assertThat(read(named).published()).isEqualTo(new Published(87.4, "table", "confirmed"));
    assertThat(read(deviating).published())
        .isEqualTo(new Published(87.4, null, "table", "confirmed", List.of("other crops")));
    assertThat(read(deviating).experiment(1).sha256()).isEqualTo(read(GOOD).experiment(1).sha256());
  }

  @Test
  void a_table_lists_figures_of_others_and_may_hold_nothing_else() {
    Table table = readTable("rows: []\nothers: [cifar10/resnet20/dsq, cifar10/resnet20/recu]\n");

    assertThat(table.recipes()).isEmpty();
    assertThat(table.others())
        .extracting(PublishedFigure::id)
        .containsExactly("cifar10/resnet20/dsq", "cifar10/resnet20/recu");
    assertThatThrownBy(() -> readTable("rows: []\nothers: [cifar10/resnet20/dsk]\n"))
        .hasMessageContaining("line 2: unknown published figure \"cifar10/resnet20/dsk\"");
  }

  @Test
  void steps_take_their_epochs_as_a_list() {
    Recipe recipe = read(GOOD.replace("cosine(warmup: 5)", "steps(at: [80, 120], factor: 0.2)"));

    assertThat(recipe.training().schedule().settings())
        .isEqualTo(Map.of("at", List.of(80, 120), "factor", 0.2));
  }

  @Test
  void brackets_in_comments_and_texts_are_left_alone() {
    String yaml =
        "# see sgd(lr: 1, momentum: 2)\n"
            + GOOD.replace("source: \"ReCU, table\"", "source: 'Xu (2021), it''s table 2(a)'");

    assertThat(read(yaml).published()).extracting("source").isEqualTo("Xu (2021), it's table 2(a)");
  }

  @Test
  void transforms_are_resolved_with_all_their_arguments() {
    Experiment experiment =
        read(GOOD.replace(
                "train: [crop(32, padding: 4), flip], normalize: imagenet",
                "train: ["
                    + "resized-crop(224, maxArea: 1.25), jitter(0.2, 0.2, 0.2, 0.1),"
                    + " grayscale(0.2), blur, vertical-flip(0.25), lighting(0.1)],"
                    + " test: [resize(256), center-crop(224)], normalize: imagenet"))
            .experiments()
            .getFirst();

    assertThat(experiment.data().train())
        .extracting(TransformSpec::canonical)
        .containsExactly(
            "resized-crop(224, minArea: 0.08, maxArea: 1.25, minRatio: 0.75,"
                + " maxRatio: 1.3333333333333333)",
            "jitter(0.2, contrast: 0.2, saturation: 0.2, hue: 0.1, probability: 1)",
            "grayscale(0.2)",
            "blur(0.1, maxRadius: 2, probability: 0.5)",
            "vertical-flip(0.25)",
            "lighting(0.1, units: \"unit\")");
    assertThat(experiment.canonicalJson())
        .contains("\"test\":[\"resize(256)\",\"center-crop(224)\"]")
        .doesNotContain("views");
    assertThat(ExperimentReader.read(experiment.canonicalJson()).sha256())
        .isEqualTo(experiment.sha256());
  }

  @Test
  void the_views_of_moco_stand_for_their_list_in_the_hash() {
    Experiment experiment =
        read(GOOD.replace(
                "train: [crop(32, padding: 4), flip], normalize: imagenet",
                "train: [mocov2-lite], views: 2, normalize: imagenet"))
            .experiments()
            .getFirst();

    assertThat(experiment.data().train())
        .extracting(TransformSpec::canonical)
        .containsExactly(
            "resized-crop(224, minArea: 0.2, maxArea: 1, minRatio: 0.75,"
                + " maxRatio: 1.3333333333333333)",
            "jitter(0.4, contrast: 0.4, saturation: 0.4, hue: 0.1, probability: 0.6)",
            "grayscale(0.2)",
            "blur(0.1, maxRadius: 2, probability: 0.2)",
            "flip(0.5)");
    assertThat(experiment.canonicalJson()).contains("\"views\":2");
    assertThat(ExperimentReader.read(experiment.canonicalJson()).sha256())
        .isEqualTo(experiment.sha256());
  }

  @Test
  void only_what_changes_pixels_is_part_of_the_hash() {
    Experiment plain = read(GOOD).experiments().getFirst();
    Experiment cached =
        read(GOOD.replace("normalize: imagenet", "normalize: imagenet, cache: true"))
            .experiments()
            .getFirst();
    Experiment reduced =
        read(GOOD.replace("normalize: imagenet", "normalize: imagenet, reduction: 4"))
            .experiments()
            .getFirst();

    assertThat(cached.data().cache()).isTrue();
    assertThat(cached.sha256()).isEqualTo(plain.sha256());
    assertThat(plain.canonicalJson()).doesNotContain("reduction");
    assertThat(reduced.canonicalJson()).contains("\"reduction\":4");
    assertThat(ExperimentReader.read(reduced.canonicalJson()).sha256())
        .isEqualTo(reduced.sha256())
        .isNotEqualTo(plain.sha256())
        .isEqualTo(plain.withReduction(4).sha256());
    assertThat(plain.withReduction(4).published()).isNull();
    assertThat(plain.withReduction(1)).isEqualTo(plain);
  }

  @Test
  void a_scale_that_no_decoder_has_and_a_cache_that_is_no_truth_are_faults() {
    assertThatThrownBy(
            () ->
                read(
                    GOOD.replace(
                        "normalize: imagenet", "normalize: imagenet, reduction: 3, cache: often")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("reduction is one of 1, 2, 4, 8, found 3")
        .hasMessageContaining("cache is true or false, found \"often\"");
  }

  @Test
  void rows_of_a_table_share_its_common_part() {
    Table table =
        readTable(
            """
            title: Two methods
            common:
              network: resnet20
              data: { set: shapes32, images: 6000 }
              train: { epochs: 5, batch: 64, optimizer: sgd(lr: 0.1), schedule: cosine }
            rows:
              - method: bnn
              - { id: long, method: recu, train: { epochs: 50 } }
            """);

    assertThat(table.title()).isEqualTo("Two methods");
    assertThat(table.recipes()).extracting(Recipe::id).containsExactly("table/bnn", "table/long");
    assertThat(table.recipes()).extracting(r -> r.training().epochs()).containsExactly(5, 50);
    assertThat(table.recipes()).extracting(r -> r.training().batch()).containsExactly(64, 64);
    assertThat(table.withRows(List.of("recu")).recipes())
        .extracting(Recipe::name)
        .containsExactly("long");
    assertThatThrownBy(() -> table.withRows(List.of("recuu")))
        .hasMessage("table table has no row \"recuu\"; did you mean \"recu\"? (rows: bnn, long)");
  }
}
