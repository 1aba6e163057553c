package org.bnnlab.models.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import java.util.Map;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Operation;
import org.bnnlab.models.cost.CostModel;
import org.bnnlab.models.cost.NetworkCost;
import org.bnnlab.models.cost.NodeCost;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Channels and costs of BinaryDenseNet, MeliusNet and ResNetE as the papers' cards give them. */
class DenseCostsTest {

  @ParameterizedTest(name = "{0}, {1} pixels")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          binarydensenet28-imagenet-stem         | 224 |  4202496 |  929000 |  4.04 | 201908224 |  3587383296 | 257961088
          binarydensenet37-imagenet-stem         | 224 |  7593984 | 1108264 |  5.13 | 199098368 |  4506808320 | 269517248
          binarydensenet37-dilated-imagenet-stem | 224 |  7593984 | 1108264 |  5.13 | 451985408 |  7774470144 | 573461504
          binarydensenet45-imagenet-stem         | 224 | 12349440 | 1540072 |  7.35 | 243303424 |  6430556160 | 343780864
          resnete18-imagenet-stem                | 224 | 10985472 |  704174 |  4.00 | 137281536 |  1676279808 | 163473408
          resnete34-imagenet-stem                | 224 | 21086208 |  711598 |  5.23 | 137281536 |  3525967872 | 192374784
          binarydensenet28                       |  32 |  4202496 |  349962 |  1.84 |  29163520 |  1171390464 |  47466496
          binarydensenet37                       |  32 |  7593984 |  465866 |  2.68 |  28246016 |  1471610880 |  51239936
          binarydensenet45                       |  32 | 12349440 |  739274 |  4.29 |  42680320 |  2099773440 |  75489280
          resnete18                              |  32 | 10985472 |  188496 |  2.03 |   8060928 |   547356672 |  16613376
          meliusnet22-grouped-stem               | 224 |  6119424 |  825160 |  3.88 | 135876608 |  4624220160 | 208130048
          meliusnet22-imagenet-stem              | 224 |  6119424 |  828968 |  3.89 | 185249792 |  4624220160 | 257503232
          meliusnet29-grouped-stem               | 224 | 10321920 | 1006408 |  5.07 | 128851968 |  5469585408 | 214314240
          meliusnet29-imagenet-stem              | 224 | 10321920 | 1010216 |  5.08 | 178225152 |  5469585408 | 263687424
          meliusnet42-grouped-stem               | 224 | 24956928 | 1868616 | 10.10 | 174010368 |  9692798976 | 325460352
          meliusnet59-grouped-stem               | 224 | 52641792 | 2913544 | 17.39 | 245762048 | 18316247040 | 531953408
          meliusnet-a-grouped-stem               | 224 |  8441856 |  797128 |  4.05 |  86729216 |  4851818496 | 162538880
          meliusnet-b-grouped-stem               | 224 | 11280384 |  958792 |  5.00 | 106423296 |  5722472448 | 195836928
          meliusnet-c-grouped-stem               | 224 | 11427840 |  812424 |  4.46 |  82213376 |  4353269760 | 150233216
          meliusnet23-grouped-stem               | 224 |  7446528 |  741256 |  3.72 |  73871616 |  2532483072 | 113441664
          meliusnet22                            |  32 |  6119424 |  313290 |  1.92 |  23724032 |  1509949440 |  47316992
          meliusnet23                            |  32 |  7446528 |   70986 |  1.16 |   3477504 |   826933248 |  16398336
          meliusnet29                            |  32 | 10321920 |  367818 |  2.63 |  21430272 |  1785987072 |  49336320
          meliusnet42                            |  32 | 24956928 |  818186 |  6.10 |  36175872 |  3164995584 |  85628928
          meliusnet59                            |  32 | 52641792 | 1609674 | 12.42 |  59604992 |  5980815360 | 153055232
          meliusnet-a                            |  32 |  8441856 |  126858 |  1.49 |   7675904 |  1584267264 |  32430080
          meliusnet-b                            |  32 | 11280384 |  256842 |  2.32 |  14106624 |  1868562432 |  43302912
          meliusnet-c                            |  32 | 11427840 |  142154 |  1.90 |   6201344 |  1421475840 |  28411904
          """)
  void a_network_has_the_costs_of_the_card(
      String id, int side, long binary, long real, String mb, long flops, long bops, double ops) {
    NetworkCost cost = CostModel.of(network(id, side, side < 50 ? 10 : 1000));

    assertThat(cost.paramsBinary()).isEqualTo(binary);
    assertThat(cost.paramsFloat()).isEqualTo(real);
    assertThat(String.format(Locale.ROOT, "%.2f", cost.sizeMb())).isEqualTo(mb);
    assertThat(cost.flops()).isEqualTo(flops);
    assertThat(cost.bops()).isEqualTo(bops);
    assertThat(cost.ops()).isEqualTo(ops);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          binarydensenet28         | 448->160 544->192 576->256   | 576
          binarydensenet37         | 448->128 640->192 960->256   | 640
          binarydensenet37-dilated | 448->128 640->192 960->256   | 640
          binarydensenet45         | 448->160 928->288 1184->288  | 800
          meliusnet22              | 320->160 480->224 480->256   | 512
          meliusnet23              | 192->128 384->192 576->288   | 672
          meliusnet29              | 320->128 512->192 704->256   | 640
          meliusnet42              | 384->160 672->256 1152->416  | 1056
          meliusnet59              | 448->192 960->320 1856->544  | 1312
          meliusnet-a              | 320->160 480->256 576->288   | 672
          meliusnet-b              | 320->160 544->224 736->320   | 704
          meliusnet-c              | 256->128 448->192 832->288   | 672
          """)
  void transitions_and_classifier_have_the_published_channels(
      String id, String transitions, int features) {
    Network network = network(id, 224, 1000);
    StringBuilder found = new StringBuilder();
    for (int i = 1; i <= 3; i++) {
      Operation.Convolution o =
          (Operation.Convolution) network.node("transition%d.conv".formatted(i)).operation();
      found.append("%d->%d ".formatted(o.inputs(), o.outputs()));
    }

    assertThat(found.toString().strip()).isEqualTo(transitions);
    assertThat(network.inputShape(network.output())).isEqualTo(new Shape(features));
  }

  @ParameterizedTest
  @CsvSource({
    "960, 4, 256",
    "928, 3.3, 288",
    "1184, 4, 288",
    "480, 2, 256",
    "320, 2.7, 128",
    "1856, 3.5, 544"
  })
  void a_reduction_rounds_half_to_even(int channels, double rate, int expected) {
    assertThat(DenseShape.reduced(channels, rate)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"binarydensenet28, 576", "resnete18, 512", "meliusnet22, 512", "meliusnet-a, 672"})
  void more_classes_cost_parameters_and_no_operations(String id, int features) {
    NetworkCost ten = CostModel.of(network(id, 32, 10));
    NetworkCost hundred = CostModel.of(network(id, 32, 100));

    assertThat(hundred.paramsFloat() - ten.paramsFloat()).isEqualTo(90L * (features + 1));
    assertThat(hundred.paramsBinary()).isEqualTo(ten.paramsBinary());
    assertThat(hundred.ops()).isEqualTo(ten.ops());
  }

  @ParameterizedTest
  @CsvSource({"binarydensenet45", "meliusnet42", "resnete34"})
  void a_grouped_stem_saves_what_the_papers_say(String id) {
    NetworkCost grouped = CostModel.of(network(id + "-grouped-stem", 224, 1000));
    NetworkCost plain = CostModel.of(network(id + "-imagenet-stem", 224, 1000));

    assertThat(plain.flops() - grouped.flops()).isEqualTo(49_373_184);
    assertThat(plain.paramsFloat() - grouped.paramsFloat()).isEqualTo(3_808);
    assertThat(plain.paramsBinary()).isEqualTo(grouped.paramsBinary());
    assertThat(plain.bops()).isEqualTo(grouped.bops());
  }

  @ParameterizedTest
  @CsvSource({
    "meliusnet22, meliusnet22-grouped-stem",
    "meliusnet-c, meliusnet-c-grouped-stem",
    "binarydensenet28, binarydensenet28-imagenet-stem",
    "resnete18, resnete18-imagenet-stem"
  })
  void a_plain_id_is_the_published_network_and_its_small_form(String id, String published) {
    assertThat(CostModel.of(network(id, 224, 1000)).ops())
        .isEqualTo(CostModel.of(network(published, 224, 1000)).ops());
    assertThat(CostModel.of(network(id, 32, 10)).ops())
        .isEqualTo(CostModel.of(network(id + "-thumbnail-stem", 32, 10)).ops());
  }

  @Test
  void a_correction_at_56_pixels_has_the_published_operations() {
    NodeCost found =
        CostModel.of(network("meliusnet22", 224, 1000)).nodes().stream()
            .filter(node -> node.node().path().equals("stage1.block0.dense.conv"))
            .findFirst()
            .orElseThrow();

    assertThat(found.binaryMacs()).isEqualTo(115_605_504).isEqualTo(64 * 1_806_336L);
  }

  @Test
  void a_dilated_net_keeps_the_resolution_of_its_second_stage() {
    Network network = network("binarydensenet37-dilated", 224, 1000);

    assertThat(network.shape("head.relu")).isEqualTo(new Shape(640, 28, 28));
    assertThat(network.node("stage4.block0.conv").operation())
        .isInstanceOfSatisfying(
            Operation.Convolution.class,
            o -> {
              assertThat(o.dilation()).isEqualTo(4);
              assertThat(o.padding().size()).isEqualTo(4);
            });
  }

  @Test
  void the_image_of_resnete_is_normalized_with_a_factor_that_stays_one() {
    NetworkCost cost = CostModel.of(network("resnete18", 224, 1000));

    assertThat(cost.nodes())
        .filteredOn(node -> node.node().path().equals("image.bn"))
        .singleElement()
        .satisfies(node -> assertThat(node.paramsFloat()).isEqualTo(6));
  }

  private static Network network(String id, int side, int classes) {
    return Resolver.resolve(
        Architectures.load().get(id),
        Map.of(),
        Methods.load()
            .create(id.startsWith("melius") ? "meliusnet" : "binarydensenet", Map.of(), null),
        new Shape(3, side, side),
        classes);
  }
}
