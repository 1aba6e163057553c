package org.bnnlab.bench.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bnnlab.bench.recipe.RecipeTexts.GOOD;
import static org.bnnlab.bench.recipe.RecipeTexts.read;
import static org.bnnlab.bench.recipe.RecipeTexts.readTable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that can be wrong with a recipe, and what is said about it. */
class WrongRecipesTest {

  private static final String PUBLISHED =
      "published: { top1: 87.4, source: \"ReCU, table\", confidence: confirmed }";

  @Test
  void all_faults_of_a_file_are_reported_together_in_the_order_of_lines() {
    String yaml =
        """
        # mine
        method: recuu
        network: resnet20
        data: { set: cifar10 }
        train:
          epochs: 3
          batch: 0
          optimizer: sgd(lr: 0.1)
          schedule: cosin
        """;

    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(RecipeException.class)
        .hasMessage(
            """
            recipes/mine.yaml: 3 faults
              line 2: unknown method "recuu"; did you mean "recu"? (bnn methods lists all 3)
              line 7: batch must be at least 1, found 0
              line 9: schedule "cosin" is unknown; one of: advanced-cosine, constant, cosine, linear, steps, stepwise-cosine, warmup-steps\
            """);
  }

  @Test
  void the_faults_of_every_stage_are_told_at_once_and_what_they_share_only_once() {
    String yaml =
        """
        method: { id: recu, scale: [1] }
        network: resnet20
        data: cifar10
        seeds: []
        stages:
          - { name: first, train: { epochs: 0, batch: 8, optimizer: sgd(lr: 0.1), schedule: cosine } }
          - { name: first, train: { epochs: 3, batch: 0, optimizer: adam, schedule: cosine } }
        """;

    assertThatThrownBy(() -> read(yaml))
        .isInstanceOfSatisfying(
            RecipeException.class,
            e ->
                assertThat(e.faults())
                    .containsExactly(
                        "line 1: method has no key \"scale\" (keys: id, bits, options)",
                        "line 4: seeds needs at least one seed, such as [1, 2, 3]",
                        "line 6: epochs must be at least 1, found 0",
                        "line 7: two stages are called \"first\"",
                        "line 7: batch must be at least 1, found 0",
                        "line 7: adam needs a learning rate, such as lr: 0.1"));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @MethodSource("wrongRecipes")
  void a_wrong_recipe_names_line_value_and_next_step(String right, String wrong, String... faults) {
    assertThat(GOOD).contains(right);

    assertThatThrownBy(() -> read(GOOD.replace(right, wrong)))
        .isInstanceOfSatisfying(
            RecipeException.class, e -> assertThat(e.faults()).containsExactly(faults));
  }

  static Stream<Arguments> wrongRecipes() {
    return Stream.of(
        wrong(
            "method: recu",
            "method: recuu",
            "line 1: unknown method \"recuu\"; did you mean \"recu\"? (bnn methods lists all 3)"),
        wrong("method: recu\n", "", "line 1: method is missing (bnn methods lists all)"),
        wrong(
            "method: recu",
            "method: { id: recu, options: { scal: computed } }",
            "line 1: method recu has no option \"scal\"; did you mean \"scale\"? (it has: scale,"
                + " tauStart)"),
        wrong(
            "method: recu",
            "method: recu(scale: lerned)",
            "line 1: method recu: option scale is one of learned, computed, found \"lerned\"; did"
                + " you mean \"learned\"?"),
        wrong(
            "method: recu",
            "method: { id: recu, bits: 2/2 }",
            "line 1: bits is one of 1/1, 1/32, 32/1, 32/32 (weights/activations), found \"2/2\""),
        wrong(
            "id: resnet20",
            "id: resnet2",
            "line 2: unknown network \"resnet2\"; did you mean \"resnet20\"? (bnn models lists all"
                + " 1)"),
        wrong(
            "shortcuts: double",
            "shortcut: double",
            "line 2: network resnet20 has no option \"shortcut\"; did you mean \"shortcuts\"? (it"
                + " has: shortcuts, widths)"),
        wrong(
            "shortcuts: double",
            "widths: wide",
            "line 2: network resnet20: option widths takes a list of integers, found wide"),
        wrong(
            "set: cifar10",
            "set: cifr10",
            "line 3: unknown data set \"cifr10\"; did you mean \"cifar10\"? (bnn datasets lists all"
                + " 2)"),
        wrong(
            "normalize: imagenet",
            "normalize: imagenette",
            "line 3: normalize \"imagenette\" is unknown; one of: cifar, cifar-image-std, cifar100,"
                + " imagenet, imagenet-levels, mnist, none"),
        wrong(
            "normalize: imagenet",
            "images: 60000",
            "line 3: images must be at most 50000, the training images of cifar10, found 60000"),
        wrong(
            "flip]",
            "mirror]",
            "line 3: transform \"mirror\" is unknown; one of: blur, center-crop, crop, flip,"
                + " grayscale, jitter, lighting, mocov2, mocov2-lite, permute, resize,"
                + " resized-crop, vertical-flip"),
        wrong("flip]", "flip(2)]", "line 3: flip probability must be in [0, 1], found 2.0"),
        wrong(
            "padding: 4",
            "pading: 4",
            "line 3: crop has no option \"pading\"; did you mean \"padding\"? (it has: size,"
                + " padding)"),
        wrong(
            "[crop(32, padding: 4), flip]",
            "crop(32, padding: 4)",
            "line 3: train of data is a list such as [crop(32, padding: 4), flip], found \"crop(32,"
                + " padding: 4)\""),
        wrong("epochs: 600", "epochs: many", "line 4: epochs is an integer, found \"many\""),
        wrong(
            "epochs: 600",
            "epoch: 600",
            "line 4: train has no key \"epoch\"; did you mean \"epochs\"? (keys: epochs, batch,"
                + " dropLast, optimizer, schedule, loss, teacher)",
            "line 4: epochs is missing in train"),
        wrong("batch: 256", "batch: 0", "line 4: batch must be at least 1, found 0"),
        wrong("sgd(lr: 0.1, ", "sgd(", "line 4: sgd needs a learning rate, such as lr: 0.1"),
        wrong("lr: 0.1", "lr: -0.1", "line 4: lr must be above 0, found -0.1"),
        wrong("lr: 0.1", "lr: fast", "line 4: sgd: option lr takes a number, found fast"),
        wrong("momentum: 0.9", "momentum: 1.9", "line 4: momentum must be in [0, 1), found 1.9"),
        wrong("momentum: 0.9", "dampening: 2", "line 4: dampening must be in [0, 1], found 2"),
        wrong(
            "momentum: 0.9",
            "momentum: 0, nesterov: true",
            "line 4: nesterov needs a momentum above 0 and no dampening"),
        wrong(
            "weightDecay: 5e-4",
            "weightDecay: 5e-4, decays: [weights]",
            "line 4: unknown parameter role \"weights\" in decays; did you mean \"weight\"? (roles:"
                + " weight, stem-weight, shortcut-weight, branch-weight, classifier-weight,"
                + " classifier-bias, bias, norm-factor, norm-offset, scale, shift, slope,"
                + " auxiliary)"),
        wrong(
            "optimizer: sgd(",
            "optimizer: sgdm(",
            "line 4: optimizer \"sgdm\" is unknown; one of: adam, adamw, own, radam, sgd"),
        wrong(
            "cosine(warmup: 5)",
            "cosine(warmup: 601)",
            "line 4: schedule cosine: warmup must lie in 0..600, found 601"),
        wrong(
            "cosine(warmup: 5)",
            "steps(at: [120, 80])",
            "line 4: schedule steps: at takes ascending epochs such as [60, 80], found [120, 80]"),
        wrong(
            "cosine(warmup: 5)",
            "cosine(warmup; 5)",
            "line 4: schedule \"cosine(warmup; 5)\" cannot be read: found \";\" where \",\" or"
                + " \")\" should be"),
        wrong("seeds: [1, 2, 3]", "seeds: [1, 1]", "line 5: seed 1 is listed twice"),
        wrong("seeds: [1, 2, 3]", "seeds: [one]", "line 5: a seed is an integer, found \"one\""),
        wrong(
            "seeds: [1, 2, 3]",
            "seeds: []",
            "line 5: seeds needs at least one seed, such as [1, 2, 3]"),
        wrong("seeds:", "seed:", rowKeyFault(5, "seed", "seeds")),
        wrong(
            "top1: 87.4",
            "top1: 187.4",
            "line 6: published top1 is a percentage in [0, 100], found \"187.4\""),
        wrong(
            "confidence: confirmed",
            "confidence: sure",
            "line 6: confidence of published is one of confirmed, readme, memory, found \"sure\""),
        wrong(
            PUBLISHED,
            "published: cifar10/resnet20/reku",
            "line 6: unknown published figure \"cifar10/resnet20/reku\"; did you mean"
                + " \"cifar10/resnet20/recu\"? (bnn tables --figures lists all 3)"),
        wrong(
            PUBLISHED,
            "published: mnist/mlp/bop",
            "line 6: figure mnist/mlp/bop is of mnist, the row trains on cifar10"),
        wrong(
            PUBLISHED,
            "published: { figure: cifar10/resnet20/recu, top1: 90 }",
            "line 6: published by its id has no key \"top1\" (keys: figure, deviations)"),
        wrong(
            "cosine(warmup: 5)",
            "warmup-steps(at: [30], warmup: 31)",
            "line 4: schedule warmup-steps: warmup must lie in 1..30, before the first step, found"
                + " 31"),
        wrong("seeds: [1, 2, 3]", "method: bnn", "line 5: key \"method\" is given twice"));
  }

  private static String rowKeyFault(int line, String key, String meant) {
    return ("line %d: a recipe has no key \"%s\"; did you mean \"%s\"? (keys: version, method,"
            + " network, data, train, seeds, published, stages, weights, activations,"
            + " convolutions, features)")
        .formatted(line, key, meant);
  }

  private static Arguments wrong(String right, String wrong, String... faults) {
    return arguments(right, wrong, faults);
  }

  @Test
  void a_missing_bracket_is_told() {
    assertThatThrownBy(() -> read(GOOD.replace("cosine(warmup: 5)", "cosine(warmup: 5")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("line 4: no valid YAML: ")
        .hasMessageEndingWith(
            "; an expression such as sgd(lr: 0.1) stands on one line, with both brackets");
  }

  @Test
  void broken_yaml_and_empty_files_are_named_with_their_line() {
    assertThatThrownBy(() -> read("method: [recu\nnetwork: resnet20\n"))
        .isInstanceOf(RecipeException.class)
        .hasMessageStartingWith("recipes/mine.yaml: 1 fault\n  line 2: no valid YAML: ");
    assertThatThrownBy(() -> read("# nothing\n"))
        .hasMessageContaining(
            "line 1: the file is empty; it needs at least method, network, data and train");
    assertThatThrownBy(() -> read("- recu\n"))
        .hasMessageContaining("line 1: a recipe is a list of \"key: value\", found [\"recu\"]");
  }

  @Test
  void faults_of_a_table_are_gathered_over_all_rows_and_shared_ones_count_once() {
    assertThatThrownBy(
            () ->
                readTable(
                    """
                    common:
                      network: resnet20
                      data: { set: shapes32 }
                      train: { epochs: 5, batch: 0, optimizer: sgd(lr: 0.1), schedule: cosine }
                    rows:
                      - method: bnn
                      - method: bnnn
                      - recipe: nowhere
                    """))
        .hasMessage(
            """
            recipes/table.yaml: 3 faults
              line 4: batch must be at least 1, found 0
              line 7: unknown method "bnnn"; did you mean "bnn"? (bnn methods lists all 3)
              line 8: unknown recipe "nowhere"\
            """);
  }
}
