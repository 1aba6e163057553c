package org.bnnlab.bench.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bnnlab.api.binarization.Sign;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.part.Place;
import org.bnnlab.methods.estimator.ErrorDecay;
import org.bnnlab.methods.estimator.SwishSign;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeReaderTest {

  private static final Vocabulary VOCABULARY =
      new Vocabulary(
          Map.of(
              "float", List.of(),
              "bnn", List.of(),
              "recu",
                  List.of(
                      OptionSpec.choice("scale", "form of the scale", "learned", "computed"),
                      OptionSpec.of("tauStart", 0.85, "first tau"))),
          Map.of(
              "resnet20",
              List.of(
                  OptionSpec.choice("shortcuts", "shortcuts", "double", "normal"),
                  OptionSpec.of("widths", List.of(16, 32, 64), "channels"))),
          Map.of("cifar10", 50_000, "shapes32", 10_000));

  private static final String GOOD =
      """
      method: recu
      network: { id: resnet20, shortcuts: double }
      data: { set: cifar10, train: [crop(32, padding: 4), flip], normalize: imagenet }
      train: { epochs: 600, batch: 256, optimizer: sgd(lr: 0.1, momentum: 0.9, weightDecay: 5e-4), schedule: cosine(warmup: 5) }
      seeds: [1, 2, 3]
      published: { top1: 87.4, source: "ReCU, table", confidence: confirmed }
      """;

  private static Recipe read(String yaml) {
    return RecipeReader.recipe(
        "recipes/mine.yaml", "mine", yaml, VOCABULARY, RecipeReaderTest::unknown);
  }

  private static Table readTable(String yaml) {
    return RecipeReader.table(
        "recipes/table.yaml", "table", yaml, VOCABULARY, RecipeReaderTest::unknown);
  }

  private static Recipe unknown(String name) {
    throw new FaultException("unknown recipe \"" + name + "\"");
  }

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
              line 9: schedule "cosin" is unknown; one of: constant, cosine, linear, steps, stepwise-cosine\
            """);
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
            "line 3: normalize \"imagenette\" is unknown; one of: cifar, cifar100, imagenet, mnist,"
                + " none"),
        wrong(
            "normalize: imagenet",
            "images: 60000",
            "line 3: images must be at most 50000, the training images of cifar10, found 60000"),
        wrong(
            "flip]",
            "mirror]",
            "line 3: transform \"mirror\" is unknown; one of: blur, center-crop, crop, flip,"
                + " grayscale, jitter, lighting, mocov2, mocov2-lite, resize, resized-crop,"
                + " vertical-flip"),
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
            "line 4: optimizer \"sgdm\" is unknown; one of: adam, adamw, radam, sgd"),
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
        wrong("seeds: [1, 2, 3]", "method: bnn", "line 5: key \"method\" is given twice"));
  }

  private static String rowKeyFault(int line, String key, String meant) {
    return ("line %d: a recipe has no key \"%s\"; did you mean \"%s\"? (keys: version, method,"
            + " network, data, train, seeds, published, stages, weights, activations,"
            + " convolutions)")
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
        name -> RecipeReader.recipe(name, name, GOOD, VOCABULARY, RecipeReaderTest::unknown));
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
            "line 4: loss \"kl\" is unknown; one of: cross-entropy, distribution-loss, kd,"
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
