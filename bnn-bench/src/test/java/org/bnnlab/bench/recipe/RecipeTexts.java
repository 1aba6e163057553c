package org.bnnlab.bench.recipe;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.option.OptionSpec;

/** Names to choose from, a recipe that is right, and how it is read. */
final class RecipeTexts {

  static final Vocabulary VOCABULARY =
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
          Map.of("cifar10", 50_000, "shapes32", 10_000),
          Map.of(
              "cifar10/resnet20/recu",
              figure("cifar10/resnet20/recu"),
              "cifar10/resnet20/dsq",
              figure("cifar10/resnet20/dsq"),
              "mnist/mlp/bop",
              figure("mnist/mlp/bop")));

  private static PublishedFigure figure(String id) {
    return new PublishedFigure(
        id, "ResNet-20", "ReCU", "1/1", new Published(87.4, "table", "confirmed"));
  }

  /** Where no recipe can be named. */
  static final Function<String, Recipe> NO_OTHERS =
      name -> {
        throw new FaultException("unknown recipe \"" + name + "\"");
      };

  static final String GOOD =
      """
      method: recu
      network: { id: resnet20, shortcuts: double }
      data: { set: cifar10, train: [crop(32, padding: 4), flip], normalize: imagenet }
      train: { epochs: 600, batch: 256, optimizer: sgd(lr: 0.1, momentum: 0.9, weightDecay: 5e-4), schedule: cosine(warmup: 5) }
      seeds: [1, 2, 3]
      published: { top1: 87.4, source: "ReCU, table", confidence: confirmed }
      """;

  static Recipe read(String yaml) {
    return RecipeReader.recipe("recipes/mine.yaml", "mine", yaml, VOCABULARY, NO_OTHERS);
  }

  static Table readTable(String yaml) {
    return RecipeReader.table("recipes/table.yaml", "table", yaml, VOCABULARY, NO_OTHERS);
  }

  private RecipeTexts() {}
}
